/* known.c - see known.h. */
#include "consolidate/known.h"

#define COLUMNS \
	"SELECT i.id, i.type, i.value, i.first_ms," \
	" (SELECT COUNT(*) FROM submission_indicator x WHERE x.indicator_id = i.id)," \
	" (SELECT COUNT(DISTINCT s.org_id) FROM submission_indicator x JOIN submission s ON s.id = x.submission_id WHERE x.indicator_id = i.id)," \
	" (SELECT COUNT(DISTINCT c.case_id) FROM submission_indicator x JOIN case_submission c ON c.submission_id = x.submission_id" \
	"  WHERE x.indicator_id = i.id AND c.removed_ms IS NULL)," \
	" (SELECT COUNT(*) FROM sighting g WHERE g.indicator_id = i.id)," \
	" CASE WHEN EXISTS (SELECT 1 FROM submission_indicator x WHERE x.indicator_id = i.id AND x.role = 'malicious') THEN 1 ELSE 0 END" \
	" FROM indicator i "

static struct known_indicator row_of(const struct db_rows *r, size_t i)
{
	return (struct known_indicator){ db_text(r, i, 0), db_text(r, i, 1), db_text(r, i, 2), db_int(r, i, 3), db_int(r, i, 4), db_int(r, i, 5),
		db_int(r, i, 6), db_int(r, i, 7), db_int(r, i, 8) == 1 };
}

int known_list(struct db *db, struct arena *a, struct str type, struct str after_type, struct str after_value, long long limit,
    struct known_indicator **list, size_t *n, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, COLUMNS "WHERE ($1 = '' OR i.type = $1) AND i.type COLLATE \"C\" >= $2 AND NOT (i.type = $2 AND i.value COLLATE \"C\" <= $3) "
	    "ORDER BY i.type COLLATE \"C\", i.value COLLATE \"C\" LIMIT $4", DB_TEXT(type.p != NULL ? type : STR("")), DB_TEXT(after_type),
	    DB_TEXT(after_value), DB_INT(limit)) < 0)
		return -1;
	*n = r.count;
	*list = ARENA_ARRAY(a, struct known_indicator, r.count + 1);
	for (size_t i = 0; i < r.count; i++)
		(*list)[i] = row_of(&r, i);
	return 0;
}

int known_find(struct db *db, struct arena *a, struct str type, struct str value, bool *found, struct known_indicator *k, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, COLUMNS "WHERE i.type = $1 AND i.value = $2", DB_TEXT(type), DB_TEXT(value)) < 0)
		return -1;
	*found = r.count > 0;
	if (*found)
		*k = row_of(&r, 0);
	return 0;
}
