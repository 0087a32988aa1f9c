/* provenance.c - notes that become footnotes. */
#include "consolidate/provenance.h"

#include "base/time.h"
#include "consolidate/cases.h"
#include "store/audit.h"

static bool is_kind(struct str kind)
{
	static const char *const kinds[] = { "partly-inferred", "archive-capture", "call-for-reports", "own-classification" };

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (str_eq(kind, str_of(kinds[i])))
			return true;
	return false;
}

static int check(struct str kind, long long at_ms, long long until_ms, long long now_ms, struct err *e)
{
	if (!is_kind(kind))
		return err_set(e, ERR_USAGE, "a note on provenance is partly-inferred, archive-capture, call-for-reports or own-classification, "
		    "not “" STR_FMT "”", STR_ARG(kind));
	if (str_eq(kind, STR("archive-capture")) && at_ms == TIME_NONE)
		return err_set(e, ERR_USAGE, "on which day was the archive's capture taken? --on DATE");
	if ((at_ms != TIME_NONE && at_ms > now_ms) || (until_ms != TIME_NONE && (at_ms == TIME_NONE || until_ms < at_ms || until_ms > now_ms)))
		return err_set(e, ERR_INPUT, "the days of the note are in the past and in order");
	return 0;
}

/* `at_ms` is of no use to a removal. */
static int replace(struct db *db, const struct act *by, struct arena *a, struct str number, struct str kind, bool add, long long at_ms,
    long long until_ms, struct err *e)
{
	struct case_row c;
	long long gone;

	if (case_for(db, a, number, "change", &c, e) < 0)
		return -1;
	gone = DB_EXEC(db, e, "DELETE FROM provenance WHERE case_id = $1 AND kind = $2", DB_TEXT(c.id), DB_TEXT(kind));
	if (gone < 0)
		return -1;
	if (gone == 0 && !add)
		return err_set(e, ERR_UNKNOWN, "case " STR_FMT " has no such note on provenance", STR_ARG(number));
	if (add && DB_EXEC(db, e, "INSERT INTO provenance (id, case_id, kind, at_ms, until_ms, recorded_ms) VALUES ($1, $2, $3, $4, $5, $6)",
	    DB_TEXT(rng_uuid(by->rng, a)), DB_TEXT(c.id), DB_TEXT(kind), DB_TIME(at_ms), DB_TIME(until_ms), DB_INT(by->now_ms)) < 0)
		return -1;
	return audit_add_detail(db, by, add ? "case.provenance" : "case.provenance-removed", c.id, arena_printf(a, "{\"kind\":\"" STR_FMT "\"}",
	    STR_ARG(kind)), e);
}

static int replace_whole(struct db *db, const struct act *by, struct arena *a, struct str number, struct str kind, bool add,
    long long at_ms, long long until_ms, struct err *e)
{
	if (db_begin(db, e) < 0)
		return -1;
	if (replace(db, by, a, number, kind, add, at_ms, until_ms, e) == 0)
		return db_commit(db, e);
	db_rollback(db);
	return -1;
}

int provenance_add(struct db *db, const struct act *by, struct arena *a, struct str number, struct str kind, long long at_ms,
    long long until_ms, struct err *e)
{
	if (check(kind, at_ms, until_ms, by->now_ms, e) < 0)
		return -1;
	return replace_whole(db, by, a, number, kind, true, at_ms, until_ms, e);
}

int provenance_remove(struct db *db, const struct act *by, struct arena *a, struct str number, struct str kind, struct err *e)
{
	return replace_whole(db, by, a, number, kind, false, TIME_NONE, TIME_NONE, e);
}

int provenance_list(struct db *db, struct arena *a, struct str number, struct provenance **list, size_t *n, struct err *e)
{
	struct case_row row = { .id = STR("") };
	struct db_rows r;

	if ((number.p != NULL && case_get(db, a, number, &row, e) < 0) ||
	    DB_QUERY(db, a, &r, e, "SELECT p.id, c.number, p.kind, p.at_ms, p.until_ms FROM provenance p JOIN cases c ON c.id = p.case_id "
	        "WHERE ($1 = '' OR p.case_id = $1) ORDER BY c.number, p.kind", DB_TEXT(row.id)) < 0)
		return -1;
	*list = ARENA_ARRAY(a, struct provenance, r.count + 1);
	*n = r.count;
	for (size_t i = 0; i < r.count; i++)
		(*list)[i] = (struct provenance){ db_text(&r, i, 0), db_text(&r, i, 1), db_text(&r, i, 2), db_time(&r, i, 3), db_time(&r, i, 4) };
	return 0;
}
