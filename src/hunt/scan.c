/* scan.c - tokens out of bit maps, and each looked up. */
#include "hunt/scan_in.h"

#include <stdlib.h>

enum scan_engine scan_engine_best(void)
{
#if defined(__x86_64__)
	if (__builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512bw") &&
	    __builtin_cpu_supports("bmi2"))
		return SCAN_AVX512;
	if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2"))
		return SCAN_AVX2;
	if (__builtin_cpu_supports("ssse3") && __builtin_cpu_supports("popcnt"))
		return SCAN_SSE;
#endif
	return SCAN_PORTABLE;
}

struct scanner *scanner_new(const struct set *set, enum scan_engine engine)
{
	static const struct { classify_fn *classify; void (*walk)(struct scanner *s, size_t words); } engines[] = {
		{ classify_portable, walk_dots_portable }, { classify_sse, walk_dots_sse }, { classify_avx2, walk_dots_avx2 },
		{ classify_avx512, walk_dots_avx2 } };
	struct scanner *s = calloc(1, sizeof *s);
	enum scan_engine best = scan_engine_best();

	if (s == NULL)
		return NULL;
	s->set = set;
	engine = engine < best ? engine : best;
	s->classify = engines[engine].classify;
	s->walk_dots = engines[engine].walk;
	scan_shapes(s->shapes);
	s->names = set->name_slots > 0;
	s->hashes = set->counts[VALUE_SHA256] + set->counts[VALUE_SHA1] + set->counts[VALUE_MD5] > 0;
	s->v6 = set->v6_slots > 0;
	s->mail = set->counts[VALUE_EMAIL] > 0;
	return s;
}

struct scanner *scanner_of_tokens(const struct scan_tokens *into, enum scan_engine engine)
{
	struct set all = { .filter_words = 1, .map24_log = 1 };
	struct scanner *s = scanner_new(&all, engine);

	if (s == NULL)
		return NULL;
	s->every = all;
	s->any[0] = s->any[1] = ~0ull;
	s->every.filter = s->every.map24 = s->any;
	s->set = &s->every;
	s->tokens = into;
	s->names = s->hashes = s->v6 = s->mail = true;
	return s;
}

void scanner_free(struct scanner *s)
{
	free(s);
}

/* ---- hits; places are offsets in the block ---- */

void scan_push(struct scanner *s, size_t at, size_t n, uint32_t entry, bool whole)
{
	struct scan_hits *h = s->hits;

	if (h->count == h->room) {
		size_t more = h->room == 0 ? 256 : h->room * 2;
		struct scan_hit *bigger = realloc(h->list, more * sizeof *bigger);

		if (bigger == NULL) {
			h->full = true;
			return;
		}
		h->list = bigger;
		h->room = more;
	}
	__builtin_prefetch(&s->set->entries[entry]);
	h->list[h->count++] = (struct scan_hit){ at, n, entry, whole };
}

static void push_name(struct scanner *s, const struct pending *q, uint32_t entry)
{
	unsigned flags = s->set->entries[entry].flags;

	if ((flags & SET_LISTED) || ((flags & SET_HAS_URLS) && q->whole))
		scan_push(s, q->at, q->n, entry, q->whole);
}

/* What the filter lets pass waits until there is enough of it: its places in memory are fetched all at once. */
static void find_likely(struct scanner *s)
{
	for (size_t i = 0; i < s->likely_count && s->tokens == NULL; i++)
		set_prefetch_hashed(s->set, s->likely[i].hash);
	for (size_t i = 0; i < s->likely_count; i++) {
		const struct pending *q = &s->likely[i];
		long long entry = SET_NONE;

		if (s->tokens != NULL)
			s->tokens->text(s->tokens->ctx, q->hash);
		else
			entry = set_find_hashed(s->set, q->hash, (struct str){ s->block + q->at, q->n });

		if (entry >= 0 && entry < s->set->entry_count && (s->set->entries[entry].type == VALUE_EMAIL) == q->mail)
			push_name(s, q, (uint32_t)entry);
	}
	s->likely_count = 0;
}

static void find_near(struct scanner *s)
{
	for (size_t i = 0; i < s->near4_count && s->tokens == NULL; i++)
		set_prefetch4(s->set, s->near4[i].ip);
	for (size_t i = 0; i < s->near4_count; i++) {
		const struct found4 *q = &s->near4[i];
		long long entry = SET_NONE;

		if (s->tokens != NULL)
			s->tokens->ip4(s->tokens->ctx, q->ip);
		else
			entry = set_find4(s->set, q->ip);
		if (entry >= 0)
			scan_push(s, q->at, q->n, (uint32_t)entry, true);
	}
	s->near4_count = 0;
}

