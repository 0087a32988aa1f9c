/* indicator_row.c - making and forgetting rows of indicators. */
#include "intake/indicator_row.h"

#include "store/search_index.h"

int indicator_row(struct db *db, const struct act *by, struct arena *a, struct str type, struct str value, long long first_ms,
    struct str *id_r, struct err *e)
{
	struct str id = rng_uuid(by->rng, a);
	long long made = DB_EXEC(db, e, "INSERT INTO indicator (id, type, value, first_ms) VALUES ($1, $2, $3, $4) "
	    "ON CONFLICT (type, value) DO NOTHING", DB_TEXT(id), DB_TEXT(type), DB_TEXT(value), DB_INT(first_ms));
	struct db_rows rows;

	if (made < 0 || DB_QUERY(db, a, &rows, e, "SELECT id FROM indicator WHERE type = $1 AND value = $2", DB_TEXT(type), DB_TEXT(value)) < 0)
		return -1;
	*id_r = db_text(&rows, 0, 0);
	return made == 0 ? 0 : search_due(db, "indicator", *id_r, e);
}

int indicator_rows_tidy(struct db *db, struct arena *a, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "DELETE FROM indicator WHERE NOT EXISTS (SELECT 1 FROM submission_indicator s WHERE s.indicator_id = "
	    "indicator.id) AND NOT EXISTS (SELECT 1 FROM share_indicator h WHERE h.indicator_id = indicator.id) "
	    "AND NOT EXISTS (SELECT 1 FROM sighting x WHERE x.indicator_id = indicator.id) RETURNING id") < 0)
		return -1;
	for (size_t i = 0; i < r.count; i++)
		if (search_forget(db, a, "indicator", db_text(&r, i, 0), e) < 0)
			return -1;
	return 0;
}
