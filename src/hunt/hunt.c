/* hunt.c - one run: files opened and added up here, read and searched by locked workers. */
#include "hunt/hunt.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/tr.h"
#include "hunt/files.h"
#include "hunt/hunt_in.h"
#include "hunt/lock.h"
#include "hunt/tally_state.h"
#include "hunt/zone.h"

enum { WORKERS_MOST = 64, AHEAD = 4, SNIFF_ARENA = 64 << 20, TICK_MS = 250 };

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
	tally_free(s->tail);
	if (s->record_fd >= 0)
		close(s->record_fd);
	pthread_mutex_destroy(&s->reading);
	arena_free(s->arena);
	free(s);
}

static unsigned long long bytes_of(const struct source *s)
{
	return s->plan.used ? (unsigned long long)s->bytes : s->in != NULL ? input_bytes(s->in) + s->skipped : 0;
}

/* So that the next run goes on here.  A log that could not be read to its end is read again. */
static void record(struct run *run, struct source *s)
{
	struct resume_log log = { .file = s->name, .format = source_format(s), .bytes = (long long)bytes_of(s), .seen = s->seen };
	bool enters = s->in != NULL && input_seekable(s->in) && !s->open_line;

	if (run->resume == NULL || s->record_fd < 0 || s->in == NULL || (s->failure.kind != ERR_OK && !(s->stopped && enters)))
		return;
	log.whole = !enters;
	log.offset = enters ? s->whole_to : input_bytes(s->in);
	resume_add(run->resume, &log, s->record_fd, s->tally);
}

/* The opener adds a log up that all workers have left. */
static void finish(struct run *run, struct source *s)
{
	struct hunt_summary *sum = run->summary;

	record(run, s);
	tally_merge(s->tally, s->tail);
	block_seen_add(&s->seen, &s->tail_seen);
	tally_settle(s->tally);
	tally_merge(run->tally, s->tally);
	sum->files++;
	sum->lines += s->seen.lines;
	sum->hit_lines += s->seen.hit_lines;
	sum->known_lines += s->seen.known_lines;
	add_times(sum, s->seen.first_ms, s->seen.last_ms);
	if (s->in != NULL) {
		sum->bytes += (long long)bytes_of(s);
		hunt_summary_format(run->arena, sum, source_format(s), 1);
	}
	if (s->failure.kind != ERR_OK)
		hunt_summary_skip(run->arena, sum, s->name, str_of(s->failure.text));
	run->files_done++;
	input_close(s->in);
	source_free(s);
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
	s->tail = tally_new(run->order->samples);
	s->seen = s->tail_seen = (struct block_seen){ .first_ms = TIME_NONE, .last_ms = TIME_NONE };
	s->record_fd = run->resume != NULL ? fcntl(fd, F_DUPFD_CLOEXEC, 0) : -1;
	pthread_mutex_init(&s->reading, NULL);
	return s;
}

static void tell(struct run *run, unsigned long long total, long long files_total)
{
	struct hunt_progress p = { run->bytes, total, run->hits, run->files_done, files_total };

	if (run->order->progress != NULL)
		run->order->progress(run->order->progress_ctx, &p);
}

static void count_bytes(struct run *run, long long bytes)
{
	pthread_mutex_lock(&run->lock);
	run->bytes += (unsigned long long)bytes;
	pthread_mutex_unlock(&run->lock);
}

/* What the summary answers needs no reading; true where that is all of it. */
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
	count_bytes(run, file->bytes);
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

/* A log that stands as an earlier run left it need not be opened. */
static bool remembered(struct run *run, const struct log_file *file, const struct resume_log *left)
{
	struct hunt_summary *sum = run->summary;
	struct tally *t;

	if (left == NULL || (!left->whole && left->offset != (unsigned long long)file->bytes))
		return false;
	t = tally_new(run->order->samples);
	if (!tally_restore(run->arena, left->tally, t))
		abort();                /* it was read once already */
	tally_settle(t);
	tally_merge(run->tally, t);
	tally_free(t);
	sum->files++;
	sum->bytes += left->bytes;
	sum->lines += left->seen.lines;
	sum->hit_lines += left->seen.hit_lines;
	sum->known_lines += left->seen.known_lines;
	add_times(sum, left->seen.first_ms, left->seen.last_ms);
	hunt_summary_format(run->arena, sum, left->format, 1);
	count_bytes(run, file->bytes);
	run->files_done++;
	return true;
}

