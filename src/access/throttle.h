/* throttle.h - who fails again and again waits; counted in the database, so that every process counts the same. */
#ifndef ACCESS_THROTTLE_H
#define ACCESS_THROTTLE_H

#include "base/act.h"
#include "store/hub.h"

/* Where failures are counted, how many are free, and how long one waits at most behind them: 2, 4, 8 ... seconds. */
struct gate {
	struct str place;               /* keyed hash */
	long long free_tries, wait_most_s;
};

/* Where failures from an address are counted: somebody who has one address of IPv6 has its whole /64 (RFC 6177; RFC 4291, 2.5.1). */
struct str gate_site(struct arena *a, struct str remote);
/* `kind` parts the places of different doors. */
struct gate gate_of(struct hub *hub, struct arena *a, const char *kind, struct str place, long long free_tries, long long wait_most_s);
/* Seconds to go at the worst of the gates; 0: come in. */
int gates_wait(struct hub *hub, struct arena *a, const struct gate *gates, size_t n, long long now_ms, long long *wait_s_r, struct err *e)
    MUST_CHECK;
/* One more failure at each of them, in the caller's transaction; forgets what is older than a day. */
int gates_count(struct hub *hub, const struct act *by, const struct gate *gates, size_t n, struct err *e) MUST_CHECK;
int gate_open(struct hub *hub, const struct gate *gate, struct err *e) MUST_CHECK;

#endif
