/* sighting.c - storing sightings and merging them per organisation. */
#include "feedback/sighting.h"

#include "base/time.h"
#include "store/audit.h"

static int indicator_id(struct db *db, const struct act *by, struct arena *a, const struct sighting *s, struct str *id_r,
    struct err *e)
{
	struct db_rows rows;
	struct str id = rng_uuid(by->rng, a);

	if (DB_EXEC(db, e, "INSERT INTO indicator (id, type, value, first_ms) VALUES ($1, $2, $3, $4) "
	    "ON CONFLICT (type, value) DO NOTHING", DB_TEXT(id), DB_TEXT(s->type), DB_TEXT(s->value), DB_INT(by->now_ms)) < 0 ||
	    DB_QUERY(db, a, &rows, e, "SELECT id FROM indicator WHERE type = $1 AND value = $2", DB_TEXT(s->type),
	        DB_TEXT(s->value)) < 0)
		return -1;
	*id_r = db_text(&rows, 0, 0);
	return 0;
}

int sighting_add(struct db *db, const struct act *by, struct arena *a, struct str submission_id, struct str org_id,
    struct str share_id, const struct sighting *s, struct err *e)
{
	struct str indicator;

	if (indicator_id(db, by, a, s, &indicator, e) < 0)
		return -1;
	if (DB_EXEC(db, e, "INSERT INTO sighting (id, submission_id, share_id, org_id, indicator_id, direction, port, proto, action, "
	    "first_ms, last_ms, count, heuristic) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) "
	    "ON CONFLICT (submission_id, indicator_id, direction, port) DO UPDATE SET first_ms = excluded.first_ms, "
	    "last_ms = excluded.last_ms, count = excluded.count", DB_TEXT(rng_uuid(by->rng, a)), DB_TEXT(submission_id),
	    DB_TEXT(share_id), DB_TEXT(org_id), DB_TEXT(indicator), DB_TEXT(s->direction), DB_INT(s->port), DB_TEXT(s->proto),
	    DB_TEXT(s->action), DB_INT(s->first_ms), DB_INT(s->last_ms), DB_INT(s->count), DB_BOOL(s->heuristic)) < 0)
		return -1;
	return audit_add(db, by, "sighting.added", submission_id, e);
}

int sighting_merge(struct db *db, struct arena *a, struct str share_id, struct merged **list_r, size_t *count_r, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, "SELECT s.org_id, i.type, i.value, s.direction, s.port, MIN(s.first_ms), MAX(s.last_ms), "
	    "CAST(SUM(s.count) AS BIGINT), MIN(s.proto), MAX(s.heuristic) FROM sighting s JOIN indicator i ON i.id = s.indicator_id "
	    "WHERE s.share_id = $1 GROUP BY s.org_id, i.type, i.value, s.direction, s.port "
	    "ORDER BY s.org_id COLLATE \"C\", i.value COLLATE \"C\", s.direction COLLATE \"C\", s.port", DB_TEXT(share_id)) < 0)
		return -1;
	*list_r = ARENA_ARRAY(a, struct merged, rows.count);
	*count_r = rows.count;
	for (size_t i = 0; i < rows.count; i++)
		(*list_r)[i] = (struct merged){ db_text(&rows, i, 0), { .type = db_text(&rows, i, 1), .value = db_text(&rows, i, 2),
			.direction = db_text(&rows, i, 3), .port = db_int(&rows, i, 4), .first_ms = db_int(&rows, i, 5),
			.last_ms = db_int(&rows, i, 6), .count = db_int(&rows, i, 7), .proto = db_text(&rows, i, 8), .action = STR("mixed"),
			.heuristic = db_int(&rows, i, 9) == 1 } };
	return 0;
}
