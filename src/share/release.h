/* release.h - letting a revision out: one conditional statement on the sealed connection.
 *
 * Refused where a contributing source has no valid approval of these bytes, where author and releaser are
 * one person, where the leak check is not at zero, or where anything changed since. */
#ifndef SHARE_RELEASE_H
#define SHARE_RELEASE_H

#include "base/act.h"
#include "store/hub.h"

struct share_released {
	struct str share_id;
	long long rev, published_ms;    /* the slot; outside only its day is told */
	size_t recipients, notices, standing;
};

/* act.actor is the releaser: an analyst or lead who did not write it. */
int share_release(struct hub *hub, const struct act *by, struct arena *a, struct str number,
    struct share_released *released_r, struct err *e) MUST_CHECK;
/* The next slot at or after `ms`: business days 10:00, 13:00, 16:00 in the hub's zone. */
long long release_slot(long long ms, int zone_minutes);

#endif
