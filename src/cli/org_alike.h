/* org_alike.h - organisations that were entered twice, or under names that readers take for each other. */
#ifndef CLI_ORG_ALIKE_H
#define CLI_ORG_ALIKE_H

#include "cli/desk.h"

/* A line on standard error for each organisation that this deed named like another one, letter for letter or to the eye (Cyrillic
 * for Latin letters, full width).  Nothing is refused: two firms may have one name. */
int org_alike_warn(struct desk *d, struct err *e) MUST_CHECK;

#endif
