/* urgent.c - see urgent.h. */
#include "share/urgent.h"

#include "approve/approve.h"
#include "approve/oncall.h"
#include "base/time.h"
#include "registry/calendar.h"
#include "store/audit.h"

static bool is_of(const struct oncall *pair, struct str person)
{
	return str_eq(pair->first, person) || str_eq(pair->second, person);
}

int urgent_check(struct db *db, const struct act *by, struct arena *a, struct str share_id, long long rev, struct err *e)
{
	struct oncall pair;
	struct db_rows r;
	int open = calendar_is_open(db, a, by->now_ms, e);

	if (open != 0)
		return open < 0 ? -1 : 0;
	if (oncall_at(db, a, by->now_ms, &pair, e) < 0 || DB_QUERY(db, a, &r, e, "SELECT made_by FROM share_rev WHERE share_id = $1 AND rev = $2",
	    DB_TEXT(share_id), DB_INT(rev)) < 0)
		return -1;
	if (pair.id.p == NULL || (is_of(&pair, by->actor) && is_of(&pair, db_text(&r, 0, 0))))
		return 0;
	return err_set(e, ERR_DENIED, "today is no business day: an urgent share is written by one of the pair on call and released by the other (" STR_FMT
	    ", " STR_FMT "; noroshi oncall)", STR_ARG(pair.first), STR_ARG(pair.second));
}

int urgent_released(struct db *db, const struct act *by, struct arena *a, struct str share_id, long long rev, struct err *e)
{
	long long due;

	if (calendar_after(db, a, by->now_ms, 1, &due, e) < 0)
		return -1;
	return DB_EXEC(db, e, "INSERT INTO urgent_review (share_id, rev, released_by, released_ms, due_ms, note) VALUES ($1, $2, $3, $4, $5, '')",
	    DB_TEXT(share_id), DB_INT(rev), DB_TEXT(by->actor), DB_INT(by->now_ms), DB_INT(due)) < 0 ? -1 : 0;
}

int urgent_list(struct db *db, struct arena *a, bool all, struct urgent_row **list_r, size_t *n_r, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT sh.number, u.released_by, u.reviewed_by, u.outcome, u.note, u.rev, u.released_ms, u.due_ms, u.reviewed_ms "
	    "FROM urgent_review u JOIN share sh ON sh.id = u.share_id WHERE ($1 = 1 OR u.reviewed_ms IS NULL) "
	    "ORDER BY u.due_ms, sh.number COLLATE \"C\", u.rev", DB_BOOL(all)) < 0)
		return -1;
	*list_r = ARENA_ARRAY(a, struct urgent_row, r.count + 1);
	*n_r = r.count;
	for (size_t i = 0; i < r.count; i++)
		(*list_r)[i] = (struct urgent_row){ db_text(&r, i, 0), db_text(&r, i, 1), db_text(&r, i, 2), db_text(&r, i, 3), db_text(&r, i, 4),
			db_int(&r, i, 5), db_int(&r, i, 6), db_int(&r, i, 7), db_time(&r, i, 8) };
	return 0;
}

/* "corrected" and "retracted" are said of what was done: a later version of that kind must be there. */
static int check_outcome(struct db *db, struct arena *a, struct str share_id, long long rev, struct str outcome, struct err *e)
{
	struct str kind = str_eq(outcome, STR("corrected")) ? STR("correction") : STR("retraction");
	struct db_rows r;

	if (str_eq(outcome, STR("stands")))
		return 0;
	if (!str_eq(outcome, STR("corrected")) && !str_eq(outcome, STR("retracted")))
		return err_set(e, ERR_USAGE, "what came of the look? --outcome stands, corrected or retracted");
	if (DB_QUERY(db, a, &r, e, "SELECT 1 FROM share_rev WHERE share_id = $1 AND rev > $2 AND change_kind = $3 LIMIT 1", DB_TEXT(share_id),
	    DB_INT(rev), DB_TEXT(kind)) < 0)
		return -1;
	return r.count > 0 ? 0 : err_set(e, ERR_CONFLICT, "there is no " STR_FMT " of it yet; make one first (noroshi share correct, share retract)",
	    STR_ARG(kind));
}

/* The newest that waits. */
static int review(struct db *db, const struct act *by, struct arena *a, struct str number, struct str outcome, struct str note, struct str *id,
    struct err *e)
{
	struct db_rows r;
	long long done;

	if (approve_staff(db, a, by, e) < 0 || DB_QUERY(db, a, &r, e, "SELECT u.share_id, u.rev, u.released_by FROM urgent_review u JOIN share sh "
	    "ON sh.id = u.share_id WHERE sh.number = $1 AND u.reviewed_ms IS NULL ORDER BY u.rev LIMIT 1", DB_TEXT(number)) < 0)
		return -1;
	if (r.count == 0)
		return err_set(e, ERR_UNKNOWN, "share " STR_FMT " waits for no later look (noroshi oncall review lists what does)", STR_ARG(number));
	if (str_eq(db_text(&r, 0, 2), by->actor))
		return err_set(e, ERR_DENIED, "who released it does not look at it again; somebody else does");
	*id = db_text(&r, 0, 0);
	if (check_outcome(db, a, *id, db_int(&r, 0, 1), outcome, e) < 0)
		return -1;
	done = DB_EXEC(db, e, "UPDATE urgent_review SET reviewed_by = $3, reviewed_ms = $4, outcome = $5, note = $6 WHERE share_id = $1 AND rev = $2 "
	    "AND reviewed_ms IS NULL", DB_TEXT(*id), DB_INT(db_int(&r, 0, 1)), DB_TEXT(by->actor), DB_INT(by->now_ms), DB_TEXT(outcome), DB_TEXT(note));
	return done == 1 ? 0 : done < 0 ? -1 : err_set(e, ERR_CONFLICT, "changed meanwhile: somebody else looked at it (noroshi oncall review --all)");
}

int urgent_review(struct db *db, const struct act *by, struct arena *a, struct str number, struct str outcome, struct str note,
    struct err *e)
{
	struct str id = number;
	long long done;

	if (db_begin(db, e) < 0)
		return -1;
	done = review(db, by, a, number, outcome, note, &id, e);
	return audit_end(db, by, done, "share.urgent-reviewed", id, e) < 0 ? -1 : 0;
}
