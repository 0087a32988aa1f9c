/* hunts.h - each share that is out asks its members whether they saw its indicators: how they answered, newest first. */
#ifndef FEEDBACK_HUNTS_H
#define FEEDBACK_HUNTS_H

#include "base/arena.h"
#include "base/err.h"
#include "store/db.h"

struct hunt_row {
	struct str number, class, tlp, state;
	long long published_ms, indicators, recipients;
	long long no_hit, hit, partly, working, not_checked, silent;    /* by the newest answer of each organisation */
	long long sighted, count;       /* organisations whose sightings count, and how often */
};

/* Shares with something to look for; older than (before_ms, before) by publication and number: TIME_FOREVER, "" for the first page. */
int hunt_list(struct db *db, struct arena *a, long long before_ms, struct str before, long long limit, long long now_ms,
    struct hunt_row **list_r, size_t *n_r, struct err *e) MUST_CHECK;

/* What one organisation itself reported on a share, exact. */
struct own_sighting { struct str type, value, direction; long long port, first_ms, last_ms, count; bool heuristic; };
int hunt_own(struct db *db, struct arena *a, struct str share_id, struct str org_id, struct own_sighting **list_r, size_t *n_r,
    struct err *e) MUST_CHECK;

#endif
