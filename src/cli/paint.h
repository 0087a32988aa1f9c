/* paint.h - colours on a terminal, and only there: pipes, files and NO_COLOR (https://no-color.org) get plain text.
 * Nothing is said by colour alone. */
#ifndef CLI_PAINT_H
#define CLI_PAINT_H

#include "base/buf.h"

enum paint { PAINT_PLAIN, PAINT_STRONG, PAINT_BAD, PAINT_NOTE, PAINT_GOOD, PAINT_QUIET };

/* Once, at the start of a command: standard output is a terminal that wants colours. */
void paint_init(void);
void paint(struct buf *out, enum paint p, struct str s);
/* wrap_put (wrap.h), painted line by line. */
void wrap_painted(struct buf *out, enum paint p, size_t indent, size_t hang, struct str s);
/* An empty line, and a heading. */
void wrap_head(struct buf *out, const char *s);

#endif
