/* hunt.c - one run: files opened here, read and searched by locked workers. */
#include "hunt/hunt.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/tr.h"
#include "hunt/block.h"
#include "hunt/files.h"
#include "hunt/input.h"
#include "hunt/lock.h"

enum { WORKERS_MOST = 64, AHEAD = 4, SNIFF_ARENA = 64 << 20, TICK_MS = 250 };

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
	bool closed;
	struct tally *tally;
	struct hunt_summary *summary;
	struct arena *arena;                /* of the summary; under the lock */
	unsigned long long bytes;
	long long hits, files_done;
	struct err broken;                  /* a worker could not lock itself */
};

/* ---- workers ---- */

static int sniff(struct run *run, struct source *s)
{
	const struct hunt_order *o = run->order;

	s->prepared = true;
	if (input_open(s->fd, arena_cstr(s->arena, s->name), &s->in, &s->failure) < 0)
		return -1;
	s->use = (struct format_use){ .zone = o->zone, .year = o->year, .device = o->device, .web_port = o->web_port,
		.year_end_ms = s->mtime_ms };
	return format_sniff(o->formats, s->arena, input_head(s->in), o->pinned, &s->use, &s->failure);
}

/* Is there another part of the log to read?  Where the summary leaves parts out, each is entered by itself. */
static bool next_range(struct source *s)
{
	const struct retro_range *r = &s->plan.ranges[s->range];

	if (!s->plan.used || s->plan.whole || s->range == s->plan.range_count)
		return false;
	s->range++;
	if (input_range(s->in, r->from, r->to))
		return true;
	err_set(&s->failure, ERR_IO, "its summary leads to a part that cannot be entered");
	return false;
}

/* The next block; false where this source has no more. */
static bool take_block(struct run *run, struct source *s, char *room, struct block *b)
{
	unsigned long long before = 0;
	int got = 0;

	pthread_mutex_lock(&s->reading);
	if (!s->exhausted && (s->prepared || (sniff(run, s) == 0 && (s->plan.whole || !s->plan.used || next_range(s))))) {
		before = input_bytes(s->in);
		do
			got = input_next(s->in, room, b, &s->failure);
		while (got == 0 && next_range(s));
	}
	pthread_mutex_lock(&run->lock);
	if (got <= 0)
		s->exhausted = true;
	else
		run->bytes += input_bytes(s->in) - before;
	pthread_mutex_unlock(&run->lock);
	pthread_mutex_unlock(&s->reading);
	return got > 0;
}

static void add_seen(struct block_seen *to, const struct block_seen *from)
{
	to->lines += from->lines;
	to->hit_lines += from->hit_lines;
	to->known_lines += from->known_lines;
	to->hits += from->hits;
	if (from->first_ms != TIME_NONE && (to->first_ms == TIME_NONE || from->first_ms < to->first_ms))
		to->first_ms = from->first_ms;
	if (from->last_ms != TIME_NONE && (to->last_ms == TIME_NONE || from->last_ms > to->last_ms))
		to->last_ms = from->last_ms;
}

void hunt_summary_skip(struct arena *a, struct hunt_summary *s, struct str file, struct str why)
{
	*ARENA_PUSH(a, s->skipped, s->skipped_count, s->skipped_room) = (struct hunt_skipped){ arena_str(a, file), arena_str(a, why) };
}

void hunt_summary_unused(struct arena *a, struct hunt_summary *s, struct str file, struct str why)
{
	*ARENA_PUSH(a, s->unused, s->unused_count, s->unused_room) = (struct hunt_skipped){ arena_str(a, file), arena_str(a, why) };
}

void hunt_summary_format(struct arena *a, struct hunt_summary *s, struct str name, long long files)
{
	for (size_t i = 0; i < s->format_count; i++) {
		if (str_eq(s->formats[i].name, name)) {
			s->formats[i].files += files;
			return;
		}
	}
	*ARENA_PUSH(a, s->formats, s->format_count, s->format_room) = (struct hunt_format){ arena_str(a, name), files };
}

static void add_times(struct hunt_summary *s, long long first_ms, long long last_ms)
{
	if (first_ms != TIME_NONE && (s->first_ms == TIME_NONE || first_ms < s->first_ms))
		s->first_ms = first_ms;
	if (last_ms != TIME_NONE && (s->last_ms == TIME_NONE || last_ms > s->last_ms))
		s->last_ms = last_ms;
}

static void source_free(struct source *s)
{
	tally_free(s->tally);
	pthread_mutex_destroy(&s->reading);
	arena_free(s->arena);
	free(s);
}