void scan_flush(struct scanner *s)
{
	const uint64_t *filter = s->set->filter;
	uint32_t words = s->set->filter_words;

	for (size_t i = 0; i < s->pending_count; i++) {
		uint64_t hash = s->pending[i].hash, bits = set_filter_bits(hash);

		s->likely[s->likely_count] = s->pending[i];
		s->likely_count += (filter[set_range((uint32_t)(hash >> 32), words)] & bits) == bits;
	}
	s->pending_count = 0;
	if (s->likely_count > PENDING)
		find_likely(s);
}

void scan_flush4(struct scanner *s)
{
	const uint64_t *map = s->set->map24;
	int log = s->set->map24_log;

	for (size_t i = 0; i < s->pending4_count; i++) {
		struct set_near place = set_near(s->pending4[i].ip, log);

		s->near4[s->near4_count] = s->pending4[i];
		s->near4_count += (map[place.word] & place.bits) == place.bits;
	}
	s->pending4_count = 0;
	if (s->near4_count > PENDING)
		find_near(s);
}

/* ---- blocks ---- */

/* Where a chunk may end: behind a byte that no token, mail address or IPv6 address goes over. */
static size_t chunk_end(const char *p, size_t n)
{
	if (n <= CHUNK)
		return n;
	for (size_t end = CHUNK; end > CHUNK - LONGEST_CUT; end--) {
		unsigned char c = (unsigned char)p[end - 1];

		if (!ascii_alpha(c) && !ascii_digit(c) && memchr("-_.:@%+", c, 7) == NULL)
			return end;
	}
	return CHUNK;
}

static int by_place(const void *x, const void *y)
{
	const struct scan_hit *a = x, *b = y;

	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	if (a->n != b->n)
		return a->n < b->n ? -1 : 1;
	return (a->entry > b->entry) - (a->entry < b->entry);
}

static size_t scan_chunk(struct scanner *s, const char *p)
{
	struct bitmaps *m = &s->maps;
	size_t words = (s->length + 63) / 64, over = words * 64 - s->length, newlines = s->classify(p, words, m);
	uint64_t inside = ~0ull >> over;

	for (size_t i = 0; i < over; i++)
		newlines -= p[s->length + i] == '\n';
	m->token[words - 1] &= inside;
	m->dot[words - 1] &= inside;
	m->digit[words - 1] &= inside;
	m->colon[words - 1] &= inside;
	m->token[words] = m->dot[words] = m->digit[words] = 0;
	s->walk_dots(s, words);
	if (s->hashes)
		walk_hashes(s, words);
	if (s->v6)
		walk_colons(s, p, words);
	return newlines;
}

static bool in_order(const struct scan_hits *h)
{
	for (size_t i = 1; i < h->count; i++)
		if (by_place(&h->list[i - 1], &h->list[i]) > 0)
			return false;
	return true;
}

/* Of the names that end at one place the longest listed one counts. */
static void settle(struct scanner *s, struct scan_hits *h)
{
	size_t kept = 0, covered = 0;

	if (!in_order(h))
		qsort(h->list, h->count, sizeof *h->list, by_place);
	for (size_t i = 0; i < h->count; i++) {
		const struct set_entry *t = &s->set->entries[h->list[i].entry];
		size_t end = h->list[i].at + h->list[i].n;

		if (t->type == VALUE_DOMAIN && (t->flags & SET_LISTED)) {
			if (end == covered)
				continue;
			covered = end;
		}
		h->list[kept++] = h->list[i];
	}
	h->count = kept;
}

void scan_block(struct scanner *s, const char *p, size_t n, struct scan_hits *hits, size_t *newlines_r)
{
	s->block = p;
	s->hits = hits;
	hits->count = 0;
	*newlines_r = 0;
	for (s->base = 0; s->base < n; s->base += s->length) {
		s->length = chunk_end(p + s->base, n - s->base);
		*newlines_r += scan_chunk(s, p + s->base);
	}
	scan_flush(s);
	scan_flush4(s);
	find_likely(s);
	find_near(s);
	settle(s, hits);
}
