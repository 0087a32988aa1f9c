/* requests.h - what waits for an answer: for the approver, and for the hub's people who call them. */
#ifndef APPROVE_REQUESTS_H
#define APPROVE_REQUESTS_H

#include "base/act.h"
#include "store/db.h"

struct request_row {
	struct str id, number, org_id, digest, state, class, tlp, lane;
	long long rev, asked_ms, due_ms;
	bool current;                   /* of the newest revision */
	bool exact;                     /* exact days and counts: the yes must say so */
	bool is_late;
};

/* Open ones, the earliest deadline first; `all`: answered and void ones too.  `org_id` absent: of all
 * organisations: that is who stands behind a share, and the look leaves its audit line. */
int request_list(struct db *db, const struct act *by, struct arena *a, struct str org_id, struct str number, bool all,
    struct request_row **list_r, size_t *n_r, struct err *e) MUST_CHECK;

#endif
