/* wrap.h - text for a terminal, broken where its script may be broken. */
#ifndef CLI_WRAP_H
#define CLI_WRAP_H

#include "base/buf.h"

/* How wide a line may be: the terminal on standard output, else COLUMNS, else 80; at least 40, at most 110 (longer lines
 * are not read well). */
size_t wrap_columns(void);
/* One paragraph and a line end: the first line is indented by `indent`, the others by `hang`.
 * Words stay whole; scripts without spaces break anywhere but before a closing mark.  Nothing is
 * wider than wrap_columns() except a word that has no place to break. */
void wrap_put(struct buf *out, size_t indent, size_t hang, struct str s);

#endif
