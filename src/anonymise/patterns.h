/* patterns.h - what betrays somebody without standing in a dictionary: telephone numbers, 〒
 * postcodes, private addresses, user folders, shares of files, names with an honorific. */
#ifndef ANONYMISE_PATTERNS_H
#define ANONYMISE_PATTERNS_H

#include "base/str.h"

/* The next pattern in folded text from *at on: its range, and *at behind it. */
bool pattern_next(struct str folded, size_t *at, size_t *from_r, size_t *to_r);

#endif
