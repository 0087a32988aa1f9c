/* chain.h - whether the audit trail's chain fits, looked at a little with every page of the hub's people. */
#ifndef WEB_CHAIN_H
#define WEB_CHAIN_H

#include "web/web.h"

/* The line at which it was found broken when this process last came past it, "" where none was: for the banner of every page. */
struct str chain_broken(struct web_call *c);
/* Somebody had the whole of it looked at: ERR_CORRUPT, or ERR_OK where it fits. */
void chain_looked(struct web_call *c, const struct err *found);

#endif
