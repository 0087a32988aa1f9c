/* demo_links.h - sign-in links for the people of a demo hub. */
#ifndef CLI_DEMO_LINKS_H
#define CLI_DEMO_LINKS_H

#include "store/hub.h"

/* One link each for an analyst, a second analyst, a member's contact, an approver and an auditor, good once and for a day. */
int demo_links_print(struct hub *hub, struct arena *a, struct str listen, struct err *e) MUST_CHECK;

#endif
