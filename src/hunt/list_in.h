/* list_in.h - the inside of list reading. */
#ifndef HUNT_LIST_IN_H
#define HUNT_LIST_IN_H

#include <stdio.h>

#include "base/buf.h"
#include "base/tr.h"
#include "hunt/list.h"

struct list_reading {
	struct arena *keep, *scratch;
	struct set_builder *builder;
	struct list_report *report;
	long long row;
};

/* One value, taken or refused with its reason. */
int list_take(struct list_reading *l, struct str text, int type, struct err *e) MUST_CHECK;
void list_refuse(struct list_reading *l, struct str text, const char *why);
/* The values of a STIX pattern, or the whole pattern refused. */
int list_take_pattern(struct list_reading *l, struct str pattern, struct err *e) MUST_CHECK;
int list_read_json(struct list_reading *l, struct str bytes, struct err *e) MUST_CHECK;

#endif
