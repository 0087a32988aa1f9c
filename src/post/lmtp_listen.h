/* lmtp_listen.h - the socket that mail comes in by: of this machine only. */
#ifndef POST_LMTP_LISTEN_H
#define POST_LMTP_LISTEN_H

#include "base/arena.h"
#include "base/err.h"

struct lmtp_place {
	const char *where;              /* unix:PATH, 127.0.0.1:PORT or [::1]:PORT */
	const char *group;              /* of the socket; NULL: the process's own */
};

/* A socket that listens without blocking, or -1.  unix:PATH takes the place of a socket that nobody listens on any more;
 * its mode is 0660.  *told_r is the place as it came to be ("127.0.0.1:24001"). */
int lmtp_listen(struct arena *a, const struct lmtp_place *place, const char **told_r, struct err *e) MUST_CHECK;

#endif
