/* finish.h - nothing more is done with a submission: it is a duplicate, out of scope, harmless, or done. */
#ifndef INTAKE_FINISH_H
#define INTAKE_FINISH_H

#include "base/act.h"
#include "store/db.h"

/* `state`: duplicate out-of-scope benign done; `other`: the submission that a duplicate is of.  It stays counted. */
int submission_finish(struct db *db, const struct act *by, struct arena *a, struct str what, struct str state, struct str other,
    struct err *e) MUST_CHECK;
/* It goes on where it stood. */
int submission_reopen(struct db *db, const struct act *by, struct arena *a, struct str what, struct err *e) MUST_CHECK;

#endif
