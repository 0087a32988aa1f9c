/* tally.c - rows in a hash table, records held back, merging. */
#include "hunt/tally_in.h"

#include <endian.h>
#include <limits.h>
#include <stdlib.h>

#include "indicator/lists.h"

const char *const direction_names[] = { "to", "from", "lookup", "unknown" };
const char *const action_names[] = { "allow", "deny", "mixed", "unknown" };

enum { TALLY_MOST = 1 << 30 };

struct tally *tally_new(int sample_lines)
{
	struct arena *a = arena_new(TALLY_MOST, arena_full_exit);
	struct tally *t = malloc(sizeof *t);    /* not in its arena, which merging may hand to another */

	if (t == NULL)
		arena_full_exit();
	*t = (struct tally){ .arena = a, .samples = sample_lines, .table_size = 64 };
	t->table = ARENA_ARRAY(a, struct tally_slot, t->table_size);
	return t;
}

void tally_free(struct tally *t)
{
	if (t == NULL)
		return;
	arena_free(t->arena);
	free(t);
}

static uint64_t mix(uint64_t h, uint64_t v)
{
	h = (h ^ v) * 0x9E3779B97F4A7C15ull;
	return h ^ h >> 32;
}

static uint64_t mix_text(uint64_t h, struct str s)
{
	uint64_t w = 0;

	h = mix(h, s.n);
	for (; s.n >= 8; s = str_from(s, 8)) {
		memcpy(&w, s.p, 8);
		h = mix(h, w);
	}
	w = 0;
	if (s.n > 0)
		memcpy(&w, s.p, s.n);
	return mix(h, w);
}

static uint64_t hash_of(const struct tally_row *r)
{
	uint64_t h = mix((uint64_t)r->meaning.direction << 32, (uint32_t)r->meaning.port);

	return mix_text(mix_text(h, r->indicator), r->org);
}

/* Mostly the same place: then its text need not be fetched from memory. */
static bool same_text(struct str a, struct str b)
{
	return (a.p == b.p && a.n == b.n) || str_eq(a, b);
}

static bool same_key(const struct tally_row *a, const struct tally_row *b)
{
	return a->meaning.direction == b->meaning.direction && a->meaning.port == b->meaning.port && a->type == b->type &&
	    same_text(a->indicator, b->indicator) && same_text(a->org, b->org);
}

static void grow_table(struct tally *t)
{
	size_t size = t->table_size * 2;
	struct tally_slot *bigger;

	if (t->count * 2 < t->table_size)
		return;
	bigger = ARENA_ARRAY(t->arena, struct tally_slot, size);
	for (size_t i = 0; i < t->table_size; i++) {
		size_t at = t->table[i].hash & (size - 1);

		if (t->table[i].row == 0)
			continue;
		while (bigger[at].row != 0)
			at = (at + 1) & (size - 1);
		bigger[at] = t->table[i];
	}
	t->table = bigger;
	t->table_size = size;
}

/* The samples that stay are the first ones by text: whatever the split, the same ones. */
static void add_line(struct tally *t, struct tally_row *r, struct str line)
{
	size_t at = r->line_count;

	if (t->samples <= 0)
		return;
	if (r->lines == NULL)
		r->lines = ARENA_ARRAY(t->arena, struct str, (size_t)t->samples + 1);
	while (at > 0 && str_cmp(line, r->lines[at - 1]) < 0)
		at--;
	if (at >= (size_t)t->samples || (at > 0 && str_eq(r->lines[at - 1], line)))
		return;
	memmove(&r->lines[at + 1], &r->lines[at], (r->line_count - at) * sizeof *r->lines);
	r->lines[at] = arena_str(t->arena, line);
	if (r->line_count < (size_t)t->samples)
		r->line_count++;
}

static struct str indicator_kept(struct tally *t, const struct tally_row *r)
{
	return r->stays ? r->indicator : arena_str(t->arena, r->indicator);
}

/* Nearly all rows of a run are of one organisation. */
static struct str org_kept(struct tally *t, struct str org)
{
	if (t->org.p == NULL || !str_eq(t->org, org))
		t->org = arena_str(t->arena, org);
	return t->org;
}

static struct tally_row *row_new(struct tally *t, const struct tally_row *key)
{
	struct tally_row *r;

	if (t->count == t->chunk_count * TALLY_CHUNK)
		*ARENA_PUSH(t->arena, t->chunks, t->chunk_count, t->chunk_room) = ARENA_ARRAY(t->arena, struct tally_row, TALLY_CHUNK);
	r = tally_row_at(t, t->count++);
	*r = *key;
	r->indicator = indicator_kept(t, key);
	r->org = org_kept(t, key->org);
	r->listed = key->listed.p != NULL ? arena_str(t->arena, key->listed) : data_warning(r->indicator);
	r->lines = NULL;
	r->line_count = 0;
	return r;
}

