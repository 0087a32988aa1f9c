/* oncall.h - the pair that is on duty: outside business days an urgent share is written by one of the two and released by
 * the other (share/release.h asks). */
#ifndef APPROVE_ONCALL_H
#define APPROVE_ONCALL_H

#include "base/act.h"
#include "store/db.h"

struct oncall { struct str id, first, second; long long from_ms, to_ms; };

/* By an analyst, lead or administrator; both of the pair are analysts or leads, and no other pair is on duty then. */
int oncall_set(struct db *db, const struct act *by, struct arena *a, struct str first, struct str second, long long from_ms,
    long long to_ms, struct err *e) MUST_CHECK;
/* Ends one, by its id or the beginning of it, now; what has not begun never does. */
int oncall_end(struct db *db, const struct act *by, struct arena *a, struct str id, struct err *e) MUST_CHECK;
/* Who is on duty at that time; .id absent where nobody is. */
int oncall_at(struct db *db, struct arena *a, long long at_ms, struct oncall *pair_r, struct err *e) MUST_CHECK;
/* Who is now or will be. */
int oncall_list(struct db *db, struct arena *a, long long now_ms, struct oncall **list_r, size_t *n_r, struct err *e) MUST_CHECK;
/* Both are told that an urgent share waits for its sources: how many notices, or -1. */
long long oncall_tell(struct db *db, const struct act *by, struct arena *a, struct str share_id, struct err *e) MUST_CHECK;

#endif
