/* hidden.h - a line that is typed and shown nowhere. */
#ifndef CLI_HIDDEN_H
#define CLI_HIDDEN_H

#include "base/arena.h"

/* Is there somebody at a keyboard to be asked? */
bool hidden_can_ask(void);
/* The prompt goes to standard error; *line_r without its end.  Whatever ends the program puts the terminal back first. */
int hidden_line(struct arena *a, const char *prompt, struct str *line_r, struct err *e) MUST_CHECK;

#endif
