/* resume.h - what earlier runs have searched, so that a later one goes on behind it.
 *
 * A log is known again by its file number, or, when that is another's (renamed, copied and truncated), by its first
 * bytes and those before the place where it was left.  What is no longer there counts no more: the result is always that
 * of one run over the logs as they are now.  The state file has a line a log, added when the log is done with; a
 * line that was cut off by a crash is passed over.  Only whole lines of a log are put away; packed logs whole only.
 *
 * Schema noroshi/hunt-state/1: first line {schema, of}; then {file, dev, ino, size, offset, whole, head, tail, format, bytes,
 * lines, hit_lines, known_lines, first, last, rows, held, started}. */
#ifndef HUNT_RESUME_H
#define HUNT_RESUME_H

#include <jansson.h>

#include "base/sha256.h"
#include "hunt/block.h"
#include "hunt/files.h"

enum { RESUME_EDGE = 4096 };            /* bytes hashed at either end */

struct resume_log {                     /* a log as it was left */
	struct str file;
	unsigned long long dev, ino, size, offset;
	bool whole;                     /* no going on in the middle: valid while the size is the same */
	struct str head, tail;          /* SHA-256, hexadecimal */
	struct str format;              /* "" where nothing was read */
	long long bytes;
	struct block_seen seen;
	const json_t *tally;            /* what tally_restore takes */
	bool claimed;
};

struct resume;

/* `of`: what the hunt depends on (set, organisation, zone ...), any bytes.  A state of another hunt is refused. */
int resume_open(struct arena *a, const char *path, struct str of, struct resume **r_r, struct err *e) MUST_CHECK;
/* Finds the logs again and writes the state anew with those that are still there. */
int resume_claim(struct resume *r, const struct log_files *files, struct err *e) MUST_CHECK;
/* How log `i` of these files was left; NULL: it was not searched yet. */
const struct resume_log *resume_of(const struct resume *r, size_t i);
/* A log is done with up to log->offset; fd: open on it.  What cannot be recorded is searched again next time. */
void resume_add(struct resume *r, struct resume_log *log, int fd, struct tally *t);
/* -1 where the state could not be written to the end. */
int resume_close(struct resume *r, struct err *e) MUST_CHECK;

#endif
