/* case_rests.h - what a case rests on, printed the same by its own commands and by noroshi case show. */
#ifndef CLI_CASE_RESTS_H
#define CLI_CASE_RESTS_H

#include "cli/desk.h"
#include "consolidate/corroboration.h"
#include "consolidate/fact_check.h"

/* For people: one entry; for machines: the members of an object that the caller opened. */
void corroboration_line(struct desk *d, const struct corroboration *c);
void corroboration_fields(struct jw *w, const struct corroboration *c);
void fact_check_line(struct desk *d, const struct fact_check *f);
void fact_check_fields(struct jw *w, const struct fact_check *f);

#endif
