/* mask.h - a sample line without the organisation's own addresses. */
#ifndef HUNT_MASK_H
#define HUNT_MASK_H

#include "base/str.h"

enum { MASK_MOST = 600 };

/* The line, at most MASK_MOST bytes, with every IP or mail address as "*" but `keep` and mail addresses at the
 * domain `keep`; in `room`. */
struct str mask_line(struct str line, struct str keep, char room[MASK_MOST]);

#endif
