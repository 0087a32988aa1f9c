/* case_change.c - opening, joining, merging, splitting, and back. */
#include "base/states.h"
#include "base/time.h"
#include "consolidate/cases.h"
#include "consolidate/case_event.h"
#include "intake/look.h"
#include "store/audit.h"
#include "store/search_index.h"

/* ---- numbers: C-2019-0042, by the hub's year of opening ---- */

#define SQL_NEXT_NUMBER \
	"INSERT INTO hub_state (key, value) VALUES ($1, '1')" \
	" ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(hub_state.value AS BIGINT) + 1 AS TEXT) RETURNING value"

static int next_number(struct db *db, const struct act *by, struct arena *a, struct str *number_r, struct err *e)
{
	int year = time_civil(by->now_ms, ZONE_JST).year;
	struct str key = arena_printf(a, "case-number-%d", year);
	struct db_rows rows;
	long long n;

	if (DB_QUERY(db, a, &rows, e, SQL_NEXT_NUMBER, DB_TEXT(key)) < 0)
		return -1;
	if (!str_to_int(db_text(&rows, 0, 0), &n))
		return err_set(e, ERR_DB, "the number of the last case cannot be read");
	*number_r = arena_printf(a, "C-%d-%04lld", year, n);
	return 0;
}

/* ---- rows of case_submission ---- */

#define SQL_JOIN \
	"INSERT INTO case_submission (id, case_id, submission_id, added_ms, added_by, reason, score)" \
	" VALUES ($1, $2, $3, $4, $5, $6, $7)"
#define SQL_LEAVE \
	"UPDATE case_submission SET removed_ms = $2, removed_by = $3 WHERE submission_id = $1 AND removed_ms IS NULL"
#define SQL_LEAVE_CASE \
	"UPDATE case_submission SET removed_ms = $3, removed_by = $4" \
	" WHERE case_id = $1 AND submission_id = $2 AND removed_ms IS NULL RETURNING id"
#define SQL_STATE \
	"SELECT s.state, " SQL_SUBMISSION_NAME " FROM submission s JOIN hand_in h ON h.id = s.hand_in_id WHERE s.id = $1"
#define SQL_LINKED "UPDATE submission SET state = $2 WHERE id = $1 AND state = $3"
#define SQL_UNLINKED \
	"UPDATE submission SET state = " SQL_STATE_AS_FAR " WHERE id = $1 AND state = 'linked'"
#define SQL_IS_IN "SELECT 1 FROM case_submission WHERE case_id = $1 AND submission_id = $2 AND removed_ms IS NULL"
#define SQL_SUPERSEDE \
	"UPDATE proposal SET state = 'superseded', decided_ms = $2, decided_by = $3" \
	" WHERE submission_id = $1 AND state = 'open'"

static int join(struct db *db, const struct act *by, struct arena *a, struct str case_id, struct str submission,
    const char *reason, long long score, struct err *e)
{
	struct str id = rng_uuid(by->rng, a);

	if (DB_EXEC(db, e, SQL_LEAVE, DB_TEXT(submission), DB_INT(by->now_ms), DB_TEXT(by->actor)) < 0)
		return -1;
	return DB_EXEC(db, e, SQL_JOIN, DB_TEXT(id), DB_TEXT(case_id), DB_TEXT(submission), DB_INT(by->now_ms),
	    DB_TEXT(by->actor), DB_TEXT(str_of(reason)), DB_INT(score)) < 0 ? -1 : 0;
}

/* ---- opening, adding, removing ---- */

#define SQL_OPEN \
	"INSERT INTO cases (id, number, title, state, class, campaign, targeted, targeted_basis, bec_type, damage, opened_ms)" \
	" SELECT $1, $2, $3, 'open', COALESCE(s.class, s.nature), '', 0, '', s.bec_type, '', $5" \
	" FROM submission s WHERE s.id = $4"

static int open_rows(struct db *db, const struct act *by, struct arena *a, struct str title, struct str submission,
    struct str *id_r, struct err *e)
{
	struct str id = rng_uuid(by->rng, a), number;
	long long made;

