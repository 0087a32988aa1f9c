/* seen.h - who looked at which source: the page goes out behind its audit line.
 *
 * The lines of all pages of one round of the server's loop are one transaction, so that many looks share one sync of the disk. */
#ifndef WEB_SEEN_H
#define WEB_SEEN_H

#include "web/web.h"

/* The answer of this call waits for a line that says so ("content.seen"); `why`: one of our own words. */
void seen_note(struct web_call *c, struct str object, const char *why);
/* Writes what was noted; false with a line in the log: none of it is kept, and the pages must not be shown. */
bool seen_settle(struct web *web);

#endif
