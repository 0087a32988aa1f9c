/* retro.h - a folder of summaries answers which parts of which logs a set must be looked for in. */
#ifndef HUNT_RETRO_H
#define HUNT_RETRO_H

#include "hunt/files.h"
#include "hunt/summary.h"

/* <name>-<id>.summary: which log it is of can be told from its file name (keyed hashes, hexadecimal). */
struct str summary_file_name(struct arena *a, const struct log_identity *log);
/* The path a log is known by: absolute, links resolved. */
struct str log_real_path(struct arena *a, struct str path);

struct retro_range { unsigned long long from, to; };    /* of the unpacked text */

struct retro_plan {
	bool used;                      /* false: the whole log is searched, and... */
	struct str why;                 /* ... this is why */
	struct retro_range *ranges;     /* what is still to be searched, ascending; none: nothing */
	size_t range_count;
	bool whole;                     /* all of it */
	long long segments, skipped;
	long long skipped_lines, first_ms, last_ms;     /* of the segments that are not opened */
	struct str format;
};

struct retro;
/* `path`: a folder, or one summary.  `reading` as when they were made. */
int retro_open(struct arena *a, const char *path, const struct sip_key *key, uint64_t reading, const struct set *set,
    struct retro **retro_r, struct err *e) MUST_CHECK;
void retro_close(struct retro *r);
void retro_plan(const struct retro *r, struct arena *a, const struct log_file *log, int fd, struct retro_plan *plan_r);

#endif
