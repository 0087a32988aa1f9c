/* feedback.c - what comes back in the demo: members open, acknowledge and answer what was shared.
 *
 * Not every organisation answers: of some 260 that get a share about two dozen open it the next working day,
 * and some of these answer. */
#include "base/time.h"
#include "demo/demo.h"
#include "feedback/answer.h"

enum { READERS = 24 };

/* What the reader at place `k` of those who open a share does: most who look say what they found. */
static struct answer_given answer_at(struct rng *rng, int k, long long day_ms)
{
	static const char *const useful_reasons[] = { "no-logs", "担当者が不在のため" };
	long long window = (long long)(30 + rng_below(rng, 10) * 30) * MS_DAY;
	struct answer_given g = { .answer = STR("no-hit"), .reason = STR(""), .from_ms = day_ms - window, .to_ms = day_ms, .may_merge = false,
		.useful = (long long)rng_below(rng, 4) + 2 };

	if (k % 8 == 5) {
		g = (struct answer_given){ .answer = STR("working"), .reason = STR(""), .from_ms = TIME_NONE, .to_ms = TIME_NONE };
	} else if (k % 12 == 4) {
		g = (struct answer_given){ .answer = STR("not-checked"), .reason = str_of(useful_reasons[rng_below(rng, 2)]), .from_ms = TIME_NONE,
			.to_ms = TIME_NONE };
	} else if (k % 12 == 9) {
		g.answer = STR("partly");
		g.from_ms = day_ms - 14 * MS_DAY;
	}
	return g;
}

static int react(struct replay *r, struct arena *a, struct rng *rng, long long day_ms, int k, const struct delivery *d, struct str person,
    struct err *e)
{
	struct act by = demo_act(r, day_ms + 9 * MS_HOUR + k * 11 * MS_MINUTE, arena_cstr(a, person));
	struct answer_given given = answer_at(rng, k, day_ms);
	struct str bytes;

	if (delivery_open(r->hub->db, &by, a, d, STR("text"), STR("ja"), &bytes, e) < 0)
		return -1;
	if (k % 4 == 3)                 /* read, and no more */
		return 0;
	by.now_ms += 2 * MS_MINUTE;
	if (delivery_ack(r->hub->db, &by, a, d, e) < 0)
		return -1;
	by.now_ms += MS_HOUR;
	return k % 3 == 2 ? 0 : answer_give(r->hub->db, &by, a, d, &given, e);
}

#define SQL_UNREAD \
	"SELECT d.id, d.org_id, d.rev FROM delivery d WHERE d.share_id = $1 AND d.state IN ('queued', 'notified') ORDER BY d.org_id COLLATE \"C\""
#define SQL_READER \
	"SELECT MIN(p.id) FROM person p JOIN person_role o ON o.person_id = p.id WHERE p.org_id = $1 AND o.role = 'recipient'" \
	" AND p.from_ms <= $2 AND p.to_ms > $2"

static int read_by(struct replay *r, struct arena *a, struct rng *rng, long long day_ms, int k, const struct delivery *d, struct err *e)
{
	struct db_rows reader;

	if (DB_QUERY(r->hub->db, a, &reader, e, SQL_READER, DB_TEXT(d->org_id), DB_INT(day_ms)) < 0)
		return -1;
	return db_is_null(&reader, 0, 0) ? 0 : react(r, a, rng, day_ms, k, d, db_text(&reader, 0, 0), e);
}

/* Each n-th of those it was sent to, from a place that differs by share. */
static int share_came(struct replay *r, struct rng *rng, long long day_ms, struct str share_id, struct str number, struct err *e)
{
	struct arena *a = arena_new(256 << 20, arena_full_exit);
	struct db_rows rows;
	size_t step, at;
	int status = DB_QUERY(r->hub->db, a, &rows, e, SQL_UNREAD, DB_TEXT(share_id));

	step = status == 0 && rows.count > READERS ? rows.count / READERS : 1;
	at = rng_below(rng, step);
	for (int k = 0; status == 0 && k < READERS && at < rows.count; k++, at += step) {
		const struct delivery d = { .id = db_text(&rows, at, 0), .share_id = share_id, .org_id = db_text(&rows, at, 1), .number = number,
			.rev = db_int(&rows, at, 2) };

		status = read_by(r, a, rng, day_ms, k, &d, e);
	}
	arena_free(a);
	return status;
}

/* The made-up members have a mail server that takes every notice when it may leave: no files of them are written. */
#define SQL_TAKEN \
	"UPDATE notice SET post = 'sent', state = 'sent', tries = 1, sent_ms = CASE WHEN not_before_ms > made_ms THEN not_before_ms ELSE made_ms END," \
	" address = (SELECT MIN(x.address) FROM person_address x WHERE x.person_id = notice.person_id AND x.notify = 1)" \
	" WHERE post = 'waiting' AND not_before_ms <= $1 AND made_ms <= $1"
#define SQL_NOTIFIED \
	"UPDATE delivery SET state = 'notified', notified_ms = queued_ms WHERE state = 'queued' AND queued_ms <= $1 AND (share_id, org_id) IN" \
	" (SELECT n.share_id, p.org_id FROM notice n JOIN person p ON p.id = n.person_id WHERE n.post = 'sent' AND n.sent_ms > $2" \
	" AND n.kind IN ('share', 'correction', 'retraction'))"

static int post_leaves(struct replay *r, long long day_ms, struct err *e)
{
	return DB_EXEC(r->hub->db, e, SQL_TAKEN, DB_INT(day_ms)) < 0 ||
	    DB_EXEC(r->hub->db, e, SQL_NOTIFIED, DB_INT(day_ms), DB_INT(r->answered_to_ms - MS_DAY)) < 0 ? -1 : 0;
}

/* Everything that came since the last working day, in one transaction. */
static int members_answer(struct replay *r, long long day_ms, struct err *e)
{
	struct arena *a = arena_new(16 << 20, arena_full_exit);
	struct rng rng = rng_seeded((uint64_t)day_ms);
	struct db_rows rows;
	int status = DB_QUERY(r->hub->db, a, &rows, e, "SELECT s.id, s.number FROM release x JOIN share s ON s.id = x.share_id "
	    "WHERE x.published_ms >= $1 AND x.published_ms < $2 ORDER BY x.published_ms, s.id COLLATE \"C\"", DB_INT(r->answered_to_ms),
	    DB_INT(day_ms));

	if (status == 0)
		status = db_begin(r->hub->db, e);
	if (status == 0)
		status = post_leaves(r, day_ms, e);
	for (size_t i = 0; status == 0 && i < rows.count; i++)
		status = share_came(r, &rng, day_ms, db_text(&rows, i, 0), db_text(&rows, i, 1), e);
	if (status == 0)
		status = db_commit(r->hub->db, e);
	else if (db_in_transaction(r->hub->db))
		db_rollback(r->hub->db);
	r->answered_to_ms = day_ms;
	arena_free(a);
	return status;
}

int feedback_work(struct replay *r, long long day_ms, struct err *e)
{
	int weekday = time_civil(day_ms, ZONE_JST).weekday;

	return weekday == 0 || weekday == 6 ? 0 : members_answer(r, day_ms, e);
}
