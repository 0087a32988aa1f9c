/* wrap.h - breaking text into lines by display width.
 *
 * Lines end at blanks, and between characters of scripts that are written without them; closing
 * punctuation never begins a line and opening brackets never end one (the common part of JIS X 4051
 * and UAX #14).  "7 月" and the like stay together where they can.  A word that is wider than a line is cut, or
 * makes the line wider (addresses and hashes that are to be copied). */
#ifndef BASE_WRAP_H
#define BASE_WRAP_H

#include "base/arena.h"

enum wrap_long { WRAP_CUT, WRAP_WHOLE };

/* Takes the next line of at most `columns` (text_columns) off the front of *rest; false when
 * nothing is left.  A line feed ends a line.  `columns` is at least 2. */
bool wrap_line(struct str *rest, size_t columns, enum wrap_long words, struct str *line_r);
/* Columns of the widest piece that wrap_line would not like to break. */
size_t wrap_narrowest(struct str s);

#endif
