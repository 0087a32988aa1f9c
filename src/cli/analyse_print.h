/* analyse_print.h - an analysis document as a person reads it on a terminal. */
#ifndef CLI_ANALYSE_PRINT_H
#define CLI_ANALYSE_PRINT_H

#include <jansson.h>

#include "base/buf.h"

/* Verdict, findings with their evidence, limits; wrapped as wrap.h says.  Control characters of the input never reach the terminal. */
void analyse_print(struct buf *out, struct arena *a, const json_t *doc);

/* The whole text with its line ends; everything else that would move the cursor, change colours or turn the
 * line around is shown as U+FFFD. */
void terminal_safe(struct buf *out, struct str s);

#endif
