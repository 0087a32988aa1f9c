/* structure.h - the structure chart of the report, of any day. */
#ifndef WEB_STRUCTURE_H
#define WEB_STRUCTURE_H

#include "web/web.h"

struct figure_structure;
int structure_on(struct web_call *c, long long at_ms, const struct figure_structure **chart_r, struct err *e) MUST_CHECK;

#endif
