/* receipts.c - counting deliveries; reminding of acknowledgements. */
#include "feedback/receipts.h"

#include "approve/approve.h"
#include "approve/notice.h"
#include "base/time.h"
#include "registry/calendar.h"
#include "store/audit.h"

/* $1 now; d is the newest that was sent to the organisation of the share. */
#define SQL_NEWEST \
	"d.queued_ms <= $1 AND NOT EXISTS (SELECT 1 FROM delivery l WHERE l.share_id = d.share_id AND l.org_id = d.org_id" \
	" AND l.rev > d.rev AND l.queued_ms <= $1)"
#define SQL_COUNTS \
	"COUNT(*), COUNT(d.notified_ms), COUNT(d.opened_ms), COUNT(d.acked_ms)," \
	" CAST(COALESCE(SUM(CASE WHEN EXISTS (SELECT 1 FROM feedback f WHERE f.share_id = d.share_id AND f.org_id = d.org_id) THEN 1 ELSE 0 END), 0) AS BIGINT)," \
	" CAST(COALESCE(SUM(CASE WHEN d.ack_due_ms IS NOT NULL AND d.acked_ms IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT)," \
	" CAST(COALESCE(SUM(CASE WHEN d.ack_due_ms <= $1 AND d.acked_ms IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT)"

static void take(const struct db_rows *r, size_t i, struct receipts *x)
{
	*x = (struct receipts){ .sent = db_int(r, i, 0), .notified = db_int(r, i, 1), .opened = db_int(r, i, 2), .acked = db_int(r, i, 3),
		.answered = db_int(r, i, 4), .ack_wanted = db_int(r, i, 5), .ack_late = db_int(r, i, 6) };
}

int receipts_of_shares(struct db *db, struct arena *a, struct str number, long long now_ms, struct receipts **list_r, size_t *n_r,
    struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT " SQL_COUNTS ", s.number FROM delivery d JOIN share s ON s.id = d.share_id WHERE " SQL_NEWEST
	    " AND ($2 = '' OR s.number = $2) GROUP BY s.number ORDER BY MAX(d.queued_ms) DESC, s.number COLLATE \"C\"", DB_INT(now_ms),
	    DB_TEXT(number.p != NULL ? number : STR(""))) < 0)
		return -1;
	*list_r = ARENA_ARRAY(a, struct receipts, r.count + 1);
	*n_r = r.count;
	for (size_t i = 0; i < r.count; i++) {
		take(&r, i, &(*list_r)[i]);
		(*list_r)[i].number = db_text(&r, i, 7);
	}
	return 0;
}

int receipts_of_org(struct db *db, struct arena *a, struct str org_id, long long now_ms, struct receipts *x, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT " SQL_COUNTS " FROM delivery d WHERE " SQL_NEWEST " AND d.org_id = $2", DB_INT(now_ms), DB_TEXT(org_id)) < 0)
		return -1;
	take(&r, 0, x);
	return 0;
}

/* ---- reminders ---- */

static long long remind_one(struct db *db, const struct act *by, struct arena *a, const struct db_rows *r, size_t i, long long slot_ms,
    struct err *e)
{
	struct str id = db_text(r, i, 0);
	long long told, passed = db_is_null(r, i, 3) ? 1 : calendar_between(db, a, db_int(r, i, 3), by->now_ms, e);

	if (passed <= 0)
		return passed;
	told = notice_add(db, by, a, db_text(r, i, 1), "recipient", "ack", db_text(r, i, 2), STR_NONE, slot_ms, e);
	if (told < 0 || DB_EXEC(db, e, "UPDATE delivery SET ack_reminded_ms = $2 WHERE id = $1", DB_TEXT(id), DB_INT(by->now_ms)) < 0)
		return -1;
	return told;
}

static long long remind_all(struct db *db, const struct act *by, struct arena *a, struct err *e)
{
	long long slot, soon, told = 0;
	struct db_rows r;

	if (approve_staff(db, a, by, e) < 0 || calendar_after(db, a, by->now_ms, 1, &soon, e) < 0 || calendar_slot(db, a, by->now_ms, &slot, e) < 0 ||
	    DB_QUERY(db, a, &r, e, "SELECT d.id, d.org_id, d.share_id, d.ack_reminded_ms FROM delivery d WHERE " SQL_NEWEST
	        " AND d.ack_due_ms <= $2 AND d.acked_ms IS NULL ORDER BY d.document_id COLLATE \"C\"", DB_INT(by->now_ms), DB_INT(soon)) < 0)
		return -1;
	for (size_t i = 0; i < r.count; i++) {
		long long n = remind_one(db, by, a, &r, i, slot, e);

		if (n < 0)
			return -1;
		told += n;
	}
	return told;
}

long long receipts_remind(struct db *db, const struct act *by, struct arena *a, struct err *e)
{
	int open = calendar_is_open(db, a, by->now_ms, e);

	if (open <= 0)
		return open;
	if (db_begin(db, e) < 0)
		return -1;
	return audit_end(db, by, remind_all(db, by, a, e), "delivery.ack-reminded", STR("all"), e);
}