static struct tally_row *row_of(struct tally *t, const struct tally_row *key, uint32_t hash, bool *new_r)
{
	struct tally_row *r;
	size_t at;

	grow_table(t);
	for (at = hash & (t->table_size - 1); t->table[at].row != 0; at = (at + 1) & (t->table_size - 1)) {
		r = tally_row_at(t, t->table[at].row - 1);
		if (t->table[at].hash == hash && same_key(r, key)) {
			*new_r = false;
			return r;
		}
	}
	r = row_new(t, key);
	t->table[at] = (struct tally_slot){ hash, (uint32_t)t->count };
	*new_r = true;
	return r;
}

static void count_now(struct tally *t, const struct tally_row *from, uint32_t hash)
{
	bool is_new;
	struct tally_row *r = row_of(t, from, hash, &is_new);

	for (size_t i = 0; i < from->line_count; i++)
		add_line(t, r, from->lines[i]);
	if (is_new)
		return;
	if (__builtin_add_overflow(r->count, from->count, &r->count))
		r->count = LLONG_MAX;
	if (from->first_ms != TIME_NONE && (r->first_ms == TIME_NONE || from->first_ms < r->first_ms))
		r->first_ms = from->first_ms;
	if (from->last_ms != TIME_NONE && (r->last_ms == TIME_NONE || from->last_ms > r->last_ms))
		r->last_ms = from->last_ms;
	if (strcmp(r->proto, from->proto) != 0)
		memcpy(r->proto, "mixed", 6);
	if (r->action != from->action)
		r->action = ACTION_MIXED;
	r->meaning.heuristic |= from->meaning.heuristic;
	if (r->listed.p == NULL)
		r->listed = arena_str(t->arena, from->listed);
}

void tally_drain(struct tally *t)
{
	for (int i = 0; i < t->waiting_count; i++) {
		uint32_t row = t->table[t->waiting[i].hash & (t->table_size - 1)].row;

		if (row != 0)
			__builtin_prefetch(tally_row_at(t, row - 1));
	}
	for (int i = 0; i < t->waiting_count; i++)
		count_now(t, &t->waiting[i].row, t->waiting[i].hash);
	t->waiting_count = 0;
}

/* A row without samples may wait. */
static void count_row(struct tally *t, const struct tally_row *from)
{
	uint32_t hash = (uint32_t)hash_of(from);

	if (from->line_count > 0) {
		count_now(t, from, hash);
		return;
	}
	__builtin_prefetch(&t->table[hash & (t->table_size - 1)]);
	t->waiting[t->waiting_count++] = (struct waiting){ *from, hash };
	if (t->waiting_count == TALLY_WAITING)
		tally_drain(t);
}

static void hold(struct tally *t, const struct tally_row *row, uint64_t connection)
{
	struct held *h = ARENA_PUSH(t->arena, t->held, t->held_count, t->held_room);

	*h = (struct held){ *row, connection };
	h->row.indicator = indicator_kept(t, row);
	h->row.org = arena_str(t->arena, row->org);
	h->row.lines = ARENA_ARRAY(t->arena, struct str, row->line_count + 1);
	for (size_t i = 0; i < row->line_count; i++)
		h->row.lines[i] = arena_str(t->arena, row->lines[i]);
}

void tally_add_later(struct tally *t, const struct tally_row *row, uint64_t connection, enum stage stage)
{
	if (connection != 0 && (stage == STAGE_END || stage == STAGE_RETURN)) {
		hold(t, row, connection);
		return;
	}
	if (connection != 0 && stage == STAGE_START)
		*ARENA_PUSH(t->arena, t->started, t->started_count, t->started_room) = connection;
	count_row(t, row);
}

void tally_add(struct tally *t, const struct tally_row *row, uint64_t connection, enum stage stage)
{
	tally_add_later(t, row, connection, stage);
	tally_drain(t);
}

void tally_merge(struct tally *t, struct tally *from)
{
	tally_drain(t);
	tally_drain(from);
	if (t->count + t->held_count + t->started_count == 0 && t->samples == from->samples) {
		struct tally empty = *t;

		*t = *from;
		*from = empty;
		return;
	}
	for (size_t i = 0; i < from->count; i++)
		count_row(t, tally_row_at(from, i));
	for (size_t i = 0; i < from->held_count; i++)
		hold(t, &from->held[i].row, from->held[i].connection);
	for (size_t i = 0; i < from->started_count; i++)
		*ARENA_PUSH(t->arena, t->started, t->started_count, t->started_room) = from->started[i];
	tally_drain(t);         /* before `from` forgets their texts */
	from->count = from->held_count = from->started_count = 0;
	memset(from->table, 0, from->table_size * sizeof *from->table);
}

