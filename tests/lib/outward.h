/* outward.h - everything that a hub emits to somebody: what an organisation gets, what everybody gets. */
#ifndef TESTS_OUTWARD_H
#define TESTS_OUTWARD_H

#include "base/buf.h"
#include "stage.h"

/* What the organisation received and was told: deliveries in their order with ids, times and sizes, every
 * artefact, what an association may pass on, calls for information, every notice with its file name and bytes, and the answers to questions about shares that are
 * not its own. */
void outward_org(struct stage *s, const struct stage_org *o, struct buf *out);
/* The report of the time, in every format and both languages. */
void outward_public(struct stage *s, struct buf *out);

#endif