/* The last worker that leaves a source adds it up; under the lock. */
static void finish(struct run *run, struct source *s)
{
	struct hunt_summary *sum = run->summary;

	tally_settle(s->tally);
	tally_merge(run->tally, s->tally);
	sum->files++;
	sum->lines += s->seen.lines;
	sum->hit_lines += s->seen.hit_lines;
	sum->known_lines += s->seen.known_lines;
	add_times(sum, s->seen.first_ms, s->seen.last_ms);
	if (s->in != NULL) {
		sum->bytes += s->plan.used ? s->bytes : (long long)input_bytes(s->in);
		hunt_summary_format(run->arena, sum, s->use.format != NULL ? format_name(s->use.format) : STR("unknown"), 1);
	}
	if (s->failure.kind != ERR_OK)
		hunt_summary_skip(run->arena, sum, s->name, str_of(s->failure.text));
	run->files_done++;
	input_close(s->in);
	source_free(s);
}

/* Waits for a source that has more to give; NULL at the end. */
static struct source *join_source(struct run *run)
{
	struct source *s;

	pthread_mutex_lock(&run->lock);
	while (run->first == NULL && !run->closed)
		pthread_cond_wait(&run->more, &run->lock);
	s = run->first;
	if (s != NULL)
		s->users++;
	pthread_mutex_unlock(&run->lock);
	return s;
}

static void unlink_source(struct run *run, struct source *s)
{
	struct source **at = &run->first, *before = NULL;

	while (*at != NULL && *at != s) {
		before = *at;
		at = &(*at)->next;
	}
	if (*at == NULL)
		return;
	*at = s->next;
	if (run->last == s)
		run->last = before;
	run->waiting--;
}

static void leave_source(struct run *run, struct source *s, struct tally *mine, const struct block_seen *seen)
{
	pthread_mutex_lock(&run->lock);
	unlink_source(run, s);          /* nobody comes any more */
	tally_merge(s->tally, mine);
	add_seen(&s->seen, seen);
	s->users--;
	if (s->users == 0)
		finish(run, s);
	pthread_cond_signal(&run->room);
	pthread_mutex_unlock(&run->lock);
}

struct bench {                          /* a worker's own things */
	struct run *run;
	struct scanner *scanner;
	struct scan_hits hits;
	char *room;
};

static void work_source(struct bench *w, struct source *s)
{
	struct tally *mine = tally_new(w->run->order->samples);
	struct block_seen seen = { .first_ms = TIME_NONE, .last_ms = TIME_NONE };
	struct block b;

	while (take_block(w->run, s, w->room, &b)) {
		long long before = seen.hits;
		size_t newlines;

		scan_block(w->scanner, b.p, b.n, &w->hits, &newlines);
		if (w->hits.full)
			arena_full_exit();
		seen.lines += (long long)newlines;
		if (b.n > 0 && b.p[b.n - 1] != '\n' && !b.cut)
			seen.lines++;           /* the last line of a file without its end */
		block_hits(w->run->order, &s->use, &b, &w->hits, mine, &seen);
		if (seen.hits > before) {
			pthread_mutex_lock(&w->run->lock);
			w->run->hits += seen.hits - before;
			pthread_mutex_unlock(&w->run->lock);
		}
	}
	leave_source(w->run, s, mine, &seen);
	tally_free(mine);
}

static void *worker(void *arg)
{
	struct run *run = arg;
	struct bench w = { run, scanner_new(run->order->set, run->order->engine), { 0 }, malloc(BLOCK_BYTES + 2 * BLOCK_PAD) };
	struct source *s;
	struct err e;

	if (w.scanner == NULL || w.room == NULL)
		arena_full_exit();
	if (scan_lock(&e) < 0) {
		pthread_mutex_lock(&run->lock);
		run->broken = e;
		run->closed = true;
		pthread_cond_broadcast(&run->more);
		pthread_cond_broadcast(&run->room);
		pthread_mutex_unlock(&run->lock);
		return NULL;
	}
	while ((s = join_source(run)) != NULL)
		work_source(&w, s);
	scanner_free(w.scanner);
	free(w.hits.list);
	free(w.room);
	return NULL;
}

/* ---- the opener ---- */

static struct source *source_new(const struct run *run, const struct log_file *file, int fd)
{
	struct source *s = calloc(1, sizeof *s);

	if (s == NULL)
		arena_full_exit();
	s->arena = arena_new(SNIFF_ARENA, arena_full_exit);
	s->name = arena_str(s->arena, file->path);
	s->fd = fd;
	s->mtime_ms = file->mtime_ms;
	s->bytes = file->bytes;
	s->tally = tally_new(run->order->samples);
	s->seen = (struct block_seen){ .first_ms = TIME_NONE, .last_ms = TIME_NONE };
	pthread_mutex_init(&s->reading, NULL);
	return s;
}

static void tell(struct run *run, unsigned long long total, long long files_total)
{
	struct hunt_progress p = { run->bytes, total, run->hits, run->files_done, files_total };

	if (run->order->progress != NULL)
		run->order->progress(run->order->progress_ctx, &p);
}

