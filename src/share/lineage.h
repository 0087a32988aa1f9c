/* lineage.h - the line of a share: what supplements it or re-shares what was answered to it.
 *
 * Answers to any share of a line concern the same indicators and stand in one table. */
#ifndef SHARE_LINEAGE_H
#define SHARE_LINEAGE_H

#include "base/arena.h"
#include "base/err.h"

struct db;

/* Id of the first share of the line that `share_id` belongs to (itself where it has no parent). */
int share_lineage(struct db *db, struct arena *a, struct str share_id, struct str *first_r, struct err *e) MUST_CHECK;

#endif