	if (next_number(db, by, a, &number, e) < 0)
		return -1;
	made = DB_EXEC(db, e, SQL_OPEN, DB_TEXT(id), DB_TEXT(number), DB_TEXT(title), DB_TEXT(submission),
	    DB_INT(by->now_ms));
	if (made < 0)
		return -1;
	if (made == 0)
		return err_set(e, ERR_UNKNOWN, "there is no submission " STR_FMT, STR_ARG(submission));
	*id_r = id;
	return search_due(db, "case", id, e) < 0 ? -1 : audit_add(db, by, "case.opened", id, e);
}

int case_open(struct db *db, const struct act *by, struct arena *a, struct str title, struct str submission,
    const char *reason, int score, struct str *id_r, struct err *e)
{
	if (db_begin(db, e) < 0)
		return -1;
	if (open_rows(db, by, a, title, submission, id_r, e) < 0 ||
	    case_add(db, by, a, *id_r, submission, reason, score, e) < 0)
		goto undo;
	if (db_commit(db, e) == 0)
		return 0;
undo:
	db_rollback(db);
	return -1;
}

/* The submission may stand in a case; it is linked from then on. */
static int link_submission(struct db *db, struct arena *a, struct str submission, struct err *e)
{
	struct db_rows r;
	struct str seen;

	if (DB_QUERY(db, a, &r, e, SQL_STATE, DB_TEXT(submission)) < 0)
		return -1;
	if (r.count == 0)
		return err_set(e, ERR_UNKNOWN, "there is no submission " STR_FMT, STR_ARG(submission));
	seen = db_text(&r, 0, 0);
	if (state_check(&states_submission, db_text(&r, 0, 1), seen, "link", e) < 0)
		return -1;
	return DB_EXEC(db, e, SQL_LINKED, DB_TEXT(submission), DB_TEXT(state_after(&states_submission, seen, "link")), DB_TEXT(seen)) < 0 ? -1 : 0;
}

int case_add(struct db *db, const struct act *by, struct arena *a, struct str case_id, struct str submission,
    const char *reason, int score, struct err *e)
{
	struct case_row c;
	struct db_rows rows;

	if (db_begin(db, e) < 0)
		return -1;
	if (case_for(db, a, case_id, "add", &c, e) < 0 ||
	    DB_QUERY(db, a, &rows, e, SQL_IS_IN, DB_TEXT(c.id), DB_TEXT(submission)) < 0)
		goto undo;
	if (rows.count == 0 && (link_submission(db, a, submission, e) < 0 || join(db, by, a, c.id, submission, reason, score, e) < 0 ||
	    audit_add_detail(db, by, "case.joined", c.id,
	        arena_printf(a, "{\"submission\":\"" STR_FMT "\"}", STR_ARG(submission)), e) < 0))
		goto undo;
	if (DB_EXEC(db, e, SQL_SUPERSEDE, DB_TEXT(submission), DB_INT(by->now_ms), DB_TEXT(by->actor)) < 0)
		goto undo;
	if (db_commit(db, e) == 0)
		return 0;
undo:
	db_rollback(db);
	return -1;
}

int case_remove(struct db *db, const struct act *by, struct arena *a, struct str case_id, struct str submission,
    struct str why, struct err *e)
{
	struct case_row c;
	struct db_rows stay;

	if (db_begin(db, e) < 0)
		return -1;
	if (case_for(db, a, case_id, "remove", &c, e) < 0 ||
	    DB_QUERY(db, a, &stay, e, SQL_LEAVE_CASE, DB_TEXT(c.id), DB_TEXT(submission), DB_INT(by->now_ms), DB_TEXT(by->actor)) < 0)
		goto undo;
	if (stay.count == 0) {
		err_set(e, ERR_UNKNOWN, "that submission does not stand in case " STR_FMT, STR_ARG(c.number));
		goto undo;
	}
	if ((why.n > 0 && DB_EXEC(db, e, "INSERT INTO case_leave (stay_id, reason) VALUES ($1, $2)", DB_TEXT(db_text(&stay, 0, 0)), DB_TEXT(why)) < 0) ||
	    DB_EXEC(db, e, SQL_UNLINKED, DB_TEXT(submission)) < 0 || audit_add_detail(db, by, "case.left", c.id,
	        arena_printf(a, "{\"submission\":\"" STR_FMT "\"}", STR_ARG(submission)), e) < 0)
		goto undo;
	if (db_commit(db, e) == 0)
		return 0;
undo:
	db_rollback(db);
	return -1;
}

