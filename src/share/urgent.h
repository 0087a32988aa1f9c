/* urgent.h - the urgent lane: what goes out at once is looked at again on the next business day. */
#ifndef SHARE_URGENT_H
#define SHARE_URGENT_H

#include "base/act.h"
#include "store/db.h"

/* In the transaction of the release.  ERR_DENIED on a day that is no business day where a pair is on call and author
 * and releaser are not the two (approve/oncall.h). */
int urgent_check(struct db *db, const struct act *by, struct arena *a, struct str share_id, long long rev, struct err *e) MUST_CHECK;
int urgent_released(struct db *db, const struct act *by, struct arena *a, struct str share_id, long long rev, struct err *e) MUST_CHECK;

struct urgent_row {
	struct str number, released_by, reviewed_by /* absent: waits */, outcome, note;
	long long rev, released_ms, due_ms, reviewed_ms;
};
/* What waits, the earliest due first; `all`: what was looked at too. */
int urgent_list(struct db *db, struct arena *a, bool all, struct urgent_row **list_r, size_t *n_r, struct err *e) MUST_CHECK;
/* The look: stands, corrected or retracted (which must have been begun).  By an analyst or lead who did not release it. */
int urgent_review(struct db *db, const struct act *by, struct arena *a, struct str number, struct str outcome, struct str note,
    struct err *e) MUST_CHECK;

#endif
