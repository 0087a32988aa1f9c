/* bounce.c - see bounce.h. */
#include "share/bounce.h"

#include "approve/notice.h"
#include "base/text.h"
#include "base/time.h"
#include "post/reply.h"
#include "store/audit.h"

/* The hub's own people learn that an address was given up; a notice of that kind which bounces tells nobody. */
static int tell_hub(struct db *db, const struct act *by, struct arena *a, struct err *e)
{
	struct db_rows orgs;

	if (DB_QUERY(db, a, &orgs, e, "SELECT p.org_id FROM person p JOIN person_role r ON r.person_id = p.id WHERE r.role = 'admin' "
	    "AND r.from_ms <= $1 AND r.to_ms > $1 GROUP BY p.org_id ORDER BY p.org_id COLLATE \"C\"", DB_INT(by->now_ms)) < 0)
		return -1;
	for (size_t i = 0; i < orgs.count; i++)
		if (notice_add(db, by, a, db_text(&orgs, i, 0), "admin", "bounce", STR_NONE, STR_NONE, 0, e) < 0)
			return -1;
	return 0;
}

static int give_up(struct db *db, const struct act *by, struct arena *a, struct str person, struct str address, bool tell, struct err *e)
{
	long long rows = DB_EXEC(db, e, "UPDATE person_address SET bouncing_ms = $3 WHERE person_id = $1 AND address = $2 AND "
	    "bouncing_ms IS NULL", DB_TEXT(person), DB_TEXT(address), DB_INT(by->now_ms));

	if (rows <= 0)
		return rows < 0 ? -1 : 0;
	if (tell && tell_hub(db, by, a, e) < 0)
		return -1;
	return audit_add(db, by, "address.bouncing", person, e);
}

static int count_bounces(struct db *db, struct arena *a, struct str person, struct str address, long long *n_r, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, "SELECT COUNT(*) FROM bounce WHERE person_id = $1 AND address = $2 AND cleared_ms IS NULL",
	    DB_TEXT(person), DB_TEXT(address)) < 0)
		return -1;
	*n_r = db_int(&rows, 0, 0);
	return 0;
}

/* Its fate becomes known only while it is sent: what comes late changes nothing that somebody did about it. */
static int settle_returned(struct db *db, const struct act *by, struct str notice_id, bool failed, struct str words, struct err *e)
{
	long long rows = DB_EXEC(db, e, "UPDATE notice SET post = CASE WHEN $2 = 1 THEN 'bounced' ELSE post END, state = CASE WHEN $2 = 1 THEN 'failed' "
	    "ELSE state END, problem = $3 WHERE id = $1 AND post = 'sent'", DB_TEXT(notice_id), DB_BOOL(failed), DB_TEXT(words));

	return rows <= 0 ? (int)rows : audit_add(db, by, failed ? "notice.bounced" : "notice.delayed", notice_id, e);
}

int bounce_record(struct db *db, const struct act *by, struct arena *a, struct str notice_id, int most, struct str status,
    struct str words, struct err *e)
{
	struct str person, address;
	struct db_rows n;
	long long added, bounces;

	if (DB_QUERY(db, a, &n, e, "SELECT person_id, address, kind FROM notice WHERE id = $1", DB_TEXT(notice_id)) < 0)
		return -1;
	if (n.count == 0 || db_is_null(&n, 0, 1))       /* gone with an organisation, or never sent */
		return 0;
	if (db_is_null(&n, 0, 0))       /* who reported from outside has one contact, and no list of addresses */
		return settle_returned(db, by, notice_id, true, words, e);
	person = db_text(&n, 0, 0);
	address = text_fold(a, db_text(&n, 0, 1));
	added = DB_EXEC(db, e, "INSERT INTO bounce (id, notice_id, person_id, address, status, words, at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7) "
	    "ON CONFLICT (notice_id) DO NOTHING", DB_TEXT(rng_uuid(by->rng, a)), DB_TEXT(notice_id), DB_TEXT(person), DB_TEXT(address),
	    DB_TEXT(status), DB_TEXT(words), DB_INT(by->now_ms));
	if (added <= 0)
		return added < 0 ? -1 : 0;
	if (DB_EXEC(db, e, "UPDATE notice SET post = CASE WHEN post = 'sent' THEN 'bounced' ELSE post END, state = CASE WHEN post = 'sent' "
	    "THEN 'failed' ELSE state END, problem = $2 WHERE id = $1", DB_TEXT(notice_id), DB_TEXT(words)) < 0 ||
	    audit_add(db, by, "notice.bounced", notice_id, e) < 0 || count_bounces(db, a, person, address, &bounces, e) < 0)
		return -1;
	return bounces < most ? 0 : give_up(db, by, a, person, address, !str_eq(db_text(&n, 0, 2), STR("bounce")), e);
}

