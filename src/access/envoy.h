/* envoy.h - the process that speaks to the OpenID provider, so that nobody who answers browsers waits for it.
 *
 * It is this same program, executed again under the name NOROSHI_ENVOY: the settings of the provider come along, neither key nor database nor
 * any connection; what the provider sends is read there.  Each web process has its own from the first errand on, and another where that has
 * ended, or where files that it needs have been replaced and nobody waits.  It sits in a jail of its own (envoy_jail.h).  Errands are done beside each
 * other, so that a slow answer holds up nobody else; how many there are is bounded, in all and for one address. */
#ifndef ACCESS_ENVOY_H
#define ACCESS_ENVOY_H

#include "store/hub.h"

#define NOROSHI_ENVOY "noroshi-envoy"

/* In main: returns only where this process is not meant to be an envoy. */
void envoy_role(int argc, char **argv);

struct envoy;

/* Lives as long as the hub is open. */
struct envoy *envoy_new(const struct hub *hub);

struct errand {
	struct str code, verifier, nonce;       /* whom does the code stand for?  code absent: where are browsers sent? */
	struct str remote;                      /* for whom it is: gate_site() of an address */
};
/* ERR_BUSY: too many wait; ERR_LIMIT: too many for that address.  *id_r: never 0; whatever happens it is back by *until_r. */
int envoy_send(struct envoy *v, const struct errand *what, long long now_ms, unsigned long long *id_r, long long *until_r, struct err *e) MUST_CHECK;
bool envoy_is_back(struct envoy *v, unsigned long long id, long long now_ms);
/* What it brought, once: an address, or a subject of the provider.  ERR_DENIED: the provider's answer is none that lets in; ERR_BUSY: the
 * provider is away.  Both for the log. */
int envoy_take(struct envoy *v, unsigned long long id, struct arena *a, struct str *said_r, struct err *e) MUST_CHECK;
/* Readable where some are back; -1: nobody is on the way. */
int envoy_ear(const struct envoy *v);

#endif
