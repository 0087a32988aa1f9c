/* sighting.c - storing sightings. */
#include "feedback/sighting.h"

#include "base/time.h"
#include "intake/indicator_row.h"
#include "store/audit.h"

#define SQL_ADD \
	"INSERT INTO sighting (id, submission_id, share_id, lineage_id, org_id, indicator_id, direction, port, proto, action," \
	" first_ms, last_ms, count, heuristic) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)" \
	" ON CONFLICT (submission_id, indicator_id, direction, port) DO UPDATE SET first_ms = excluded.first_ms," \
	" last_ms = excluded.last_ms, count = excluded.count"

int sighting_add(struct db *db, const struct act *by, struct arena *a, const struct sighting_source *source,
    const struct sighting *s, struct err *e)
{
	struct str indicator;

	if (indicator_row(db, by, a, s->type, s->value, by->now_ms, &indicator, e) < 0)
		return -1;
	if (DB_EXEC(db, e, SQL_ADD, DB_TEXT(rng_uuid(by->rng, a)), DB_TEXT(source->submission_id), DB_TEXT(source->share_id),
	    DB_TEXT(source->lineage_id), DB_TEXT(source->org_id), DB_TEXT(indicator), DB_TEXT(s->direction), DB_INT(s->port),
	    DB_TEXT(s->proto), DB_TEXT(s->action), DB_INT(s->first_ms), DB_INT(s->last_ms), DB_INT(s->count),
	    DB_BOOL(s->heuristic)) < 0)
		return -1;
	return audit_add(db, by, "sighting.added", source->submission_id, e);
}
