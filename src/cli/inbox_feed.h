/* inbox_feed.h - what an organisation may use now, and its receipts. */
#ifndef CLI_INBOX_FEED_H
#define CLI_INBOX_FEED_H

#include "cli/desk.h"

/* CSV (for noroshi indicators compile, blocklist, and other programs) or one JSON document a line. */
int inbox_feed_write(struct desk *d, struct str org, struct str output, struct err *e) MUST_CHECK;
int inbox_receipts(struct desk *d, struct str org, struct err *e) MUST_CHECK;

#endif
