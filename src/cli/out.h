/* out.h - one JSON document per line on standard output. */
#ifndef CLI_OUT_H
#define CLI_OUT_H

#include "base/buf.h"

/* Writes and clears the buffer; -1 where it overflowed or standard output is closed.  A terminal gets U+FFFD for
 * what would steer it (our own colours pass); files and pipes get every byte as it is. */
int out_flush(struct buf *out, struct err *e) MUST_CHECK;
/* The same plus the newline behind a JSON document. */
int out_line(struct buf *out, struct err *e) MUST_CHECK;
/* From here on whole lines are written as they come, however many: out_flush writes the rest and tells of failures. */
void out_stream(struct buf *out);

/* How wide a table may be: $COLUMNS, else the terminal's, else 100. */
size_t out_columns(void);

#endif
