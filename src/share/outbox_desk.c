/* outbox_desk.c - looking at notices, trying again, giving up. */
#include "share/outbox_in.h"

#include "base/states.h"
#include "base/time.h"
#include "store/audit.h"

struct notice notice_of(const struct db_rows *r, size_t i)
{
	return (struct notice){ .row = { .id = db_text(r, i, 0), .kind = db_text(r, i, 1), .file = db_text(r, i, 2), .person_id = db_text(r, i, 3),
		.number = db_text(r, i, 4), .state = db_text(r, i, 5), .problem = db_text(r, i, 6), .address = db_text(r, i, 7),
		.tries = db_int(r, i, 8), .made_ms = db_int(r, i, 9), .not_before_ms = db_int(r, i, 10), .sent_ms = db_time(r, i, 11),
		.next_ms = db_int(r, i, 12) }, .share_id = db_text(r, i, 13), .org_id = db_text(r, i, 14), .tlp = db_text(r, i, 15),
		.class = db_text(r, i, 16), .to = db_text(r, i, 17), .answer_ja = db_text(r, i, 18), .answer_en = db_text(r, i, 19),
		.due_ms = db_time(r, i, 20) };
}

int outbox_list(struct db *db, struct arena *a, bool all, struct outbox_row **list_r, size_t *n_r, struct err *e)
{
	return outbox_page(db, a, all, &(const struct outbox_place){ 0, STR("") }, TIME_FOREVER, list_r, n_r, e);
}

int outbox_page(struct db *db, struct arena *a, bool all, const struct outbox_place *after, long long limit, struct outbox_row **list_r, size_t *n_r,
    struct err *e)
{
	struct db_rows r;

#define BEHIND NOTICE_ROWS "WHERE n.not_before_ms >= $1 AND (n.not_before_ms > $1 OR n.id COLLATE \"C\" > $2)"
#define ORDER " ORDER BY n.not_before_ms, n.id COLLATE \"C\" LIMIT $3"
#define VALUES DB_INT(after->not_before_ms), DB_TEXT(after->id), DB_INT(limit)
	if ((all ? DB_QUERY(db, a, &r, e, BEHIND ORDER, VALUES) :
	        DB_QUERY(db, a, &r, e, BEHIND " AND n.post IN ('waiting', 'sending', 'delayed', 'failed', 'bounced')" ORDER, VALUES)) < 0)
		return -1;
#undef BEHIND
#undef ORDER
#undef VALUES
	*list_r = ARENA_ARRAY(a, struct outbox_row, r.count + 1);
	*n_r = r.count;
	for (size_t i = 0; i < r.count; i++)
		(*list_r)[i] = notice_of(&r, i).row;
	return 0;
}

int notice_get(struct db *db, struct arena *a, struct str what, struct notice *n_r, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, NOTICE_ROWS "WHERE n.id = $1 OR n.file = $1", DB_TEXT(what)) < 0)
		return -1;
	if (r.count == 0)
		return err_set(e, ERR_UNKNOWN, "there is no notice " STR_FMT " (noroshi outbox list --all)", STR_ARG(what));
	*n_r = notice_of(&r, 0);
	return 0;
}

int outbox_get(struct db *db, struct arena *a, struct str what, struct outbox_row *row_r, struct err *e)
{
	struct notice n;

	if (notice_get(db, a, what, &n, e) < 0)
		return -1;
	*row_r = n.row;
	return 0;
}

int outbox_counts(struct db *db, struct arena *a, struct outbox_count **list_r, size_t *n_r, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT post, COUNT(*), MIN(made_ms) FROM notice GROUP BY post ORDER BY post COLLATE \"C\"") < 0)
		return -1;
	*list_r = ARENA_ARRAY(a, struct outbox_count, r.count + 1);
	*n_r = r.count;
	for (size_t i = 0; i < r.count; i++)
		(*list_r)[i] = (struct outbox_count){ db_text(&r, i, 0), db_int(&r, i, 1), db_int(&r, i, 2) };
	return 0;
}

/* ---- deeds ---- */

static int move(struct db *db, const struct act *by, struct arena *a, struct str what, const char *deed, struct str words, struct err *e)
{
	struct outbox_row r, now;
	struct str to = state_after(&states_notice, STR("failed"), deed);
	long long rows;

	if (outbox_get(db, a, what, &r, e) < 0 || state_check(&states_notice, r.id, r.state, deed, e) < 0 || db_begin(db, e) < 0)
		return -1;
	rows = DB_EXEC(db, e, "UPDATE notice SET post = $2, state = CASE WHEN $2 = 'waiting' THEN 'waiting' ELSE 'failed' END, next_ms = 0, "
	    "problem = $4 WHERE id = $1 AND post = $3", DB_TEXT(r.id), DB_TEXT(to), DB_TEXT(r.state), DB_TEXT(words));
	if (rows == 1 && audit_add(db, by, str_eq(to, STR("waiting")) ? "notice.retried" : "notice.cancelled", r.id, e) == 0)
		return db_commit(db, e);
	db_rollback(db);
	if (rows != 0 || outbox_get(db, a, r.id, &now, e) < 0)
		return -1;
	return state_changed(&states_notice, r.id, r.state, now.state, STR(""), e);
}

int outbox_retry(struct db *db, const struct act *by, struct arena *a, struct str what, struct err *e)
{
	return move(db, by, a, what, "retry", STR(""), e);
}

int outbox_cancel(struct db *db, const struct act *by, struct arena *a, struct str what, struct str reason, struct err *e)
{
	if (reason.n == 0)
		return err_set(e, ERR_USAGE, "why? --reason TEXT is recorded with it");
	return move(db, by, a, what, "cancel", reason, e);
}

long long outbox_retry_failed(struct db *db, const struct act *by, struct err *e)
{
	long long rows;

	if (db_begin(db, e) < 0)
		return -1;
	rows = DB_EXEC(db, e, "UPDATE notice SET post = 'waiting', state = 'waiting', next_ms = 0, problem = '' WHERE post = 'failed'");
	return audit_end(db, by, rows, "notice.retried", STR("failed"), e);
}
