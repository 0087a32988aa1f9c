/* verdict.h - from findings to one verdict, by the ordered rules of data/verdict.rules. */
#ifndef ANALYSE_VERDICT_H
#define ANALYSE_VERDICT_H

#include "analyse/detector.h"

struct verdict_input {
	const struct finding *findings;
	size_t finding_count;
	struct str kind;                /* mail thread sample audit-log report calendar unknown */
	struct str examined;            /* fully partly failed */
};

void verdict_warm(void);
struct verdict verdict_decide(const struct verdict_input *in);
/* Walks the names of all rules, for the test that looks for their sentences. */
struct str verdict_rule_name(size_t index);     /* absent behind the last */
/* Reads a rules text; -1 with the line where it is not understood.  For tests and warm. */
int verdict_rules_read(struct arena *a, struct str rules, struct err *e) MUST_CHECK;

#endif
