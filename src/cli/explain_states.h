/* explain_states.h - noroshi explain states: the machines of base/states.def, drawn from their tables. */
#ifndef CLI_EXPLAIN_STATES_H
#define CLI_EXPLAIN_STATES_H

#include "base/arena.h"
#include "base/buf.h"

/* `name` absent: all of them.  `format`: text json dot svg. */
int explain_states(struct buf *out, struct arena *a, struct str name, struct str format, struct err *e) MUST_CHECK;

#endif
