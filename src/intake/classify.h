/* classify.h - what a person decides about a submission; the engine's word stays beside it.
 *
 * Every decision is a row of class_change, never deleted; it is a correction where it contradicts what
 * the engine said (or what the analyst had said before). */
#ifndef INTAKE_CLASSIFY_H
#define INTAKE_CLASSIFY_H

#include "base/act.h"
#include "store/db.h"

struct classification {
	struct str class;               /* targeted bec phishing malware-bulk spam-harmless scam-other scan/probe drill false-positive unknown */
	bool targeted;
	struct str targeted_basis;      /* "" where not targeted */
	struct str damage;              /* none money info account device unknown */
	struct str outcome;             /* of a consultation; absent */
	struct str share_verdict;       /* absent: not decided yet */
	struct str reason;
	bool is_correction;
};

bool classification_known(struct str class);
int submission_classify(struct db *db, const struct act *by, struct arena *a, struct str submission_id,
    const struct classification *c, struct err *e) MUST_CHECK;
/* What is not said (damage, outcome) stays as it was decided; targeted and is_correction follow: it is a correction where it contradicts
 * the engine, if that judges such kinds at all, or what an analyst decided before.  Absent texts become "". */
struct submission_row;
void classification_over(const struct submission_row *before, struct classification *c);
/* Does the class say the same as the engine's nature? */
bool classification_agrees(struct str class, struct str nature);

#endif
