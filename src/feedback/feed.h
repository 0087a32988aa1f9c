/* feed.h - what an organisation may look for and block now: every indicator of every share it was sent, without what was
 * taken back, has expired, or is only a rule.
 *
 * What a released correction or retraction takes back is gone at once, also while its notice still waits for the slot. */
#ifndef FEEDBACK_FEED_H
#define FEEDBACK_FEED_H

#include "feedback/delivery.h"

/* The projection of a delivery, with everything marked revoked that the newest released version no longer shows. */
int delivery_live(struct db *db, struct arena *a, const struct delivery *d, struct projection *live_r, struct err *e) MUST_CHECK;

struct feed_row {
	struct str type, value, role, number, tlp, class, published;    /* the newest share that shows it; its day */
	long long published_ms;
};
/* Each value once, ordered by type and value. */
int feed_list(struct db *db, struct arena *a, struct str org_id, long long now_ms, struct feed_row **list_r, size_t *n_r, struct err *e)
    MUST_CHECK;

#endif