static int by_number(const void *x, const void *y)
{
	uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;

	return (a > b) - (a < b);
}

/* Of the records of one connection and indicator the earliest comes first. */
static int by_connection(const void *x, const void *y)
{
	const struct held *a = x, *b = y;
	int order;

	if (a->connection != b->connection)
		return a->connection < b->connection ? -1 : 1;
	order = str_cmp(a->row.indicator, b->row.indicator);
	if (order != 0)
		return order;
	if (a->row.first_ms != b->row.first_ms)
		return a->row.first_ms < b->row.first_ms ? -1 : 1;
	return (a->row.meaning.direction > b->row.meaning.direction) - (a->row.meaning.direction < b->row.meaning.direction);
}

void tally_settle(struct tally *t)
{
	if (t->started_count > 1)
		qsort(t->started, t->started_count, sizeof *t->started, by_number);
	if (t->held_count > 1)
		qsort(t->held, t->held_count, sizeof *t->held, by_connection);
	for (size_t i = 0; i < t->held_count; i++) {
		const struct held *h = &t->held[i], *before = i > 0 ? h - 1 : NULL;

		if (before != NULL && before->connection == h->connection && str_eq(before->row.indicator, h->row.indicator))
			continue;
		if (t->started_count == 0 || bsearch(&h->connection, t->started, t->started_count, sizeof *t->started, by_number) == NULL)
			count_row(t, &h->row);
	}
	t->held_count = t->started_count = 0;
	tally_drain(t);
}

/* ---- rows in order ---- */

struct ordered {                /* what is compared first lies next to each other */
	uint64_t front[2];      /* the indicator's first sixteen bytes: all of an IPv4 address */
	const struct tally_row *row;
};

static struct ordered ordered_of(const struct tally_row *r)
{
	char front[16] = "";
	struct ordered o = { .row = r };

	memcpy(front, r->indicator.p, r->indicator.n < sizeof front ? r->indicator.n : sizeof front);
	memcpy(o.front, front, sizeof front);
	o.front[0] = be64toh(o.front[0]);
	o.front[1] = be64toh(o.front[1]);
	return o;
}

static bool comes_before(const struct ordered *p, const struct ordered *q)
{
	const struct tally_row *a = p->row, *b = q->row;
	int order;

	if (p->front[0] != q->front[0])
		return p->front[0] < q->front[0];
	if (p->front[1] != q->front[1])
		return p->front[1] < q->front[1];
	order = same_text(a->indicator, b->indicator) ? 0 : str_cmp(a->indicator, b->indicator);
	if (order == 0)
		order = same_text(a->org, b->org) ? 0 : str_cmp(a->org, b->org);
	if (order == 0)
		order = (int)a->meaning.direction - (int)b->meaning.direction;
	return order != 0 ? order < 0 : a->meaning.port < b->meaning.port;
}

/* Merging from runs of one up; qsort would call a function for each comparison. */
static struct ordered *in_order(struct arena *a, struct ordered *list, size_t n)
{
	struct ordered *from = list, *into = arena_room(a, n * sizeof *into);

	for (size_t run = 1; run < n; run *= 2) {
		struct ordered *swap = from;

		for (size_t at = 0; at < n; at += 2 * run) {
			size_t x = at, mid = n - at > run ? at + run : n, y = mid, end = n - at > 2 * run ? at + 2 * run : n;

			for (size_t to = at; to < end; to++)
				into[to] = y == end || (x < mid && !comes_before(&from[y], &from[x])) ? from[x++] : from[y++];
		}
		from = into;
		into = swap;
	}
	return from;
}

size_t tally_rows(struct tally *t, const struct tally_row *const **rows_r)
{
	struct ordered *order;
	const struct tally_row **rows;

	tally_drain(t);
	order = ARENA_ARRAY(t->arena, struct ordered, t->count + 1);
	rows = ARENA_ARRAY(t->arena, const struct tally_row *, t->count + 1);
	for (size_t i = 0; i < t->count; i++)
		order[i] = ordered_of(tally_row_at(t, i));
	order = in_order(t->arena, order, t->count);
	for (size_t i = 0; i < t->count; i++)
		rows[i] = order[i].row;
	*rows_r = rows;
	return t->count;
}
