/* summarise.c - a log is one thread's work; results are written in the order of the logs. */
#include "hunt/summarise.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/tr.h"
#include "hunt/lock.h"

enum { WORKERS_MOST = 64 };

enum state { JOB_READY, JOB_TAKEN, JOB_DONE };

struct job {
	const struct log_file *log;
	struct log_identity id;
	struct str real, target;
	int fd;                         /* the worker's; a copy is kept for looking again */
	int mine;
	enum state state;
	struct str bytes;
	int status;
	struct err e;
};

struct run {
	const struct summarise_order *order;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct job **list;
	size_t count, next;
	bool closed;
	int broken;                     /* threads that could not lock themselves */
	struct err e;
	struct summarised *done;
	struct arena *arena;
};

static struct job *take(struct run *run)
{
	struct job *j = NULL;

	pthread_mutex_lock(&run->lock);
	while (run->next == run->count && !run->closed)
		pthread_cond_wait(&run->changed, &run->lock);
	if (run->next < run->count) {
		j = run->list[run->next++];
		j->state = JOB_TAKEN;
	}
	pthread_mutex_unlock(&run->lock);
	return j;
}

static void give_back(struct run *run, struct job *j)
{
	pthread_mutex_lock(&run->lock);
	j->state = JOB_DONE;
	pthread_cond_broadcast(&run->changed);
	pthread_mutex_unlock(&run->lock);
}

static void *worker(void *arg)
{
	struct run *run = arg;
	struct summary_maker *m = summary_maker_new(&run->order->one);
	struct err e;
	struct job *j;

	if (m == NULL)
		arena_full_exit();
	if (scan_lock(&e) < 0) {
		pthread_mutex_lock(&run->lock);
		run->e = e;
		run->broken++;
		run->closed = true;
		pthread_cond_broadcast(&run->changed);
		pthread_mutex_unlock(&run->lock);
		return NULL;
	}
	while ((j = take(run)) != NULL) {
		j->status = summary_make(m, j->fd, &j->id, j->real.p, &j->bytes, &j->e);
		give_back(run, j);
	}
	summary_maker_free(m);
	return NULL;
}

/* ---- the caller's thread ---- */

static void refuse(struct run *run, struct str path, const char *why)
{
	struct summarised *d = run->done;

	*ARENA_PUSH(run->arena, d->refused, d->refused_count, d->refused_room) = (struct log_refused){ path, arena_str(run->arena, str_of(why)) };
}

/* Is the summary there, good, and read the same way? */
static bool is_there(struct run *run, const struct job *j)
{
	const struct summary_order *o = &run->order->one;
	struct summary s;
	struct err e;
	bool same;

	if (access(arena_cstr(run->arena, j->target), F_OK) < 0 || summary_open(arena_cstr(run->arena, j->target), o->key, &s, &e) < 0)
		return false;
	same = log_identity_same(&s.header->log, &j->id) && s.header->reading == o->reading;
	summary_close(&s);
	return same;
}

/* NULL: nothing to do, or it cannot be done. */
static struct job *open_job(struct run *run, const struct log_file *log)
{
	struct arena *a = run->arena;
	struct job *j = ARENA_NEW(a, struct job);
	struct err e;

	*j = (struct job){ .log = log, .real = arena_str(a, log_real_path(a, log->path)) };
	j->fd = open(arena_cstr(a, log->path), O_RDONLY | O_CLOEXEC);
	if (j->fd < 0) {
		refuse(run, log->path, strerror(errno));
		return NULL;
	}
	j->mine = dup(j->fd);
	if (j->mine < 0 || log_identify(run->order->one.key, j->real, j->fd, &j->id, &e) < 0) {
		refuse(run, log->path, j->mine < 0 ? strerror(errno) : e.text);
	} else {
		j->target = run->order->file != NULL ? str_of(run->order->file) :
		    arena_printf(a, "%s/" STR_FMT, run->order->folder, STR_ARG(summary_file_name(a, &j->id)));
		if (!is_there(run, j))
			return j;
		run->done->kept++;
	}
	close(j->fd);
	close(j->mine);
	return NULL;
}

