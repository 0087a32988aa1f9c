/* review.c - 社内確認中: an organisation says until when it looks. */
#include "approve/approve.h"

#include "approve/approver.h"
#include "approve/requests.h"
#include "base/states.h"
#include "base/time.h"
#include "registry/calendar.h"
#include "registry/lookup.h"
#include "store/audit.h"

/* Whose request: the own organisation's; the hub's people name it and what they heard. */
static int whose(struct db *db, const struct act *by, struct arena *a, struct str org, struct str reference, struct str *org_r, struct err *e)
{
	struct person_found p;
	struct str deputy_of;
	bool staff, contact;

	if (person_find(db, a, by->actor, by->now_ms, &p, e) < 0 || person_has_role(db, a, by->actor, "analyst lead", by->now_ms, &staff, e) < 0 ||
	    person_has_role(db, a, by->actor, "approver submitter org-admin", by->now_ms, &contact, e) < 0)
		return -1;
	*org_r = org;
	if (staff && org.n > 0)
		return reference.n > 0 ? 0 : err_set(e, ERR_USAGE, "entered by the hub it needs --reference: the mail, or the note of the call");
	*org_r = p.org_id;
	if (!p.found || staff || (org.n > 0 && !str_eq(org, p.org_id)))
		return err_set(e, ERR_USAGE, "whose round is it? the organisation's own people say it, or the hub with --org ID --reference NOTE");
	return contact ? 0 : approver_check(db, a, by->actor, by->now_ms, &deputy_of, e);
}

static int check_until(struct db *db, const struct act *by, struct arena *a, const struct db_rows *q, long long until_ms, struct err *e)
{
	long long most;
	char day[TIME_TEXT];

	if (until_ms <= by->now_ms)
		return err_set(e, ERR_INPUT, "until when? a day that is still to come (--until DATE)");
	if (calendar_after(db, a, db_int(q, 0, 1), APPROVE_REVIEW_DAYS, &most, e) < 0)
		return -1;
	return until_ms <= most ? 0 : err_set(e, ERR_INPUT, "at most %d business days after it was asked: until " STR_FMT, APPROVE_REVIEW_DAYS,
	    STR_ARG(time_date(day, most, db_zone(db))));
}

static int review(struct db *db, const struct act *by, struct arena *a, struct str number, struct str org, long long until_ms, struct err *e)
{
	struct db_rows q;
	long long done;

	if (DB_QUERY(db, a, &q, e, "SELECT q.id, q.asked_ms, q.state FROM approval_request q JOIN share sh ON sh.id = q.share_id AND sh.rev = q.rev "
	    "WHERE sh.number = $1 AND q.org_id = $2", DB_TEXT(number), DB_TEXT(org)) < 0)
		return -1;
	if (q.count == 0)       /* absent and not yours look the same */
		return err_set(e, ERR_UNKNOWN, "there is no share " STR_FMT " that waits for an answer of " STR_FMT, STR_ARG(number), STR_ARG(by->actor));
	if (state_check(&states_approval, number, db_text(&q, 0, 2), "review", e) < 0)
		return -1;
	if (check_until(db, by, a, &q, until_ms, e) < 0)
		return -1;
	done = DB_EXEC(db, e, "UPDATE approval_request SET review_until_ms = $2, review_by = $3, state = 'open' WHERE id = $1 "
	    "AND state IN ('open', 'timed-out')", DB_TEXT(db_text(&q, 0, 0)), DB_INT(until_ms), DB_TEXT(by->actor));
	if (done == 0)
		return state_changed(&states_approval, number, db_text(&q, 0, 2), STR("answered"), STR(""), e);
	return done < 0 ? -1 : audit_add_detail(db, by, "approval.in-review", db_text(&q, 0, 0), arena_printf(a, "{\"until\":%lld}", until_ms), e);
}

int approve_review(struct hub *hub, const struct act *by, struct arena *a, struct str number, struct str org, struct str reference,
    long long until_ms, struct err *e)
{
	struct str own;

	if (db_begin(hub->db, e) < 0)
		return -1;
	if (whose(hub->db, by, a, org, reference, &own, e) == 0 && review(hub->db, by, a, number, own, until_ms, e) == 0 &&
	    db_commit(hub->db, e) == 0)
		return 0;
	db_rollback(hub->db);
	return -1;
}
