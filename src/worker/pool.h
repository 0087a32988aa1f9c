/* pool.h - the supervisor: jobs in, their ends out, some at a time.
 *
 * A job is an envelope.  Its end is handed to a function once: what the child wrote, cut into
 * frames, and how it ended.  Nothing here looks inside a document.  A job that wants bytes read by a
 * tool (WIRE_WANT) is given the tool's texts in a second pass; one file that reached a limit of the jail is given
 * to another child, which reads its front and says the limit.  Whoever started the job does not see that. */
#ifndef WORKER_POOL_H
#define WORKER_POOL_H

#include "base/buf.h"
#include "worker/wire.h"

enum pool_ended {
	POOL_DONE,              /* WIRE_END came and the child left with 0 */
	POOL_MEMORY,            /* arena or address space were used up */
	POOL_CPU,               /* CPU seconds */
	POOL_WALL,              /* seconds by the clock */
	POOL_FORBIDDEN,         /* a system call that is not in the table */
	POOL_CRASHED,           /* any other signal */
	POOL_TOO_MUCH,          /* wrote more than may be written */
	POOL_INVALID,           /* what it wrote is not what may come, or not all of it */
	POOL_LOST,              /* the zygote went away, twice */
	POOL_UNREAD,            /* the content of its last file could not be read: `why` */
};

struct pool_end {
	enum pool_ended how;
	const struct wire_result *frames;       /* complete ones, WIRE_END left out */
	size_t frame_count;
	long peak_kb, cpu_ms;
	const struct err *why;                  /* POOL_UNREAD only */
};

struct pool_limit {
	const char *name;               /* as it stands in `limits` of a document */
	long long at;
};
/* The limit that an end other than POOL_DONE stands for. */
struct pool_limit pool_limit_of(enum pool_ended how);

struct pool;

int pool_open(int jobs, struct pool **pool_r, struct err *e) MUST_CHECK;
void pool_close(struct pool *p);
/* Room for one more job at once? */
bool pool_has_room(const struct pool *p);
bool pool_idle(const struct pool *p);
const struct jail_level *pool_level(const struct pool *p);

/* What all jobs started from now on know beside their own context (wire_envelope.knows): a context
 * document of the hub's own.  Cheap where it is the same as before. */
int pool_teach(struct pool *p, struct str document, struct err *e) MUST_CHECK;
/* The program that reads the text of PDFs: pool_open takes pdftotext, tests others. */
struct tool;
void pool_use_tool(struct pool *p, const struct tool *pdf_text);
/* Starts a job.  The envelope is copied, but for the content of its last file, which must live until the end.
 * `done` is called from pool_step, in the order in which the jobs were started, so that what is stored does not
 * hang on which child was quicker; frames live until it returns.  pool_has_room must hold. */
int pool_start(struct pool *p, const struct wire_envelope *v, void (*done)(void *ctx, const struct pool_end *end),
    void *ctx, struct err *e) MUST_CHECK;
/* Waits for something to happen and handles it. */
int pool_step(struct pool *p, struct err *e) MUST_CHECK;

#endif
