/* url_unwrap.h - where a link leads that goes through somebody else: the rewriting of mail protection
 * (Safe Links, URL Defense ...), well-known redirectors, and a URL in a parameter or path of any host.
 *
 * Nothing is fetched: what the URL itself does not hold stays unknown.  Forms as their makers document
 * them, or as they are seen (Proofpoint's v2 and v3 by their published decoder). */
#ifndef PARSE_URL_UNWRAP_H
#define PARSE_URL_UNWRAP_H

#include "base/arena.h"

enum unwrap_kind {
	UNWRAP_NONE,
	UNWRAP_PROTECTION,              /* rewritten by a product that guards the reader: says nothing about the mail */
	UNWRAP_REDIRECTOR,              /* a big service's redirector that leads anywhere */
	UNWRAP_PARAMETER,               /* a URL within the URL */
};

enum { UNWRAP_STEPS = 8 };

struct unwrapped {
	struct str target;              /* the innermost URL; the URL itself where nothing was wrapped */
	struct str sent;                /* as the sender wrote it: without what protections of the reader's put around it */
	struct str landing;             /* the first URL that is neither a protection's nor a redirector's: whose host answers the click */
	size_t steps;
	bool seen[4];                   /* by enum unwrap_kind */
	const char *product;            /* of the outermost protection; NULL */
	struct str redirector;          /* the URL that redirects by parameter or as a service: the last one; absent */
	bool host_only;                 /* the wrapper tells the host and not the path */
};

void url_unwrap(struct arena *a, struct str url, struct unwrapped *u_r);

/* Base64 in either alphabet, padding optional; stops at the first byte that is none. */
struct str base64_any(struct arena *a, struct str s);

#endif
