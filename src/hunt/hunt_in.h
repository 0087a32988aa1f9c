/* hunt_in.h - a run's inside: the opener (hunt.c) and the workers (hunt_work.c). */
#ifndef HUNT_HUNT_IN_H
#define HUNT_HUNT_IN_H

#include <pthread.h>

#include "hunt/block.h"
#include "hunt/hunt.h"
#include "hunt/input.h"
#include "hunt/resume.h"

struct source {                         /* one log */
	struct str name;
	int fd;
	long long mtime_ms;
	struct input *in;                   /* opened by the first worker that comes */
	struct arena *arena;
	struct format_use use;
	struct retro_plan plan;             /* of its summary; used: only some ranges are read */
	size_t range;
	long long bytes;                    /* of the file; searched or skipped by its summary */
	bool prepared, exhausted;
	int users;
	struct tally *tally;
	struct block_seen seen;
	struct tally *tail;                 /* --resume: of a last line that may go on later */
	struct block_seen tail_seen;
	const struct resume_log *left;      /* where an earlier run left it; NULL */
	unsigned long long whole_to;        /* the end of its last whole line so far */
	unsigned long long skipped;         /* bytes that an earlier run has read, less those read again */
	bool open_line;                     /* the block before ended inside an endless line */
	bool stopped;
	int record_fd;                      /* the same log, for resume_add */
	struct err failure;
	pthread_mutex_t reading;
	struct source *next;
};

struct run {
	const struct hunt_order *order;
	pthread_mutex_t lock;
	pthread_cond_t more, room;          /* for workers; for the opener */
	struct source *first, *last;        /* not exhausted, oldest first */
	size_t waiting;
	bool closed, stopping;
	struct source *done;                /* left by all workers; the opener adds them up */
	struct tally *tally;
	struct hunt_summary *summary;
	struct arena *arena;                /* of the summary */
	struct resume *resume;
	unsigned long long bytes;
	long long hits, files_done;
	struct err broken;                  /* a worker could not lock itself */
};

/* A thread: searches what the opener hands over until run->closed. */
void *hunt_worker(void *run);
void block_seen_add(struct block_seen *to, const struct block_seen *from);
static inline struct str source_format(const struct source *s)
{
	return s->use.format != NULL ? format_name(s->use.format) : STR("unknown");
}

#endif