static void count(struct summarised *d, const struct job *j)
{
	const struct summary_header *h = (const void *)j->bytes.p;
	const struct summary_segment *g = (const void *)(j->bytes.p + sizeof *h);

	d->made++;
	d->segments += h->segments;
	d->log_bytes += (long long)j->id.bytes;
	d->summary_bytes += (long long)j->bytes.n;
	for (uint32_t i = 0; i < h->segments; i++)
		d->keys += g[i].keys;
}

/* -1: the disk does not take it. */
static int finish(struct run *run, struct job *j, struct err *e)
{
	struct log_identity now;
	struct err ignored;
	int status = 0;

	if (j->status < 0)
		refuse(run, j->log->path, j->e.text);
	else if (log_identify(run->order->one.key, j->real, j->mine, &now, &ignored) < 0 || !log_identity_same(&now, &j->id))
		refuse(run, j->log->path, tr("it was written to while it was read; it gets its summary when it rests"));
	else if ((status = file_replace(arena_cstr(run->arena, j->target), j->bytes, 0600, e)) == 0)
		count(run->done, j);
	free((void *)(uintptr_t)j->bytes.p);
	close(j->mine);
	return status;
}

static void wait_for(struct run *run, const struct job *j)
{
	pthread_mutex_lock(&run->lock);
	while (j->state != JOB_DONE && run->broken == 0)
		pthread_cond_wait(&run->changed, &run->lock);
	pthread_mutex_unlock(&run->lock);
}

static int feed(struct run *run, const struct log_files *files, struct err *e)
{
	size_t ahead = (size_t)run->order->jobs * 2, written = 0;
	int status = 0;

	for (size_t i = 0; i < files->count && status == 0; i++) {
		struct job *j = open_job(run, &files->list[i]);

		if (j == NULL)
			continue;
		pthread_mutex_lock(&run->lock);
		run->list[run->count++] = j;
		pthread_cond_broadcast(&run->changed);
		pthread_mutex_unlock(&run->lock);
		if (run->count - written >= ahead) {
			wait_for(run, run->list[written]);
			status = run->broken == 0 ? finish(run, run->list[written++], e) : -1;
		}
	}
	while (status == 0 && written < run->count) {
		wait_for(run, run->list[written]);
		status = run->broken == 0 ? finish(run, run->list[written++], e) : -1;
	}
	pthread_mutex_lock(&run->lock);
	run->closed = true;
	run->next = run->count;
	pthread_cond_broadcast(&run->changed);
	pthread_mutex_unlock(&run->lock);
	return status;
}

int summarise_run(struct arena *a, const struct summarise_order *order, const struct str *paths, size_t n,
    struct summarised *done_r, struct err *e)
{
	struct run run = { .order = order, .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER, .done = done_r, .arena = a };
	pthread_t threads[WORKERS_MOST];
	struct log_files files;
	int wanted = order->jobs > WORKERS_MOST ? WORKERS_MOST : order->jobs, started = 0, status;

	*done_r = (struct summarised){ 0 };
	log_files_find(a, paths, n, &files);
	for (size_t i = 0; i < files.refused_count; i++)
		refuse(&run, files.refused[i].path, arena_cstr(a, files.refused[i].why));
	run.list = ARENA_ARRAY(a, struct job *, files.count + 1);
	if (scan_lock_prepare(e) < 0)
		return -1;
	while (started < wanted && pthread_create(&threads[started], NULL, worker, &run) == 0)
		started++;
	if (started == 0)
		return err_set(e, ERR_IO, "no thread could be started");
	status = feed(&run, &files, e);
	for (int i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
	if (run.broken > 0)
		*e = run.e;
	return status;
}
