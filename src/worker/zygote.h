/* zygote.h - the process from which every reader is forked.
 *
 * It is this same program, executed again under the name NOROSHI_ZYGOTE: no memory, key,
 * database or descriptor of its parent comes along but one socket.  It warms everything, closes
 * itself in, and forks one child per request; the request carries the child's two pipes. */
#ifndef WORKER_ZYGOTE_H
#define WORKER_ZYGOTE_H

#include <sys/types.h>

#include "base/str.h"
#include "worker/jail.h"

#define NOROSHI_ZYGOTE "noroshi-zygote"

/* What the child does with its envelope: reads 0, writes 1, ends the process by returning. */
struct zygote_work {
	void (*warm)(void);
	void (*run)(void);
	/* Takes a document of the hub's own, never outside bytes; children made from now on have it.  NULL: none. */
	void (*learn)(struct str document);
};

/* First thing in main: returns only where this process is not meant to be a zygote. */
void zygote_role(int argc, char **argv, const struct zygote_work *work);

struct zygote {
	pid_t pid;
	int socket;                     /* requests out, ends of children in */
	struct jail_level level;
};

/* How a child ended. */
struct zygote_end {
	unsigned long long id;
	int status;                     /* as of wait(2) */
	long peak_kb;                   /* resident set */
	long cpu_ms;
};

int zygote_start(struct zygote *z, struct err *e) MUST_CHECK;
void zygote_stop(struct zygote *z);
/* Asks for a child that reads `in` and writes `out`; both stay the caller's. */
int zygote_ask(struct zygote *z, unsigned long long id, unsigned long long more, int in, int out, struct err *e)
    MUST_CHECK;
/* Gives the zygote a document that all children from now on shall know; `document` is copied. */
int zygote_teach(struct zygote *z, struct str document, struct err *e) MUST_CHECK;
/* The next child's end: 1; 0: none waits; -1: the zygote is gone. */
int zygote_next_end(struct zygote *z, struct zygote_end *end_r);

#endif
