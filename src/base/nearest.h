/* nearest.h - "did you mean": the nearest of some names by Damerau-Levenshtein distance. */
#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

#include "base/str.h"

enum { NEAREST_LONGEST = 64 };

/* Insertions, deletions, replacements and swaps of neighbours between two short ASCII names
 * (cut at NEAREST_LONGEST), letters without case. */
size_t str_distance(struct str a, struct str b);
/* Is that distance `most` or less?  Much cheaper, for many comparisons. */
bool str_within(struct str a, struct str b, size_t most);
/* NULL where nothing is within a third of the length. */
const char *str_nearest(struct str given, const char *const *names, size_t n);

#endif
