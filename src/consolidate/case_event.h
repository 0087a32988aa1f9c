/* case_event.h - the steps of a case's history; private to consolidate. */
#ifndef CONSOLIDATE_CASE_EVENT_H
#define CONSOLIDATE_CASE_EVENT_H

#include "base/act.h"
#include "consolidate/cases.h"

enum case_event_kind { CASE_MERGED, CASE_UNMERGED, CASE_SPLIT, CASE_CLOSED, CASE_REOPENED };

struct case_event {
	struct str id, other_case, state_before;        /* id absent: there is none */
	long long at_ms;
};

/* The row and its audit line. */
int case_event_add(struct db *db, const struct act *by, struct arena *a, struct str case_id, enum case_event_kind kind,
    struct str other_case, struct str state_before, struct err *e) MUST_CHECK;
/* The newest of that kind that was not undone. */
int case_event_last(struct db *db, struct arena *a, struct str case_id, enum case_event_kind kind,
    struct case_event *event_r, struct err *e) MUST_CHECK;
int case_event_undo(struct db *db, const struct act *by, struct str event_id, struct err *e) MUST_CHECK;

/* What a conditional UPDATE of the case's state returned: 0, or -1; no row means that somebody else was first. */
int case_moved(long long rows, struct db *db, struct arena *a, const struct case_row *seen, struct err *e) MUST_CHECK;

#endif
