/* gate.h - does an indicator name a protected party?  Kept, generalised or withheld.
 *
 * alice.a-company.jp@freemail.example holds a person, a company and a country: members get the
 * rule by which it was built.  What one organisation alone handed in may have been made for it (plain.h).
 * Doubt is never kept. */
#ifndef ANONYMISE_GATE_H
#define ANONYMISE_GATE_H

#include "anonymise/terms.h"

enum treatment { TREATMENT_KEPT, TREATMENT_GENERALISED, TREATMENT_WITHHELD };
extern const char *const treatment_names[];     /* as stored: kept, generalised, withheld */

struct gate_question {
	struct str type, value, role;   /* as in `indicator` and `submission_indicator` */
	int organisations;              /* how many handed in this very value */
	bool public_source;             /* the hub's own, from a public source: nobody handed it in */
};

struct gate_answer {
	enum treatment treatment;
	struct str shown;               /* "" where withheld */
	const char *why;                /* stable word for the analyst: protected, token, once, role ... */
};

struct gate_answer gate_ask(const struct terms *t, struct arena *a, const struct gate_question *q);

#endif
