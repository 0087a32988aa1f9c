/* hunt_work.c - what a locked thread does: unpack, find the format out, scan, count. */
#include <stdlib.h>

#include "hunt/hunt_in.h"
#include "hunt/lock.h"
#include "hunt/tally_state.h"

/* Behind what an earlier run has read, unless the log is now read as another format. */
static void go_on(struct source *s)
{
	unsigned long long before = input_bytes(s->in);

	if (s->left == NULL || !str_eq(s->left->format, source_format(s)) || !input_range(s->in, s->left->offset, ~0ull))
		return;
	if (!tally_restore(s->arena, s->left->tally, s->tally))
		abort();                /* it was read once already */
	s->seen = s->left->seen;
	s->whole_to = s->left->offset;
	s->skipped = s->left->offset - before;
}

static int sniff(struct run *run, struct source *s)
{
	const struct hunt_order *o = run->order;

	s->prepared = true;
	if (input_open(s->fd, arena_cstr(s->arena, s->name), &s->in, &s->failure) < 0)
		return -1;
	s->use = (struct format_use){ .zone = o->zone, .year = o->year, .device = o->device, .web_port = o->web_port,
		.year_end_ms = s->mtime_ms };
	if (format_sniff(o->formats, s->arena, input_head(s->in), o->pinned, &s->use, &s->failure) < 0)
		return -1;
	go_on(s);
	return 0;
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

/* Its whole lines end after so many bytes; in an endless line, which is no line yet, all of it is taken. */
static size_t whole_lines(struct source *s, const struct block *b)
{
	const char *last = b->n > 0 && b->p[b->n - 1] != '\n' ? memrchr(b->p, '\n', b->n) : NULL;
	size_t n = b->n > 0 && b->p[b->n - 1] == '\n' ? b->n : last != NULL ? (size_t)(last - b->p) + 1 : 0;

	s->open_line = n == 0 && b->cut;
	s->whole_to = s->open_line ? s->whole_to : b->offset + n;
	return s->open_line ? b->n : n;
}

static bool stops(struct run *run, struct source *s)
{
	if (!__atomic_load_n(&run->stopping, __ATOMIC_RELAXED))
		return false;
	s->stopped = true;
	err_set(&s->failure, ERR_BUSY, "interrupted; it was not read to its end");
	return true;
}

/* The next block, with *whole_r bytes of whole lines; false where this source has no more. */
static bool take_block(struct run *run, struct source *s, char *room, struct block *b, size_t *whole_r)
{
	unsigned long long before = 0;
	int got = 0;

	pthread_mutex_lock(&s->reading);
	if (!s->exhausted && !stops(run, s) && (s->prepared || (sniff(run, s) == 0 && (s->plan.whole || !s->plan.used || next_range(s))))) {
		before = input_bytes(s->in);
		do
			got = input_next(s->in, room, b, &s->failure);
		while (got == 0 && next_range(s));
		*whole_r = got > 0 ? whole_lines(s, b) : 0;
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

void block_seen_add(struct block_seen *to, const struct block_seen *from)
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

struct part {                           /* what a worker found: in whole lines, and in the last one without its end */
	struct tally *tally;
	struct block_seen seen;
};

static struct part part_new(const struct run *run)
{
	return (struct part){ tally_new(run->order->samples), { .first_ms = TIME_NONE, .last_ms = TIME_NONE } };
}

static void leave_source(struct run *run, struct source *s, struct part part[2])
{
	pthread_mutex_lock(&run->lock);
	unlink_source(run, s);          /* nobody comes any more */
	tally_merge(s->tally, part[0].tally);
	block_seen_add(&s->seen, &part[0].seen);
	tally_merge(s->tail, part[1].tally);
	block_seen_add(&s->tail_seen, &part[1].seen);
	s->users--;
	if (s->users == 0) {
		s->next = run->done;
		run->done = s;
	}
	pthread_cond_signal(&run->room);
	pthread_mutex_unlock(&run->lock);
}

struct bench {                          /* a worker's own things */
	struct run *run;
	struct scanner *scanner;
	struct scan_hits hits;
	char *room;
};

/* Whole lines, and behind them a last line without its end. */
static void count_block(struct bench *w, struct source *s, const struct block *b, size_t whole, size_t newlines, struct part part[2])
{
	struct scan_hits hits = w->hits, rest;
	struct block lines = *b, tail = { b->p + whole, b->n - whole, b->offset + whole, b->offset + whole, false };

	hits.count = 0;
	while (hits.count < w->hits.count && w->hits.list[hits.count].at < whole)
		hits.count++;
	rest = (struct scan_hits){ .list = hits.list + hits.count, .count = w->hits.count - hits.count };
	for (size_t i = 0; i < rest.count; i++)
		rest.list[i].at -= whole;
	lines.n = whole;
	part[0].seen.lines += (long long)newlines;
	if (whole > 0)
		block_hits(w->run->order, &s->use, &lines, &hits, part[0].tally, &part[0].seen);
	if (tail.n == 0)
		return;
	part[1].seen.lines++;
	block_hits(w->run->order, &s->use, &tail, &rest, part[1].tally, &part[1].seen);
}

static void work_source(struct bench *w, struct source *s)
{
	struct part part[2] = { part_new(w->run), part_new(w->run) };
	struct block b;
	size_t whole = 0;

	while (take_block(w->run, s, w->room, &b, &whole)) {
		long long before = part[0].seen.hits + part[1].seen.hits, found;
		size_t newlines;

		scan_block(w->scanner, b.p, b.n, &w->hits, &newlines);
		if (w->hits.full)
			arena_full_exit();
		count_block(w, s, &b, whole, newlines, part);
		found = part[0].seen.hits + part[1].seen.hits - before;
		if (found > 0) {
			pthread_mutex_lock(&w->run->lock);
			w->run->hits += found;
			pthread_mutex_unlock(&w->run->lock);
		}
	}
	leave_source(w->run, s, part);
	tally_free(part[0].tally);
	tally_free(part[1].tally);
}

void *hunt_worker(void *arg)
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
