/* act.h - who does it and when: the clock, the random source and the person of a deed.
 * Passed into every function that changes something, so that every scenario can be replayed. */
#ifndef BASE_ACT_H
#define BASE_ACT_H

#include "base/random.h"
#include "base/str.h"

struct act {
	long long now_ms;       /* the deed's time, ms UTC */
	struct str actor;       /* person id, or "hub" for what the hub does by itself */
	struct str os_user;     /* the operating system's user, for the audit line */
	struct rng *rng;        /* ids, letters, texts; never secrets */
};

#endif
