/* ask.c - requests: who must be asked. */
#include "approve/approve.h"

#include "approve/notice.h"
#include "approve/oncall.h"
#include "base/states.h"
#include "base/time.h"
#include "base/tr.h"
#include "registry/calendar.h"
#include "store/audit.h"

struct subject {
	struct str id, digest;
	long long rev, leak_hits;
	bool urgent;
};

static int find_subject(struct hub *hub, struct arena *a, struct str number, struct subject *s, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(hub->db, a, &rows, e, "SELECT sh.id, r.digest, r.rev, r.leak_hits, sh.state, sh.class FROM share sh "
	        "JOIN share_rev r ON r.share_id = sh.id AND r.rev = sh.rev WHERE sh.number = $1", DB_TEXT(number)) < 0)
		return -1;
	if (rows.count == 0)
		return err_set(e, ERR_UNKNOWN, "there is no share " STR_FMT, STR_ARG(number));
	*s = (struct subject){ db_text(&rows, 0, 0), db_text(&rows, 0, 1), db_int(&rows, 0, 2), db_int(&rows, 0, 3),
		str_eq(db_text(&rows, 0, 5), STR("urgent")) };
	if (s->leak_hits != 0)
		return err_set(e, ERR_DENIED, TR_N("share " STR_FMT ": the leak check has %lld {hit|hits}; approval cannot be asked before it is at 0 (noroshi share check)", s->leak_hits),
		    STR_ARG(number), s->leak_hits);
	return state_check(&states_share, number, db_text(&rows, 0, 4), "ask", e);
}

static int ask_one(struct hub *hub, const struct act *by, struct arena *a, const struct subject *s, struct str org,
    struct asked *asked, struct err *e)
{
	struct str id = rng_uuid(by->rng, a);
	long long told, made, due_ms;

	if (calendar_after(hub->db, a, by->now_ms, s->urgent ? APPROVE_URGENT_DAYS : APPROVE_DAYS, &due_ms, e) < 0)
		return -1;
	made = DB_EXEC(hub->db, e, "INSERT INTO approval_request (id, share_id, rev, org_id, digest, asked_ms, due_ms, state) "
	    "VALUES ($1, $2, $3, $4, $5, $6, $7, 'open') ON CONFLICT (share_id, rev, org_id) DO NOTHING", DB_TEXT(id), DB_TEXT(s->id),
	    DB_INT(s->rev), DB_TEXT(org), DB_TEXT(s->digest), DB_INT(by->now_ms), DB_INT(due_ms));

	if (made <= 0)
		return (int)made;
	told = notice_add(hub->db, by, a, org, "approver", "approval", s->id, id, 0, e);
	if (told < 0)
		return -1;
	asked->requests++;
	asked->unreachable += told == 0;
	return 0;
}

static int ask_all(struct hub *hub, const struct act *by, struct arena *a, const struct subject *s, struct asked *asked,
    struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(hub->db, a, &rows, e, "SELECT DISTINCT s.org_id, CASE WHEN " SQL_VALID_APPROVAL " THEN 1 ELSE 0 END, "
	        "CASE WHEN EXISTS (" SQL_STANDING_CONSENT ") THEN 1 ELSE 0 END FROM share_source s "
	        "JOIN share sh ON sh.id = s.share_id JOIN share_rev r ON r.share_id = s.share_id AND r.rev = s.rev "
	        "WHERE s.share_id = $1 AND s.rev = sh.rev ORDER BY s.org_id", DB_TEXT(s->id), DB_INT(by->now_ms)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++) {
		if (db_int(&rows, i, 1) == 1)
			asked->already++;
		else if (db_int(&rows, i, 2) == 1)
			asked->standing++;
		else if (ask_one(hub, by, a, s, db_text(&rows, i, 0), asked, e) < 0)
			return -1;
	}
	return 0;
}

int approve_ask(struct hub *hub, const struct act *by, struct arena *a, struct str number, struct asked *asked_r,
    struct err *e)
{
	struct subject s = { 0 };

	*asked_r = (struct asked){ 0 };
	if (db_begin(hub->db, e) < 0)
		return -1;
	if (approve_staff(hub->db, a, by, e) < 0 || find_subject(hub, a, number, &s, e) < 0 || ask_all(hub, by, a, &s, asked_r, e) < 0)
		goto undo;
	if (DB_EXEC(hub->db, e, "UPDATE share SET state = $2 WHERE id = $1 AND state IN ('checked', 'approval-pending', 'partial', 'rejected', 'approved')",
	        DB_TEXT(s.id), DB_TEXT(asked_r->requests > 0 ? STR("approval-pending") : STR("approved"))) < 0)
		goto undo;
	if (s.urgent && oncall_tell(hub->db, by, a, s.id, e) < 0)
		goto undo;
	if (audit_add_detail(hub->db, by, "approval.asked", s.id, arena_printf(a, "{\"rev\":%lld,\"requests\":%zu}", s.rev,
	        asked_r->requests), e) < 0)
		goto undo;
	if (db_commit(hub->db, e) == 0)
		return 0;
undo:
	db_rollback(hub->db);
	return -1;
}
