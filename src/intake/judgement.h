/* judgement.h - what people say of the engine's word: agree or wrong, on the verdict or on one finding.
 *
 * It changes neither the verdict nor the class; it is kept so that rules are measured by it.  Of one person the newest
 * word on a thing counts; earlier ones stay readable. */
#ifndef INTAKE_JUDGEMENT_H
#define INTAKE_JUDGEMENT_H

#include "base/act.h"
#include "store/db.h"

struct judgement {
	struct str finding_id;          /* "bec.cc.replaced"; "" : the verdict */
	struct str word;                /* agree wrong */
	struct str reason;              /* "" */
	struct str by;                  /* filled by the hub, like at_ms */
	long long at_ms;
	struct str id;                  /* so is this */
};

/* ERR_UNKNOWN where the submission has no such finding; ERR_CONFLICT where it was withdrawn or is not read yet. */
int submission_judge(struct db *db, const struct act *by, struct arena *a, struct str submission_id, const struct judgement *j,
    struct err *e) MUST_CHECK;
/* All of one submission, the newest first. */
int judgement_list(struct db *db, struct arena *a, struct str submission_id, struct judgement **list_r, size_t *n_r, struct err *e)
    MUST_CHECK;

/* Of one thing (a finding's id, or "" for the verdict), by each person's newest word. */
struct judgement_sum { long long agree, wrong; struct str own; };       /* own: what `person` said; "" */
struct judgement_sum judgement_sum(const struct judgement *list, size_t n, struct str finding_id, struct str person);

#endif