#define SQL_LAST_STAY \
	"SELECT reason, score FROM case_submission WHERE case_id = $1 AND submission_id = $2 AND removed_ms IS NOT NULL" \
	" ORDER BY removed_ms DESC, id COLLATE \"C\" LIMIT 1"

int case_return(struct db *db, const struct act *by, struct arena *a, struct str case_id, struct str submission, struct err *e)
{
	struct str now = STR_NONE;
	struct case_row c;
	struct db_rows r;

	if (db_begin(db, e) < 0)
		return -1;
	if (case_get(db, a, case_id, &c, e) < 0 || case_of_submission(db, a, submission, &now, e) < 0 ||
	    DB_QUERY(db, a, &r, e, SQL_LAST_STAY, DB_TEXT(c.id), DB_TEXT(submission)) < 0)
		goto undo;
	if (now.n > 0 || r.count == 0) {
		if (now.n > 0)
			err_set(e, ERR_CONFLICT, "that submission stands in case " STR_FMT " by now; nothing was changed", STR_ARG(now));
		else
			err_set(e, ERR_UNKNOWN, "that submission never stood in case " STR_FMT, STR_ARG(c.number));
		goto undo;
	}
	if (case_add(db, by, a, c.id, submission, arena_cstr(a, db_text(&r, 0, 0)), (int)db_int(&r, 0, 1), e) < 0)
		goto undo;
	if (db_commit(db, e) == 0)
		return 0;
undo:
	db_rollback(db);
	return -1;
}

/* ---- merging ---- */

#define SQL_MERGED "UPDATE cases SET state = 'merged', merged_into = $2 WHERE id = $1 AND state = $3"

int case_merge(struct db *db, const struct act *by, struct arena *a, struct str into, struct str from, struct err *e)
{
	struct case_row to, gone;
	struct case_member *members;
	size_t n;

	if (db_begin(db, e) < 0)
		return -1;
	if (case_for(db, a, into, "take-in", &to, e) < 0 || case_for(db, a, from, "merge", &gone, e) < 0)
		goto undo;
	if (str_eq(to.id, gone.id)) {
		err_set(e, ERR_INPUT, "a case cannot be merged into itself");
		goto undo;
	}
	if (case_members(db, a, gone.id, &members, &n, e) < 0)
		goto undo;
	for (size_t i = 0; i < n; i++)
		if (join(db, by, a, to.id, members[i].submission_id, "merge", members[i].score, e) < 0)
			goto undo;
	if (case_moved(DB_EXEC(db, e, SQL_MERGED, DB_TEXT(gone.id), DB_TEXT(to.id), DB_TEXT(gone.state)), db, a, &gone, e) < 0 ||
	    case_event_add(db, by, a, gone.id, CASE_MERGED, to.id, gone.state, e) < 0)
		goto undo;
	if (db_commit(db, e) == 0)
		return 0;
undo:
	db_rollback(db);
	return -1;
}

/* What went by the merge and was moved by nothing but merges since: it comes back from wherever they took it. */
#define SQL_CAME \
	"SELECT f.submission_id, f.score, f.reason FROM case_submission f JOIN case_submission t" \
	" ON t.submission_id = f.submission_id AND t.case_id <> f.case_id AND t.removed_ms IS NULL" \
	" WHERE f.case_id = $1 AND f.removed_ms = $2 AND NOT EXISTS (SELECT 1 FROM case_submission m" \
	" WHERE m.submission_id = f.submission_id AND m.id <> f.id AND m.reason <> 'merge' AND m.added_ms >= $2" \
	" AND (m.removed_ms IS NULL OR m.removed_ms > $2))" \
	" ORDER BY f.submission_id COLLATE \"C\""
