/* drill.h - submissions that look like an exercise nobody announced: whoever handed them in is asked.
 *
 * Two signs: the mail bears the mark of a service that sends exercises (drill.suspected), or its sender or a host of it
 * belongs to an exercise of another organisation.  Whose that is stays with the hub: the question is the same for both. */
#ifndef ASK_DRILL_H
#define ASK_DRILL_H

#include "base/act.h"
#include "intake/look.h"
#include "store/hub.h"

struct suspected_drill {
	struct str submission, org_id;  /* receipt/n */
	bool marked, elsewhere;         /* by which sign */
	struct str question;            /* number of the question about it; absent: not asked yet */
	struct submission_after place;
};
/* Those that were not classed as a drill, newest first: at most `limit` behind a place, NULL: from the newest.  `unasked`: only those
 * nobody was asked about. */
int drill_suspected(struct db *db, struct arena *a, bool unasked, const struct submission_after *after, long long limit,
    struct suspected_drill **list_r, size_t *n_r, struct err *e) MUST_CHECK;

struct registered_drill { struct str org_id, sender, subject; long long from_ms, to_ms; };
/* Of one organisation, or (absent) of all. */
int drill_list(struct db *db, struct arena *a, struct str org_id, struct registered_drill **list_r, size_t *n_r, struct err *e) MUST_CHECK;

#endif