/* What the summary answers needs no reading; true where that is all of it.  Under the lock. */
static bool answered(struct run *run, const struct log_file *file, const struct retro_plan *plan)
{
	struct hunt_summary *sum = run->summary;

	if (!plan->used) {
		hunt_summary_unused(run->arena, sum, file->path, plan->why);
		return false;
	}
	sum->segments += plan->segments;
	sum->segments_skipped += plan->skipped;
	sum->lines += plan->skipped_lines;
	add_times(sum, plan->first_ms, plan->last_ms);
	if (plan->skipped < plan->segments || plan->segments == 0)
		return false;
	sum->files++;
	sum->bytes += file->bytes;
	hunt_summary_format(run->arena, sum, plan->format, 1);
	run->bytes += (unsigned long long)file->bytes;
	run->files_done++;
	return true;
}

static void wait_tick(struct run *run, pthread_cond_t *what)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += TICK_MS * 1000000L;
	until.tv_sec += until.tv_nsec / 1000000000L;
	until.tv_nsec %= 1000000000L;
	pthread_cond_timedwait(what, &run->lock, &until);
}

static int open_log(struct arena *a, const struct log_file *file)
{
	int fd;

	if (str_eq(file->path, STR("-")))
		return dup(STDIN_FILENO);
	fd = open(arena_cstr(a, file->path), O_RDONLY | O_CLOEXEC);
	if (fd >= 0)
		(void)posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
	return fd;
}

static void feed(struct run *run, struct arena *a, const struct log_files *files)
{
	unsigned long long total = 0;

	for (size_t i = 0; i < files->count; i++)
		total += (unsigned long long)files->list[i].bytes;
	for (size_t i = 0; i < files->count; i++) {
		int fd = open_log(a, &files->list[i]), why = errno;
		struct source *s = fd >= 0 ? source_new(run, &files->list[i], fd) : NULL;

		if (s != NULL && run->order->retro != NULL)
			retro_plan(run->order->retro, s->arena, &files->list[i], fd, &s->plan);
		pthread_mutex_lock(&run->lock);
		if (s != NULL && run->order->retro != NULL && answered(run, &files->list[i], &s->plan)) {
			pthread_mutex_unlock(&run->lock);
			close(fd);
			source_free(s);
			continue;
		}
		if (s == NULL) {
			hunt_summary_skip(run->arena, run->summary, files->list[i].path, str_of(strerror(why)));
			run->files_done++;
			pthread_mutex_unlock(&run->lock);
			continue;
		}
		while (run->waiting >= AHEAD && !run->closed) {
			tell(run, total, (long long)files->count);
			wait_tick(run, &run->room);
		}
		if (run->last != NULL)
			run->last->next = s;
		else
			run->first = s;
		run->last = s;
		run->waiting++;
		pthread_cond_broadcast(&run->more);
		pthread_mutex_unlock(&run->lock);
	}
	pthread_mutex_lock(&run->lock);
	while (run->files_done < (long long)files->count && run->broken.kind == ERR_OK) {
		tell(run, total, (long long)files->count);
		wait_tick(run, &run->room);
	}
	tell(run, total, (long long)files->count);
	run->closed = true;
	pthread_cond_broadcast(&run->more);
	pthread_mutex_unlock(&run->lock);
}

int hunt_run(struct arena *a, const struct hunt_order *order, const struct str *paths, size_t n, struct tally *into,
    struct hunt_summary *summary_r, struct err *e)
{
	struct run run = { .order = order, .lock = PTHREAD_MUTEX_INITIALIZER, .more = PTHREAD_COND_INITIALIZER,
		.room = PTHREAD_COND_INITIALIZER, .tally = into, .summary = summary_r, .arena = a };
	pthread_t threads[WORKERS_MOST];
	struct log_files files;
	int wanted = order->jobs < 1 ? 1 : order->jobs > WORKERS_MOST ? WORKERS_MOST : order->jobs, started = 0;

	*summary_r = (struct hunt_summary){ .first_ms = TIME_NONE, .last_ms = TIME_NONE };
	log_files_find(a, paths, n, &files);
	for (size_t i = 0; i < files.refused_count; i++)
		hunt_summary_skip(a, summary_r, files.refused[i].path, files.refused[i].why);
	if (scan_lock_prepare(e) < 0)
		return -1;
	while (started < wanted && pthread_create(&threads[started], NULL, worker, &run) == 0)
		started++;
	if (started == 0)
		return err_set(e, ERR_IO, "no thread could be started");
	feed(&run, a, &files);
	for (int i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
	if (run.broken.kind != ERR_OK) {
		*e = run.broken;
		return -1;
	}
	return 0;
}
