/* provenance.h - how complete a case's material is and how it was obtained: the report prints each as a footnote.
 *
 * partly-inferred      not all could be collected, parts of the course of events are inferred
 * archive-capture      a page is shown from an archive: at_ms the capture, until_ms when it was found to be away
 * call-for-reports     more reports are asked for
 * own-classification   the class is the hub's own judgement */
#ifndef CONSOLIDATE_PROVENANCE_H
#define CONSOLIDATE_PROVENANCE_H

#include "base/act.h"
#include "store/db.h"

struct provenance {
	struct str id, case_number, kind;
	long long at_ms, until_ms;      /* TIME_NONE where there is none */
};

/* One note of a kind per case: adding it again replaces it. */
int provenance_add(struct db *db, const struct act *by, struct arena *a, struct str case_number, struct str kind, long long at_ms,
    long long until_ms, struct err *e) MUST_CHECK;
int provenance_remove(struct db *db, const struct act *by, struct arena *a, struct str case_number, struct str kind, struct err *e)
    MUST_CHECK;
/* Of one case, or (absent) of all. */
int provenance_list(struct db *db, struct arena *a, struct str case_number, struct provenance **list_r, size_t *n_r, struct err *e)
    MUST_CHECK;

#endif
