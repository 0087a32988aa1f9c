/* share_set.h - what a member looks for because of a share: the compiled set and the commands.
 *
 * The set holds what was delivered (the approved JSON artefact, nothing newer) without what was taken back since. */
#ifndef WEB_SHARE_SET_H
#define WEB_SHARE_SET_H

#include "feedback/delivery.h"
#include "hunt/list.h"

struct share_set {
	struct str bytes;               /* in the arena; empty where nothing can be looked for (any more) */
	size_t indicators;
	struct list_report report;
};

/* It is an opening of the delivery by act.actor. */
int share_set_make(struct db *db, const struct act *by, struct arena *a, const struct delivery *d, struct share_set *set_r, struct err *e)
    MUST_CHECK;
/* noroshi hunt --set FILE ...; noroshi submit ...: what is typed next to the logs, with the set under that name. */
struct str share_set_command(struct arena *a, const struct delivery *d, struct str file);
struct str share_set_hand_in(struct arena *a, const struct delivery *d);

#endif
