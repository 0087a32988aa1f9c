/* person_address.h - noroshi person show|works: where notices go, and which addresses bounce. */
#ifndef CLI_PERSON_ADDRESS_H
#define CLI_PERSON_ADDRESS_H

#include "cli/desk.h"

int person_show(struct desk *d, void *options, struct err *e) MUST_CHECK;
int person_works(struct desk *d, void *options, struct err *e) MUST_CHECK;
/* Has one of the person's addresses been given up? */
int person_bounces(struct desk *d, struct str person, bool *bounces_r, struct err *e) MUST_CHECK;

#endif
