/* case_deed.h - one deed on a case: find it, one statement, the audit line; private to consolidate. */
#ifndef CONSOLIDATE_CASE_DEED_H
#define CONSOLIDATE_CASE_DEED_H

#include "consolidate/cases.h"

struct deed {
	struct db *db;
	const struct act *by;
	struct arena *arena;
	struct case_row c;
};

int deed_begin(struct deed *d, struct db *db, const struct act *by, struct arena *a, struct str number, struct err *e) MUST_CHECK;
/* `done`: what the statement returned. */
int deed_end(struct deed *d, long long done, const char *name, struct str detail, struct err *e) MUST_CHECK;
/* What stood there until now, into case_change. */
int deed_remember(struct deed *d, struct str field, struct str before, struct err *e) MUST_CHECK;
/* What would be printed of the case is another text now: who was asked about the one before need not answer. */
int deed_reword(struct deed *d, struct err *e) MUST_CHECK;

#endif
