/* tally_read.h - results of other runs read again, for merging and resuming. */
#ifndef HUNT_TALLY_READ_H
#define HUNT_TALLY_READ_H

#include "hunt/tally.h"

/* Lines of noroshi/sighting/1 and noroshi/hunt-summary/1 into the tally and the summary; *line counts them. */
int tally_read(struct arena *a, struct str lines, int *line, struct tally *t, struct hunt_summary *s, struct err *e) MUST_CHECK;
/* The same from a file of any size ("-": standard input). */
int tally_read_file(struct arena *a, const char *path, struct tally *t, struct hunt_summary *s, struct err *e) MUST_CHECK;

#endif
