/* tool.h - a program of others reads one file in a jail of its own (profile `tool`).
 *
 * The program gets the file as descriptor 0 (a sealed memory file) and one pipe as descriptor 1.  It keeps
 * nothing else: Landlock for reading on the libraries, fonts and character tables, execution of itself only,
 * a filter of system calls, limits of time, memory and output, nobody's rights.  A kernel without Landlock
 * runs no tool: the file then counts as partly examined. */
#ifndef WORKER_TOOL_H
#define WORKER_TOOL_H

#include <sys/types.h>

#include "base/buf.h"

enum {
	TOOL_MEMORY = 120 << 20,        /* address space; the libraries alone take 50 MB of it, and 96 MB are ever held */
	TOOL_CPU_S = 1,
	TOOL_WALL_S = 10,
	TOOL_OUTPUT = 4 << 20,          /* bytes of text; what comes behind is cut */
	TOOL_ARGUMENTS = 12,
};

struct tool {
	const char *path;
	const char *arguments[TOOL_ARGUMENTS];  /* the first is its name; ended by NULL */
};

/* poppler-utils: text in reading order with columns kept, as UTF-8, pages ended by form feeds. */
extern const struct tool tool_pdf_text;
/* The first two pages in grey, the longer side 1,100 pixels: PGM pictures one behind the other. */
extern const struct tool tool_pdf_pages;

struct tool_run {
	pid_t pid;                      /* 0: none runs */
	int out;                        /* -1 once closed */
	struct buf output;
	long long deadline_ms;
	bool cut;                       /* it wrote more than TOOL_OUTPUT */
};

/* How it ended: a limit's name and value as they stand in `limits`, or NULL. */
struct tool_end {
	const char *limit;
	long long at;
	long cpu_ms;
};

/* Starts it on the bytes.  False where that is not possible: *end_r says why. */
bool tool_start(struct tool_run *r, const struct tool *tool, struct str bytes, long long now_ms, struct tool_end *end_r);
/* When `out` can be read: true as long as it goes on. */
bool tool_step(struct tool_run *r);
/* Ends it, whatever it does, and tells how it went; the output stays until tool_fini. */
struct tool_end tool_finish(struct tool_run *r, long long now_ms);
void tool_fini(struct tool_run *r);

#endif