/* What the workers have left is added up while they go on; with the lock, which is let go of meanwhile. */
static void collect(struct run *run)
{
	while (run->done != NULL) {
		struct source *s = run->done;

		run->done = s->next;
		pthread_mutex_unlock(&run->lock);
		finish(run, s);
		pthread_mutex_lock(&run->lock);
	}
	if (run->order->stop != NULL && *run->order->stop)
		__atomic_store_n(&run->stopping, true, __ATOMIC_RELAXED);
}

/* Hands a log to the workers when they have room for it. */
static void hand_over(struct run *run, struct source *s, unsigned long long total, long long files)
{
	pthread_mutex_lock(&run->lock);
	collect(run);
	while (run->waiting >= AHEAD && !run->closed) {
		tell(run, total, files);
		wait_tick(run, &run->room);
		collect(run);
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

/* NULL: it needs no reading, or cannot be read. */
static struct source *open_source(struct run *run, struct arena *a, const struct log_file *file, const struct resume_log *left)
{
	struct source *s;
	int fd;

	if (remembered(run, file, left))
		return NULL;
	fd = open_log(a, file);
	if (fd < 0) {
		hunt_summary_skip(run->arena, run->summary, file->path, str_of(strerror(errno)));
		run->files_done++;
		return NULL;
	}
	s = source_new(run, file, fd);
	s->left = left;
	if (run->order->retro == NULL)
		return s;
	retro_plan(run->order->retro, s->arena, file, fd, &s->plan);
	if (!answered(run, file, &s->plan))
		return s;
	close(fd);
	source_free(s);
	return NULL;
}

static void feed(struct run *run, struct arena *a, const struct log_files *files)
{
	unsigned long long total = 0;
	long long count = (long long)files->count;

	for (size_t i = 0; i < files->count; i++)
		total += (unsigned long long)files->list[i].bytes;
	for (size_t i = 0; i < files->count; i++) {
		struct source *s = NULL;

		if (run->stopping) {
			hunt_summary_skip(run->arena, run->summary, files->list[i].path, str_of(tr("interrupted before it was searched")));
			run->files_done++;
		} else if ((s = open_source(run, a, &files->list[i], run->resume != NULL ? resume_of(run->resume, i) : NULL)) != NULL) {
			hand_over(run, s, total, count);
		}
	}
	pthread_mutex_lock(&run->lock);
	for (collect(run); run->files_done < count && run->broken.kind == ERR_OK; collect(run)) {
		tell(run, total, count);
		wait_tick(run, &run->room);
	}
	tell(run, total, count);
	run->closed = true;
	pthread_cond_broadcast(&run->more);
	pthread_mutex_unlock(&run->lock);
}

/* Everything that decides which rows a log gives. */
static struct str settings(struct arena *a, const struct hunt_order *o)
{
	const struct zone *zone = o->zone != NULL ? o->zone : &zone_utc;
	struct buf b;

	buf_init_arena(&b, a, 64 << 20);
	buf_add(&b, (struct str){ (const char *)o->set->file, 64 });    /* the set's size and checksum */
	buf_printf(&b, "%s|%zu|", NOROSHI_VERSION, o->org.n);
	buf_add(&b, o->org);
	buf_printf(&b, "|%d|%d|%d|%d|" STR_FMT "|", o->year, o->device, o->web_port, o->samples,
	    STR_ARG(o->pinned != NULL ? format_name(o->pinned) : STR("")));
	for (size_t i = 0; i < zone->count; i++)
		buf_printf(&b, "%lld:%d,", zone->steps[i].from_ms, zone->steps[i].minutes);
	for (size_t i = 0; i < formats_count(o->formats); i++)
		buf_add(&b, format_source(formats_at(o->formats, i)));
	return buf_str(&b);
}

static int open_resume(struct run *run, struct arena *a, const struct log_files *files, struct err *e)
{
	if (run->order->resume == NULL)
		return 0;
	return resume_open(a, run->order->resume, settings(a, run->order), &run->resume, e) < 0 ? -1 : resume_claim(run->resume, files, e);
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
	if (open_resume(&run, a, &files, e) < 0 || scan_lock_prepare(e) < 0)
		return -1;
	while (started < wanted && pthread_create(&threads[started], NULL, hunt_worker, &run) == 0)
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
	return run.resume != NULL ? resume_close(run.resume, e) : 0;
}
