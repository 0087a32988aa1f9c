/* import.h - the rows of a table that was kept by hand become submissions without content, or a roster. */
#ifndef IMPORT_IMPORT_H
#define IMPORT_IMPORT_H

#include "base/buf.h"
#include "import/table.h"
#include "registry/import.h"

extern const struct import_kind import_of_ledger, import_of_roster;

enum import_how {
	IMPORT_LOOK,                    /* writes nothing */
	IMPORT_GOOD,                    /* takes the rows that are good (ledger; a roster is whole or nothing) */
	IMPORT_WHOLE,                   /* takes all or nothing */
};

struct import_counts { long long taken, before; };

/* What is refused stands in t->problems.  -1: nothing could be done. */
int import_ledger(struct hub *hub, const struct act *by, struct import_table *t, enum import_how how, struct import_counts *n_r, struct err *e) MUST_CHECK;
/* Sentences of roster_import about single lines go to `problems`. */
int import_roster(struct hub *hub, const struct act *by, struct import_table *t, enum import_how how, struct import_result *result_r, struct buf *problems,
    struct err *e) MUST_CHECK;

#endif
