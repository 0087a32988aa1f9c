/* verdict.h - from findings to one verdict, by the ordered rules of data/verdict.rules (the syntax is
 * told there) or of an analyst's own file.
 *
 * Reading is strict: a word that means nothing (a finding, family, nature or strength that does not
 * exist) is refused with its line, so that a slip of the pen cannot switch a rule off. */
#ifndef ANALYSE_VERDICT_H
#define ANALYSE_VERDICT_H

#include "analyse/detector.h"

struct verdict_input {
	const struct finding *findings;
	size_t finding_count;
	struct str kind;                /* mail thread sample audit-log report calendar unknown */
	struct str examined;            /* fully partly failed */
};

struct verdict_condition {
	bool without;                   /* none of the items may hold */
	long long at_least;             /* how many different items must hold */
	enum strength strength;         /* of the findings that count */
	struct str *items;
	size_t item_count, item_room;
	int line;
};

struct verdict_rule {
	struct str name;
	bool adds;                      /* only adds its type to a BEC verdict */
	struct verdict_condition *conditions;
	size_t condition_count, condition_room;
	struct str nature;
	int type;
	bool strength_highest;          /* of the findings that its conditions met */
	bool has_strength;
	enum strength strength, at_most;
	struct str says[2];             /* a sentence of its own, by enum lang; absent: the text table's */
	int line;
};

struct verdict_rules {
	struct verdict_rule *list;
	size_t count, room;
};

/* Reads a rules text: strings are views into it.  -1 with the line where it is not understood. */
int verdict_rules_read(struct arena *a, struct str text, struct verdict_rules *rules_r, struct err *e) MUST_CHECK;
/* The compiled-in ones; read once. */
const struct verdict_rules *verdict_rules_builtin(void);

struct verdict verdict_decide(const struct verdict_rules *rules, const struct verdict_input *in);

#endif
