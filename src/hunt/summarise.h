/* summarise.h - summaries of many logs: opened here, read by locked threads (lock.h), written here. */
#ifndef HUNT_SUMMARISE_H
#define HUNT_SUMMARISE_H

#include "hunt/retro.h"

struct summarise_order {
	struct summary_order one;
	int jobs;
	const char *folder;             /* where the summaries go; exists */
	const char *file;               /* or the one file; NULL */
};

struct summarised {
	long long made, kept;           /* kept: the same log had its summary */
	long long segments, keys, log_bytes, summary_bytes;     /* of those made */
	struct log_refused *refused;
	size_t refused_count, refused_room;
};

int summarise_run(struct arena *a, const struct summarise_order *order, const struct str *paths, size_t n,
    struct summarised *done_r, struct err *e) MUST_CHECK;

#endif
