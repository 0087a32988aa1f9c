/* acknowledge.c - see acknowledge.h. */
#include "share/acknowledge.h"

#include "approve/notice.h"
#include "base/time.h"
#include "intake/reporter.h"
#include "store/db.h"

enum { ACK_ARENA = 64 << 20 };

/* Those who have something to be told, and were told nothing for a while. */
#define SQL_PEOPLE \
	"SELECT DISTINCT h.person_id FROM hand_in_mail m JOIN hand_in h ON h.id = m.hand_in_id WHERE m.receipt = 'due' " \
	"AND h.person_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.person_id = h.person_id " \
	"AND n.kind IN ('receipt', 'receipts') AND n.made_ms > $1)"
#define SQL_RECEIPTS \
	"SELECT h.receipt FROM hand_in_mail m JOIN hand_in h ON h.id = m.hand_in_id WHERE m.receipt = 'due' AND h.person_id = $1 " \
	"ORDER BY h.received_ms, h.receipt COLLATE \"C\""

/* Another worker may be at it: the rows are taken first, and who finds none tells nothing. */
static int tell_one(struct hub *hub, const struct act *by, struct arena *a, struct str person, struct err *e)
{
	struct db_rows r;
	struct str about;
	long long taken;

	if (DB_QUERY(hub->db, a, &r, e, SQL_RECEIPTS, DB_TEXT(person)) < 0)
		return -1;
	taken = DB_EXEC(hub->db, e, "UPDATE hand_in_mail SET receipt = 'told' WHERE receipt = 'due' AND hand_in_id IN "
	    "(SELECT id FROM hand_in WHERE person_id = $1)", DB_TEXT(person));
	if (taken <= 0 || r.count == 0)
		return taken < 0 ? -1 : 0;
	about = r.count == 1 ? db_text(&r, 0, 0) : arena_printf(a, STR_FMT " - " STR_FMT " (%zu)", STR_ARG(db_text(&r, 0, 0)),
	    STR_ARG(db_text(&r, r.count - 1, 0)), r.count);
	return notice_add_number(hub->db, by, a, person, r.count == 1 ? "receipt" : "receipts", about, e) < 0 ? -1 : 0;
}

static int tell_people(struct hub *hub, const struct act *by, struct arena *a, struct err *e)
{
	struct db_rows people;

	if (DB_QUERY(hub->db, a, &people, e, SQL_PEOPLE, DB_INT(by->now_ms - hub->conf.receipt_minutes * MS_MINUTE)) < 0)
		return -1;
	for (size_t i = 0; i < people.count; i++) {
		if (db_begin(hub->db, e) < 0)
			return -1;
		if (tell_one(hub, by, a, db_text(&people, i, 0), e) < 0 || db_commit(hub->db, e) < 0) {
			db_rollback(hub->db);
			return -1;
		}
	}
	return 0;
}

/* ---- reporters from outside ---- */

static int send_answer(struct hub *hub, const struct act *by, struct arena *a, struct str receipt, bool *told, struct err *e)
{
	struct reporter_row row;
	struct db_rows r;
	long long n;

	if (reporter_get(hub->db, a, receipt, &row, e) < 0 || DB_EXEC(hub->db, e, "UPDATE notice SET post = 'cancelled', state = 'failed' WHERE "
	    "reporter_id = $1 AND about = $2 AND post IN ('waiting', 'delayed')", DB_TEXT(row.org_id), DB_TEXT(receipt)) < 0 ||
	    DB_QUERY(hub->db, a, &r, e, "SELECT id FROM reporter_answer WHERE hand_in_id = $1 AND state = 'released'", DB_TEXT(row.hand_in_id)) < 0)
		return -1;
	n = notice_add_reporter(hub->db, by, a, row.org_id, row.contact, db_text(&r, 0, 0), receipt, e);
	*told = n > 0;
	return n < 0 ? -1 : 0;
}

int acknowledge_reporter(struct hub *hub, const struct act *by, struct arena *a, struct str receipt, bool *told, struct err *e)
{
	if (db_begin(hub->db, e) < 0)
		return -1;
	if (reporter_answer_release(hub, by, a, receipt, e) == 0 && send_answer(hub, by, a, receipt, told, e) == 0)
		return db_commit(hub->db, e);
	db_rollback(hub->db);
	return -1;
}

/* ---- storms ---- */

int mail_storm_now(struct hub *hub, struct arena *a, long long now_ms, struct mail_storm *storm, struct err *e)
{
	struct db_rows r;

	*storm = (struct mail_storm){ 0, TIME_NONE };
	if (DB_QUERY(hub->db, a, &r, e, "SELECT COUNT(*), MIN(received_ms) FROM hand_in WHERE received_ms > $1 AND channel IN ('pipe', 'lmtp', 'imap')",
	    DB_INT(now_ms - hub->conf.storm_minutes * MS_MINUTE)) < 0)
		return -1;
	if (db_int(&r, 0, 0) >= hub->conf.storm_mails)
		*storm = (struct mail_storm){ db_int(&r, 0, 0), db_time(&r, 0, 1) };
	return 0;
}

#define SQL_TOLD \
	"SELECT (SELECT COUNT(*) FROM notice WHERE kind = 'storm' AND made_ms > $1), (SELECT MIN(p.org_id COLLATE \"C\") FROM person p " \
	"JOIN org o ON o.id = p.org_id WHERE o.kind = 'hub')"

static int tell_storm(struct hub *hub, const struct act *by, struct arena *a, struct err *e)
{
	struct mail_storm storm;
	struct db_rows r;

	if (mail_storm_now(hub, a, by->now_ms, &storm, e) < 0)
		return -1;
	if (storm.mails == 0)
		return 0;
	if (DB_QUERY(hub->db, a, &r, e, SQL_TOLD, DB_INT(by->now_ms - hub->conf.storm_minutes * MS_MINUTE)) < 0)
		return -1;
	if (db_int(&r, 0, 0) > 0 || db_is_null(&r, 0, 1))
		return 0;
	if (db_begin(hub->db, e) < 0)
		return -1;
	if (notice_add(hub->db, by, a, db_text(&r, 0, 1), "analyst", "storm", STR_NONE, STR_NONE, 0, e) >= 0)
		return db_commit(hub->db, e);
	db_rollback(hub->db);
	return -1;
}

int acknowledge_due(struct hub *hub, const struct act *by, struct err *e)
{
	struct arena *a = arena_new(ACK_ARENA, arena_full_exit);
	int status = tell_people(hub, by, a, e);

	if (status == 0)
		status = tell_storm(hub, by, a, e);
	arena_free(a);
	return status;
}
