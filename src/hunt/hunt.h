/* hunt.h - indicators in log files: the whole run.
 *
 * The caller's thread walks and opens files; workers read, unpack, find out the format, scan and count,
 * and before their first byte lock themselves (lock.h): they can read the descriptors they are given and
 * nothing else.  A file is worked on by all workers, block by block. */
#ifndef HUNT_HUNT_H
#define HUNT_HUNT_H

#include <signal.h>

#include "hunt/format.h"
#include "hunt/retro.h"
#include "hunt/scan.h"
#include "hunt/set.h"
#include "hunt/tally.h"

struct hunt_progress {
	unsigned long long bytes, total;        /* of the files as they lie; total 0: unknown (standard input) */
	long long hits, files, files_total;
};

struct hunt_order {
	const struct set *set;
	const struct formats *formats;
	const struct format *pinned;            /* NULL: found out for each file */
	struct str org;                         /* "" where nobody is named */
	const struct zone *zone;                /* of times without one; NULL: UTC */
	int year;                               /* 0: the file's time tells */
	int device, web_port, samples, jobs;
	enum scan_engine engine;
	const char *resume;                     /* file of an earlier run's state, not with retro; NULL */
	const volatile sig_atomic_t *stop;      /* not 0: what is being read is ended, the rest is not begun; NULL */
	const struct retro *retro;              /* summaries that tell what need not be opened; NULL */
	long long now_ms;
	void (*progress)(void *ctx, const struct hunt_progress *p);     /* from the caller's thread, a few times a second; NULL */
	void *progress_ctx;
};

/* Files, directories (recursive, newest file first) and "-".  A file that cannot be read is in
 * summary.skipped with its reason, the others go on. */
int hunt_run(struct arena *a, const struct hunt_order *order, const struct str *paths, size_t n, struct tally *into,
    struct hunt_summary *summary_r, struct err *e) MUST_CHECK;

#endif
