/* jail.h - what a process gives up before it reads outside bytes.
 *
 * Two steps.  The zygote prepares once: no capabilities or root, no network of its own, Landlock
 * without any path, the filter compiled.  Each child enters: two pipes, limits, the filter.  There
 * is no way back and no switch that leaves a step out; a kernel without Landlock or without the
 * right to make network namespaces lacks that layer, which jail_level tells.  The filter on
 * system calls is not optional: without it nothing is read. */
#ifndef WORKER_JAIL_H
#define WORKER_JAIL_H

#include "base/err.h"

enum {
	JAIL_MEMORY = 96 << 20,         /* beyond the zygote's size at its birth */
	JAIL_CPU_S = 2,                 /* and as much again for each JAIL_CPU_PER of what is granted above the memory */
	JAIL_CPU_PER = 64 << 20,
	JAIL_WALL_S = 20,
	JAIL_ARENA = 60 << 20,          /* with the largest mail and what the zygote brought: 96 MB */
	JAIL_FRONT = 1 << 20,           /* what is read of an input that reached one of these limits ... */
	JAIL_FRONT_LEAST = 64 << 10,    /* ... and where even that did */
	JAIL_EXIT_ARENA = 71,           /* the arena's ceiling was reached */
	JAIL_EXIT_INPUT = 72,           /* the envelope could not be read */
	JAIL_EXIT_CLOSED = 73,          /* the jail could not be closed: nothing was read */
};

/* Which layers stand; sent by the zygote when it is ready. */
struct jail_level {
	int landlock;                   /* the kernel's version of it, 0: none */
	bool no_network;                /* an empty network namespace; the filter forbids it anyway */
	bool filter;
};

/* In the zygote, after everything was warmed. */
int jail_prepare(struct jail_level *level, struct err *e) MUST_CHECK;
/* In the zygote, when it has grown: children's limits are counted from its size. */
void jail_measure(void);

/* Where the process is root it becomes nobody. */
int jail_drop_root(struct err *e) MUST_CHECK;

/* In the child.  `in` becomes descriptor 0, `out` 1, all others are closed.  `more` bytes of
 * memory are granted above JAIL_MEMORY, and time with them (inputs beyond the size of one mail).  Exits on failure. */
void jail_enter(int in, int out, unsigned long long more);

#endif
