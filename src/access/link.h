/* link.h - links and accounts, for what goes on in the transaction of a larger deed. */
#ifndef ACCESS_LINK_H
#define ACCESS_LINK_H

#include "access/access.h"

/* An account without a password, where there is none yet: it is what is suspended. */
int account_make(struct hub *hub, const struct act *by, struct str person_id, struct err *e) MUST_CHECK;
/* Those of a person that were not used open nothing any more: in the caller's transaction. */
int links_end(struct hub *hub, const struct act *by, struct str person_id, struct err *e) MUST_CHECK;
/* Uses a link up, and the others of its person with it: whose it is, and for what.  ERR_DENIED where it is no longer good. */
int link_take(struct hub *hub, const struct act *by, struct arena *a, struct str token, struct str *person_r, struct str *purpose_r,
    struct err *e) MUST_CHECK;

#endif
