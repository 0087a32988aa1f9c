/* audience.h - who gets a share: resolved on the day of its release, not before. */
#ifndef SHARE_AUDIENCE_H
#define SHARE_AUDIENCE_H

#include "base/arena.h"
#include "base/err.h"

struct db;

/* Organisation ids, sorted.  `follows`: a correction or retraction, for the earlier recipients. */
int audience_resolve(struct db *db, struct arena *a, struct str share_id, long long rev, bool follows, long long day_ms,
    struct str **orgs_r, size_t *n_r, struct err *e) MUST_CHECK;

#endif
