/* drill.c - see drill.h. */
#include "ask/drill.h"

#include "base/time.h"

#define SQL_MARKED "EXISTS (SELECT 1 FROM finding f WHERE f.submission_id = s.id AND f.finding_id = 'drill.suspected')"
/* A sender or host equal to a drill's, or under it. */
#define SQL_ELSEWHERE \
	"EXISTS (SELECT 1 FROM submission_indicator x JOIN indicator i ON i.id = x.indicator_id JOIN drill d ON d.org_id <> s.org_id" \
	" WHERE x.submission_id = s.id AND i.type IN ('email', 'domain') AND (i.value = d.domain OR (length(i.value) > length(d.domain)" \
	" AND substr(i.value, length(i.value) - length(d.domain)) IN ('@' || d.domain, '.' || d.domain))))"
/* Those of which one of the two may hold, from the few findings and drills. */
#define SQL_CANDIDATES \
	"SELECT f.submission_id FROM finding f WHERE f.finding_id = 'drill.suspected' UNION SELECT x.submission_id FROM drill d" \
	" JOIN indicator i ON i.type IN ('email', 'domain') AND (i.value = d.domain OR (length(i.value) > length(d.domain)" \
	" AND substr(i.value, length(i.value) - length(d.domain)) IN ('@' || d.domain, '.' || d.domain)))" \
	" JOIN submission_indicator x ON x.indicator_id = i.id"
#define SQL_SUSPECTED \
	"SELECT h.receipt, s.number, s.org_id, CASE WHEN " SQL_MARKED " THEN 1 ELSE 0 END, CASE WHEN " SQL_ELSEWHERE " THEN 1 ELSE 0 END," \
	" (SELECT MIN(q.number) FROM question q WHERE q.submission_id = s.id AND q.template = 'drill'), s.received_ms" \
	" FROM submission s JOIN hand_in h ON h.id = s.hand_in_id WHERE s.state <> 'withdrawn' AND s.org_id IS NOT NULL" \
	" AND s.id IN (" SQL_CANDIDATES ") AND COALESCE(s.class, s.nature) <> 'drill' AND (" SQL_MARKED " OR " SQL_ELSEWHERE ")" \
	" AND ($1 = 0 OR NOT EXISTS (SELECT 1 FROM question q WHERE q.submission_id = s.id AND q.template = 'drill'))" \
	" AND s.received_ms <= $2 AND (s.received_ms < $2 OR h.receipt COLLATE \"C\" > $3 OR (h.receipt = $3 AND s.number > $4))" \
	" ORDER BY s.received_ms DESC, h.receipt COLLATE \"C\", s.number LIMIT $5"

int drill_suspected(struct db *db, struct arena *a, bool unasked, const struct submission_after *after, long long limit,
    struct suspected_drill **list, size_t *n, struct err *e)
{
	static const struct submission_after newest = { TIME_FOREVER, 0, { "", 0 } };
	struct db_rows r;

	after = after != NULL ? after : &newest;
	if (DB_QUERY(db, a, &r, e, SQL_SUSPECTED, DB_BOOL(unasked), DB_INT(after->received_ms), DB_TEXT(after->receipt), DB_INT(after->number), DB_INT(limit)) < 0)
		return -1;
	*list = ARENA_ARRAY(a, struct suspected_drill, r.count + 1);
	*n = r.count;
	for (size_t i = 0; i < r.count; i++)
		(*list)[i] = (struct suspected_drill){ arena_printf(a, STR_FMT "/%lld", STR_ARG(db_text(&r, i, 0)), db_int(&r, i, 1)),
			db_text(&r, i, 2), db_int(&r, i, 3) == 1, db_int(&r, i, 4) == 1, db_text(&r, i, 5), { db_int(&r, i, 6), db_int(&r, i, 1), db_text(&r, i, 0) } };
	return 0;
}

int drill_list(struct db *db, struct arena *a, struct str org_id, struct registered_drill **list, size_t *n, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT d.org_id, d.domain, m.subject, d.from_ms, d.to_ms FROM drill d LEFT JOIN drill_mark m ON m.drill_id = d.id "
	    "WHERE $1 = '' OR d.org_id = $1 ORDER BY d.from_ms DESC, d.org_id COLLATE \"C\", d.domain COLLATE \"C\", COALESCE(m.subject, '') COLLATE \"C\"",
	    DB_TEXT(org_id.p != NULL ? org_id : STR(""))) < 0)
		return -1;
	*list = ARENA_ARRAY(a, struct registered_drill, r.count + 1);
	*n = r.count;
	for (size_t i = 0; i < r.count; i++)
		(*list)[i] = (struct registered_drill){ db_text(&r, i, 0), db_text(&r, i, 1), db_text(&r, i, 2), db_int(&r, i, 3), db_int(&r, i, 4) };
	return 0;
}
