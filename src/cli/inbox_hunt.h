/* inbox_hunt.h - what a member looks for because of a share: the set, and how to answer. */
#ifndef CLI_INBOX_HUNT_H
#define CLI_INBOX_HUNT_H

#include "cli/desk.h"
#include "feedback/delivery.h"

/* Compiles the indicators of what was delivered (the approved JSON artefact, nothing newer) into `output`
 * (absent: NUMBER.set in the directory of the call) and says how to search and answer.  It is an opening.
 * Where nothing can be looked for no set is written, and that is said (attention). */
int inbox_hunt_write(struct desk *d, const struct delivery *x, struct str output, struct err *e) MUST_CHECK;

#endif
