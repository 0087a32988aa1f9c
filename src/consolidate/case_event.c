/* case_event.c - see case_event.h. */
#include "consolidate/case_event.h"

#include "base/states.h"
#include "store/audit.h"

static const struct { const char *event, *deed; } words[] = {
	[CASE_MERGED] = { "merged", "case.merged" },
	[CASE_UNMERGED] = { "unmerged", "case.unmerged" },
	[CASE_SPLIT] = { "split", "case.split" },
	[CASE_CLOSED] = { "closed", "case.closed" },
	[CASE_REOPENED] = { "reopened", "case.reopened" },
};

#define SQL_ADD \
	"INSERT INTO case_event (id, case_id, event, other_case, state_before, at_ms, by_person)" \
	" VALUES ($1, $2, $3, $4, $5, $6, $7)"

int case_event_add(struct db *db, const struct act *by, struct arena *a, struct str case_id, enum case_event_kind kind,
    struct str other, struct str state_before, struct err *e)
{
	struct str id = rng_uuid(by->rng, a);
	struct str detail = other.p != NULL ? arena_printf(a, "{\"other\":\"" STR_FMT "\"}", STR_ARG(other)) : STR("{}");

	if (DB_EXEC(db, e, SQL_ADD, DB_TEXT(id), DB_TEXT(case_id), DB_TEXT(str_of(words[kind].event)), DB_TEXT(other),
	        DB_TEXT(state_before), DB_INT(by->now_ms), DB_TEXT(by->actor)) < 0)
		return -1;
	return audit_add_detail(db, by, words[kind].deed, case_id, detail, e);
}

#define SQL_LAST \
	"SELECT id, other_case, state_before, at_ms FROM case_event WHERE case_id = $1 AND event = $2 AND undone_ms IS NULL" \
	" ORDER BY at_ms DESC, id COLLATE \"C\" LIMIT 1"

int case_event_last(struct db *db, struct arena *a, struct str case_id, enum case_event_kind kind,
    struct case_event *event_r, struct err *e)
{
	struct db_rows rows;

	*event_r = (struct case_event){ .id = STR_NONE };
	if (DB_QUERY(db, a, &rows, e, SQL_LAST, DB_TEXT(case_id), DB_TEXT(str_of(words[kind].event))) < 0)
		return -1;
	if (rows.count > 0)
		*event_r = (struct case_event){ db_text(&rows, 0, 0), db_text(&rows, 0, 1), db_text(&rows, 0, 2),
			db_time(&rows, 0, 3) };
	return 0;
}

int case_moved(long long rows, struct db *db, struct arena *a, const struct case_row *seen, struct err *e)
{
	struct case_row now;

	if (rows != 0)
		return rows < 0 ? -1 : 0;
	return case_get(db, a, seen->id, &now, e) < 0 ? -1 : state_changed(&states_case, seen->number, seen->state, now.state, STR(""), e);
}

int case_event_undo(struct db *db, const struct act *by, struct str event_id, struct err *e)
{
	return DB_EXEC(db, e, "UPDATE case_event SET undone_ms = $2 WHERE id = $1", DB_TEXT(event_id),
	    DB_INT(by->now_ms)) < 0 ? -1 : 0;
}
