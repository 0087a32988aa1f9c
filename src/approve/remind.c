/* remind.c - reminders, and what may be done when an answer is late.  Nothing here answers. */
#include "approve/approve.h"

#include "approve/notice.h"
#include "approve/requests.h"
#include "base/states.h"
#include "base/time.h"
#include "registry/calendar.h"
#include "store/audit.h"

struct reminding {
	struct hub *hub;
	const struct act *by;
	struct arena *arena;
	struct str number;              /* of the share, where it is one */
	long long slot_ms, told;
};

/* At most once a business day. */
static int is_due(struct reminding *r, long long reminded_ms, struct err *e)
{
	long long days;

	if (reminded_ms == TIME_NONE)
		return 1;
	days = calendar_between(r->hub->db, r->arena, reminded_ms, r->by->now_ms, e);
	return days < 0 ? -1 : days > 0;
}

static int remind_one(struct reminding *r, const struct db_rows *rows, size_t i, struct err *e)
{
	struct str id = db_text(rows, i, 0);
	int due = is_due(r, db_time(rows, i, 3), e);
	long long n;

	if (due <= 0)
		return due;
	n = notice_add(r->hub->db, r->by, r->arena, db_text(rows, i, 1), "approver", "approval", db_text(rows, i, 2), id, r->slot_ms, e);
	if (n < 0)
		return -1;
	r->told += n;
	if (DB_EXEC(r->hub->db, e, "UPDATE approval_request SET reminded_ms = $2, state = CASE WHEN due_ms <= $2 AND "
	    "(review_until_ms IS NULL OR review_until_ms <= $2) THEN 'timed-out' ELSE state END WHERE id = $1 AND state IN ('open', 'timed-out')",
	    DB_TEXT(id), DB_INT(r->by->now_ms)) < 0)
		return -1;
	return audit_add(r->hub->db, r->by, "approval.reminded", id, e);
}