int bounce_returned(struct db *db, const struct act *by, struct arena *a, struct str notice_id, int most, const struct returned *r,
    struct err *e)
{
	struct str words = arena_printf(a, STR_FMT "%s" STR_FMT, STR_ARG(r->status), r->status.n > 0 ? " " : "", STR_ARG(r->words));
	bool failed = str_eq(r->action, STR("failed"));

	if (!failed && !str_eq(r->action, STR("delayed")))
		return 0;
	if (failed && r->status.n > 0 && reply_means_bad_address(0, r->status))
		return bounce_record(db, by, a, notice_id, most, r->status, words, e);
	return settle_returned(db, by, notice_id, failed, words, e);
}

int address_list(struct db *db, struct arena *a, struct str person_id, struct address_row **list_r, size_t *n_r, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT x.address, x.notify, x.bouncing_ms, (SELECT COUNT(*) FROM bounce b WHERE b.person_id = x.person_id "
	    "AND b.address = x.address AND b.cleared_ms IS NULL), (SELECT b.status FROM bounce b WHERE b.person_id = x.person_id AND "
	    "b.address = x.address ORDER BY b.at_ms DESC, b.id LIMIT 1), (SELECT b.words FROM bounce b WHERE b.person_id = x.person_id AND "
	    "b.address = x.address ORDER BY b.at_ms DESC, b.id LIMIT 1) FROM person_address x WHERE x.person_id = $1 "
	    "ORDER BY x.address COLLATE \"C\"", DB_TEXT(person_id)) < 0)
		return -1;
	*list_r = ARENA_ARRAY(a, struct address_row, r.count + 1);
	*n_r = r.count;
	for (size_t i = 0; i < r.count; i++)
		(*list_r)[i] = (struct address_row){ .address = db_text(&r, i, 0), .notify = db_int(&r, i, 1) == 1, .bouncing_ms = db_time(&r, i, 2),
			.bounces = db_int(&r, i, 3), .last_status = db_is_null(&r, i, 4) ? STR("") : db_text(&r, i, 4),
			.last_words = db_is_null(&r, i, 5) ? STR("") : db_text(&r, i, 5) };
	return 0;
}

static int must_be_address(struct db *db, struct arena *a, struct str person_id, struct str address, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT 1 FROM person_address WHERE person_id = $1 AND address = $2", DB_TEXT(person_id), DB_TEXT(address)) < 0)
		return -1;
	return r.count > 0 ? 0 : err_set(e, ERR_UNKNOWN, STR_FMT " has no address " STR_FMT " (noroshi person show)", STR_ARG(person_id),
	    STR_ARG(address));
}

int address_works(struct db *db, const struct act *by, struct arena *a, struct str person_id, struct str address, struct err *e)
{
	struct str folded = text_fold(a, address);
	long long cleared, marked;

	if (must_be_address(db, a, person_id, folded, e) < 0 || db_begin(db, e) < 0)
		return -1;
	cleared = DB_EXEC(db, e, "UPDATE bounce SET cleared_ms = $3 WHERE person_id = $1 AND address = $2 AND cleared_ms IS NULL",
	    DB_TEXT(person_id), DB_TEXT(folded), DB_INT(by->now_ms));
	marked = cleared < 0 ? -1 : DB_EXEC(db, e, "UPDATE person_address SET bouncing_ms = NULL WHERE person_id = $1 AND address = $2 AND "
	    "bouncing_ms IS NOT NULL", DB_TEXT(person_id), DB_TEXT(folded));
	if (marked >= 0 && cleared + marked > 0 && audit_add(db, by, "address.works", person_id, e) == 0)
		return db_commit(db, e);
	db_rollback(db);
	return marked < 0 || cleared + marked > 0 ? -1 : err_set(e, ERR_CONFLICT, "nothing has come back from " STR_FMT, STR_ARG(address));
}
