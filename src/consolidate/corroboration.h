/* corroboration.h - what public sources say about a case: who, where, read when, under which licence. */
#ifndef CONSOLIDATE_CORROBORATION_H
#define CONSOLIDATE_CORROBORATION_H

#include "base/act.h"
#include "store/db.h"

struct corroboration {
	struct str id, case_number;
	struct str source, url, licence;
	long long read_ms;
	long long from_ms, to_ms;       /* what it speaks of: [from, to); TIME_NONE: no time */
	struct str precision;           /* day, month, year; "" without a time */
	struct str says_ja, says_en;
};

/* The id and the case number of `c` are filled by the hub.  ERR_INPUT where something is missing or impossible. */
int corroboration_add(struct db *db, const struct act *by, struct arena *a, struct str case_number,
    const struct corroboration *c, struct str *id_r, struct err *e) MUST_CHECK;
/* The source states this value itself (found there, not only the story): ERR_UNKNOWN where the hub knows no such
 * indicator or no such entry.  Said once more: nothing changes. */
int corroboration_states(struct db *db, const struct act *by, struct arena *a, struct str id, struct str type, struct str value,
    struct err *e) MUST_CHECK;
/* A wrong entry; `id` or the beginning of it. */
int corroboration_remove(struct db *db, const struct act *by, struct arena *a, struct str id, struct err *e) MUST_CHECK;
/* Of one case, or (absent) of all. */
int corroboration_list(struct db *db, struct arena *a, struct str case_number, struct corroboration **list_r, size_t *n_r,
    struct err *e) MUST_CHECK;

#endif
