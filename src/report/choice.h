/* choice.h - what an editor chose for this period's report, as recorded. */
#ifndef REPORT_CHOICE_H
#define REPORT_CHOICE_H

#include "report/records.h"

/* The value of a slot, or an absent view. */
struct str choice_get(struct records *r, const char *slot);
/* The appendix in the report's language, else the one for both. */
struct str choice_appendix(struct records *r, enum lang lang);
int choice_read(struct records *r, struct err *e) MUST_CHECK;

#endif
