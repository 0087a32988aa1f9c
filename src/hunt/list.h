/* list.h - indicator lists as people have them: one a line, CSV, STIX 2.1 bundles, MISP events.
 *
 * Bad rows are refused one by one with their reason; the good ones count.  A list comes from outside:
 * the caller's process reads it with the scanner's lock on where it can. */
#ifndef HUNT_LIST_H
#define HUNT_LIST_H

#include "hunt/set.h"

struct list_refused { long long row; struct str text; const char *why; };

struct list_report {
	long long rows, taken, ports_dropped, refused;
	struct list_refused *first;     /* at most FIRST_REFUSED */
	size_t first_count, first_room;
	struct buf *all_refused;        /* where every refused row is written as CSV; NULL: nowhere */
};
enum { FIRST_REFUSED = 10 };

/* Adds what `bytes` (of the file `name`) holds; what kind of list it is, its first bytes tell. */
int list_read(struct arena *a, struct str bytes, struct set_builder *b, struct list_report *r, struct err *e) MUST_CHECK;

#endif