#define SQL_WENT "SELECT 1 FROM case_submission WHERE case_id = $1 AND removed_ms = $2 LIMIT 1"
#define SQL_STANDS_AGAIN "UPDATE cases SET state = $2, merged_into = NULL WHERE id = $1 AND state = $3"

static int take_back(struct db *db, const struct act *by, struct arena *a, const struct case_row *from,
    const struct case_event *merge, struct err *e)
{
	struct db_rows rows, went;

	if (DB_QUERY(db, a, &rows, e, SQL_CAME, DB_TEXT(from->id), DB_INT(merge->at_ms)) < 0 ||
	    DB_QUERY(db, a, &went, e, SQL_WENT, DB_TEXT(from->id), DB_INT(merge->at_ms)) < 0)
		return -1;
	if (rows.count == 0 && went.count > 0)
		return err_set(e, ERR_CONFLICT, "nothing that case " STR_FMT " had stands where a merge took it; it stays merged",
		    STR_ARG(from->number));
	for (size_t i = 0; i < rows.count; i++)
		if (join(db, by, a, from->id, db_text(&rows, i, 0), arena_cstr(a, db_text(&rows, i, 2)),
		        db_int(&rows, i, 1), e) < 0)
			return -1;
	return case_moved(DB_EXEC(db, e, SQL_STANDS_AGAIN, DB_TEXT(from->id), DB_TEXT(merge->state_before), DB_TEXT(from->state)), db, a, from, e);
}

int case_unmerge(struct db *db, const struct act *by, struct arena *a, struct str from, struct err *e)
{
	struct case_row gone;
	struct case_event merge;

	if (db_begin(db, e) < 0)
		return -1;
	if (case_for(db, a, from, "unmerge", &gone, e) < 0 || case_event_last(db, a, gone.id, CASE_MERGED, &merge, e) < 0)
		goto undo;
	if (take_back(db, by, a, &gone, &merge, e) < 0 || case_event_undo(db, by, merge.id, e) < 0 ||
	    case_event_add(db, by, a, gone.id, CASE_UNMERGED, merge.other_case, STR(""), e) < 0)
		goto undo;
	if (db_commit(db, e) == 0)
		return 0;
undo:
	db_rollback(db);
	return -1;
}

/* ---- splitting ---- */

static int split_rows(struct db *db, const struct act *by, struct arena *a, const struct case_row *c,
    const struct str *submissions, size_t n, struct str title, struct str *new_id_r, struct err *e)
{
	struct db_rows rows;

	if (open_rows(db, by, a, title, submissions[0], new_id_r, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (DB_QUERY(db, a, &rows, e, SQL_IS_IN, DB_TEXT(c->id), DB_TEXT(submissions[i])) < 0)
			return -1;
		if (rows.count == 0)
			return err_set(e, ERR_UNKNOWN, "that submission does not stand in case " STR_FMT, STR_ARG(c->number));
		if (join(db, by, a, *new_id_r, submissions[i], "split", 1000, e) < 0)
			return -1;
	}
	return case_event_add(db, by, a, *new_id_r, CASE_SPLIT, c->id, STR(""), e);
}

int case_split(struct db *db, const struct act *by, struct arena *a, struct str case_id, const struct str *submissions,
    size_t n, struct str title, struct str *new_id_r, struct err *e)
{
	struct case_row c;

	if (n == 0)
		return err_set(e, ERR_USAGE, "name the submissions that become a case of their own");
	if (db_begin(db, e) < 0)
		return -1;
	if (case_for(db, a, case_id, "split", &c, e) < 0)
		goto undo;
	if (c.submissions <= (long long)n) {
		err_set(e, ERR_INPUT, "at least one submission has to stay in case " STR_FMT, STR_ARG(c.number));
		goto undo;
	}
	if (split_rows(db, by, a, &c, submissions, n, title, new_id_r, e) < 0)
		goto undo;
	if (db_commit(db, e) == 0)
		return 0;
undo:
	db_rollback(db);
	return -1;
}
