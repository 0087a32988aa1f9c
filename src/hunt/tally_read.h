/* tally_read.h - results of other runs read again, for merging and resuming. */
#ifndef HUNT_TALLY_READ_H
#define HUNT_TALLY_READ_H

#include "hunt/tally.h"

/* Lines of noroshi/sighting/1 and noroshi/hunt-summary/1 into the tally and the summary. */
int tally_read(struct arena *a, struct str lines, struct tally *t, struct hunt_summary *s, struct err *e) MUST_CHECK;

#endif
