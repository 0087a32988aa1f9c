/* known.h - which indicators the hub knows, and how often they were handed in.
 *
 * For the hub's people: counts only, but whoever sees that a value is known sees that somebody handed it in. */
#ifndef CONSOLIDATE_KNOWN_H
#define CONSOLIDATE_KNOWN_H

#include "base/arena.h"
#include "store/db.h"

struct known_indicator {
	struct str id, type, value;     /* value: as compared; bank accounts as keyed hash */
	long long first_ms;             /* first handed in */
	long long submissions, organisations, cases, sightings;
	bool malicious;                 /* at least once said to be */
};

/* By type and value; behind `after_type` and `after_value` ("": from the beginning).  An absent type: all. */
int known_list(struct db *db, struct arena *a, struct str type, struct str after_type, struct str after_value, long long limit,
    struct known_indicator **list_r, size_t *n_r, struct err *e) MUST_CHECK;
/* One; *found_r. */
int known_find(struct db *db, struct arena *a, struct str type, struct str value, bool *found_r, struct known_indicator *k_r, struct err *e)
    MUST_CHECK;

#endif
