/* owner.h - whose work a submission is (担当): one analyst at a time, or nobody. */
#ifndef INTAKE_OWNER_H
#define INTAKE_OWNER_H

#include "base/act.h"
#include "store/db.h"

/* `person` "" : nobody any more.  ERR_INPUT where it is no analyst or lead of the hub on this day. */
int submission_take(struct db *db, const struct act *by, struct arena *a, struct str submission_id, struct str person, struct err *e) MUST_CHECK;
/* "" where it is nobody's. */
int submission_owner(struct db *db, struct arena *a, struct str submission_id, struct str *person_r, struct err *e) MUST_CHECK;
/* Ids of what is a person's and not finished, the newest first, at most `limit`. */
int owner_list(struct db *db, struct arena *a, struct str person, long long limit, struct str **ids_r, size_t *n_r, struct err *e) MUST_CHECK;

#endif
