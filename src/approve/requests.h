/* requests.h - what waits for an answer: for the approver, and for the hub's people who call them. */
#ifndef APPROVE_REQUESTS_H
#define APPROVE_REQUESTS_H

#include "base/act.h"
#include "store/db.h"

/* When an answer is late: the deadline, or the end of the organisation's own round where that is later. */
#define SQL_REQUEST_DUE "(CASE WHEN q.review_until_ms > q.due_ms THEN q.review_until_ms ELSE q.due_ms END)"

/* Nobody need answer any more: that version is out (by a standing consent given since), or the share has ended. */
#define SQL_REQUEST_OVER \
	"(EXISTS (SELECT 1 FROM release x WHERE x.share_id = q.share_id AND x.rev = q.rev) OR EXISTS (SELECT 1 FROM share y" \
	" WHERE y.id = q.share_id AND y.state IN ('retracted', 'expired')))"

struct request_row {
	struct str id, number, org_id, digest, state, class, tlp, lane;
	long long rev, asked_ms, due_ms;
	bool current;                   /* of the newest revision */
	bool exact;                     /* exact days and counts: the yes must say so */
	bool is_late;                   /* due_ms, or the end of the organisation's own round, has passed */
	long long review_until_ms;      /* 社内確認中 until then; TIME_NONE */
	struct str review_by, settled;  /* who said so; what was done when it was late; absent */
	bool is_half;                   /* answered by word of mouth, and one analyst alone has heard it */
	bool is_absent;                 /* every approver is away and nobody stands in */
};

/* Open ones, the earliest deadline first; `all`: answered and void ones too.  `org_id` absent: of all
 * organisations: that is who stands behind a share, and the look leaves its audit line. */
int request_list(struct db *db, const struct act *by, struct arena *a, struct str org_id, struct str number, bool all,
    struct request_row **list_r, size_t *n_r, struct err *e) MUST_CHECK;

/* Of the newest revisions only, answered ones too, so many behind (behind_ms, behind): when an answer is late, and the id.  TIME_NONE, ""
 * for the first. */
int request_page(struct db *db, const struct act *by, struct arena *a, struct str org_id, long long behind_ms, struct str behind, long long most,
    struct request_row **list_r, size_t *n_r, struct err *e) MUST_CHECK;

#endif
