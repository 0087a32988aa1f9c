/* requests.c - approval requests as rows. */
#include "approve/requests.h"

#include "store/audit.h"

/* Somebody of organisation q who can answer at $4: an approver who is not away, or a deputy. */
#define SQL_THERE \
	"SELECT 1 FROM person x WHERE x.org_id = q.org_id AND x.from_ms <= $4 AND x.to_ms > $4 AND (EXISTS (SELECT 1 FROM approver_deputy d" \
	" WHERE d.deputy_id = x.id AND d.from_ms <= $4 AND d.to_ms > $4) OR (EXISTS (SELECT 1 FROM person_role v WHERE v.person_id = x.id" \
	" AND v.role = 'approver' AND v.from_ms <= $4 AND v.to_ms > $4) AND NOT EXISTS (SELECT 1 FROM approver_absence b" \
	" WHERE b.person_id = x.id AND b.from_ms <= $4 AND b.to_ms > $4)))"

#define SQL_HALF \
	"(q.rev = sh.rev AND q.state = 'answered' AND EXISTS (SELECT 1 FROM approval a WHERE a.share_id = q.share_id AND a.org_id = q.org_id" \
	" AND a.digest = q.digest AND a.medium = 'spoken' AND a.second_witness IS NULL AND a.recalled_ms IS NULL AND NOT EXISTS (SELECT 1" \
	" FROM approval n WHERE n.share_id = a.share_id AND n.org_id = a.org_id AND n.at_ms > a.at_ms)))"

/* Of an organisation, of a share, or all: an index is used only where its column is compared with a value. */
#define SQL_REQUESTS(org, number) \
	"SELECT q.id, sh.number, q.org_id, q.digest, q.state, sh.class, sh.tlp, sh.lane, q.rev, q.asked_ms, q.due_ms," \
	" CASE WHEN q.rev = sh.rev THEN 1 ELSE 0 END, r.exact, q.review_until_ms, q.review_by, q.settled, " SQL_REQUEST_DUE "," \
	" CASE WHEN EXISTS (" SQL_THERE ") THEN 0 ELSE 1 END, CASE WHEN " SQL_HALF " THEN 1 ELSE 0 END FROM approval_request q JOIN share sh ON sh.id = q.share_id" \
	" JOIN share_rev r ON r.share_id = q.share_id AND r.rev = q.rev" \
	" WHERE " org " AND " number " AND ($3 = 1 OR (q.state IN ('open', 'timed-out') AND NOT " SQL_REQUEST_OVER ") OR " SQL_HALF ")" \
	" ORDER BY " SQL_REQUEST_DUE ", q.id COLLATE \"C\""

static void take_requests(struct arena *a, const struct act *by, const struct db_rows *r, struct request_row **list_r, size_t *n_r)
{
	*list_r = ARENA_ARRAY(a, struct request_row, r->count + 1);
	*n_r = r->count;
	for (size_t i = 0; i < r->count; i++)
		(*list_r)[i] = (struct request_row){ .id = db_text(r, i, 0), .number = db_text(r, i, 1), .org_id = db_text(r, i, 2),
			.digest = db_text(r, i, 3), .state = db_text(r, i, 4), .class = db_text(r, i, 5), .tlp = db_text(r, i, 6),
			.lane = db_text(r, i, 7), .rev = db_int(r, i, 8), .asked_ms = db_int(r, i, 9), .due_ms = db_int(r, i, 10),
			.current = db_int(r, i, 11) == 1, .exact = db_int(r, i, 12) == 1, .is_late = db_int(r, i, 16) <= by->now_ms,
			.review_until_ms = db_time(r, i, 13), .review_by = db_text(r, i, 14), .settled = db_text(r, i, 15),
			.is_absent = db_int(r, i, 17) == 1, .is_half = db_int(r, i, 18) == 1 };
}

int request_list(struct db *db, const struct act *by, struct arena *a, struct str org_id, struct str number, bool all,
    struct request_row **list_r, size_t *n_r, struct err *e)
{
	struct db_rows r;

	if (org_id.p == NULL && audit_add(db, by, "approval.sources-seen", number.p != NULL ? number : STR(""), e) < 0)
		return -1;
#define VALUES DB_TEXT(org_id.p != NULL ? org_id : STR("")), DB_TEXT(number.p != NULL ? number : STR("")), DB_BOOL(all), DB_INT(by->now_ms)
	if ((number.n > 0 ? DB_QUERY(db, a, &r, e, SQL_REQUESTS("($1 = '' OR q.org_id = $1)", "sh.number = $2"), VALUES) :
	        org_id.n > 0 ? DB_QUERY(db, a, &r, e, SQL_REQUESTS("q.org_id = $1", "$2 = ''"), VALUES) :
	        DB_QUERY(db, a, &r, e, SQL_REQUESTS("$1 = ''", "$2 = ''"), VALUES)) < 0)
		return -1;
#undef VALUES
	take_requests(a, by, &r, list_r, n_r);
	return 0;
}

int request_page(struct db *db, const struct act *by, struct arena *a, struct str org_id, long long behind_ms, struct str behind, long long most,
    struct request_row **list_r, size_t *n_r, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, SQL_REQUESTS("q.org_id = $1", "q.rev = sh.rev AND (" SQL_REQUEST_DUE " > $2 OR (" SQL_REQUEST_DUE " = $2 AND q.id COLLATE \"C\" > $5))")
	        " LIMIT $6", DB_TEXT(org_id), DB_INT(behind_ms), DB_BOOL(true), DB_INT(by->now_ms), DB_TEXT(behind), DB_INT(most)) < 0)
		return -1;
	take_requests(a, by, &r, list_r, n_r);
	return 0;
}