static int remind_all(struct reminding *r, struct err *e)
{
	struct db_rows rows;
	long long soon;

	if (calendar_after(r->hub->db, r->arena, r->by->now_ms, 1, &soon, e) < 0 ||
	    calendar_slot(r->hub->db, r->arena, r->by->now_ms, &r->slot_ms, e) < 0 ||
	    DB_QUERY(r->hub->db, r->arena, &rows, e, "SELECT q.id, q.org_id, q.share_id, q.reminded_ms FROM approval_request q "
	    "WHERE q.state IN ('open', 'timed-out') AND NOT " SQL_REQUEST_OVER " AND " SQL_REQUEST_DUE " <= $1 ORDER BY q.id COLLATE \"C\"", DB_INT(soon)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++)
		if (remind_one(r, &rows, i, e) < 0)
			return -1;
	return 0;
}

long long approve_remind(struct hub *hub, const struct act *by, struct arena *a, struct err *e)
{
	struct reminding r = { .hub = hub, .by = by, .arena = a };
	int open = calendar_is_open(hub->db, a, by->now_ms, e);

	if (open <= 0)
		return open;
	if (db_begin(hub->db, e) < 0)
		return -1;
	if (remind_all(&r, e) == 0 && db_commit(hub->db, e) == 0)
		return r.told;
	db_rollback(hub->db);
	return -1;
}

/* ---- late ---- */

#define SQL_LATE \
	"SELECT q.id, q.org_id, q.share_id, " SQL_REQUEST_DUE ", q.state FROM approval_request q JOIN share sh ON sh.id = q.share_id" \
	" WHERE sh.number = $1 AND q.rev = sh.rev AND ($2 = '' OR q.org_id = $2) AND NOT " SQL_REQUEST_OVER " ORDER BY q.id COLLATE \"C\""

static bool is_late(const struct db_rows *rows, size_t i, long long now_ms)
{
	return (str_eq(db_text(rows, i, 4), STR("open")) || str_eq(db_text(rows, i, 4), STR("timed-out"))) && db_int(rows, i, 3) <= now_ms;
}

static int none_late(struct db *db, const struct act *by, struct str number, const struct db_rows *rows, struct err *e)
{
	char day[TIME_TEXT];

	for (size_t i = 0; i < rows->count; i++)
		if (str_eq(db_text(rows, i, 4), STR("open")) && db_int(rows, i, 3) > by->now_ms)
			return err_set(e, ERR_CONFLICT, "share " STR_FMT ": nobody is late; the answer has time until " STR_FMT " (noroshi approve list)",
			    STR_ARG(number), STR_ARG(time_date(day, db_int(rows, i, 3), db_zone(db))));
	return err_set(e, ERR_CONFLICT, "share " STR_FMT ": no answer to its current version is waited for (noroshi approve list --all)",
	    STR_ARG(number));
}

static int late_one(struct reminding *r, const struct db_rows *rows, size_t i, enum approve_late what, struct err *e)
{
	struct str id = db_text(rows, i, 0);
	long long due, told = what == LATE_REMIND ?
	    notice_add(r->hub->db, r->by, r->arena, db_text(rows, i, 1), "approver", "approval", db_text(rows, i, 2), id, r->slot_ms, e) :
	    notice_add_deputies(r->hub->db, r->by, r->arena, db_text(rows, i, 1), "approval", db_text(rows, i, 2), id, r->slot_ms, e);
	long long done;

	if (told < 0)
		return -1;
	if (told == 0)
		return err_set(e, ERR_DENIED, what == LATE_REMIND ? "nobody of " STR_FMT " can be told: call them, or leave their material out (--drop-source)" :
		    "no deputy with an address is named for " STR_FMT " now (noroshi approve deputy); call them, or leave their material out (--drop-source)",
		    STR_ARG(db_text(rows, i, 1)));
	r->told += told;
	if (calendar_after(r->hub->db, r->arena, r->by->now_ms, APPROVE_MORE_DAYS, &due, e) < 0)
		return -1;
	done = DB_EXEC(r->hub->db, e, "UPDATE approval_request SET state = 'open', reminded_ms = $2, due_ms = $3, settled = $4 WHERE id = $1 "
	    "AND state IN ('open', 'timed-out')", DB_TEXT(id), DB_INT(r->by->now_ms), DB_INT(due),
	    DB_TEXT(what == LATE_REMIND ? STR("remind") : STR("deputy")));
	if (done == 0)
		return state_changed(&states_approval, r->number, db_text(rows, i, 4), STR("answered"), STR(""), e);
	return done < 0 ? -1 : audit_add(r->hub->db, r->by, what == LATE_REMIND ? "approval.late-reminded" : "approval.late-deputy", id, e);
}

static int late_all(struct reminding *r, struct str org, enum approve_late what, struct err *e)
{
	struct db_rows rows;
	size_t late = 0;

	if (approve_staff(r->hub->db, r->arena, r->by, e) < 0 || calendar_slot(r->hub->db, r->arena, r->by->now_ms, &r->slot_ms, e) < 0 ||
	    DB_QUERY(r->hub->db, r->arena, &rows, e, SQL_LATE, DB_TEXT(r->number), DB_TEXT(org.p != NULL ? org : STR(""))) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++) {
		if (!is_late(&rows, i, r->by->now_ms))
			continue;
		late++;
		if (late_one(r, &rows, i, what, e) < 0)
			return -1;
	}
	return late > 0 ? 0 : none_late(r->hub->db, r->by, r->number, &rows, e);
}

int approve_late(struct hub *hub, const struct act *by, struct arena *a, struct str number, struct str org, enum approve_late what,
    long long *told_r, struct err *e)
{
	struct reminding r = { .hub = hub, .by = by, .arena = a, .number = number };

	if (db_begin(hub->db, e) < 0)
		return -1;
	if (late_all(&r, org, what, e) == 0 && db_commit(hub->db, e) == 0) {
		*told_r = r.told;
		return 0;
	}
	db_rollback(hub->db);
	return -1;
}

int approve_late_orgs(struct db *db, const struct act *by, struct arena *a, struct str number, struct str org, struct str **orgs_r, size_t *n_r,
    struct err *e)
{
	struct db_rows rows;

	*n_r = 0;
	if (approve_staff(db, a, by, e) < 0 || DB_QUERY(db, a, &rows, e, SQL_LATE, DB_TEXT(number), DB_TEXT(org.p != NULL ? org : STR(""))) < 0)
		return -1;
	*orgs_r = ARENA_ARRAY(a, struct str, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		if (is_late(&rows, i, by->now_ms))
			(*orgs_r)[(*n_r)++] = db_text(&rows, i, 1);
	return *n_r > 0 ? 0 : none_late(db, by, number, &rows, e);
}
