/* scan.c - tokens out of bit maps, and each looked up. */
#include "hunt/scan.h"

#include <stdlib.h>

#include "hunt/scan_classify.h"
#include "hunt/set_file.h"

enum { PENDING = 32, LONGEST_NAME = 253, LONGEST_LOCAL = 64, LONGEST_CUT = CHUNK / 2 };

struct pending {                /* a name whose place in the filter is being fetched */
	uint64_t hash;
	uint32_t at, n;
	bool whole, mail;
};

struct pending4 {               /* an address likewise */
	uint32_t ip, at, n;
};

struct scanner {
	const struct set *set;
	classify_fn *classify;
	bool names, hashes, v6, mail;
	const char *block;              /* the block of this call, */
	size_t base;                    /* the chunk's place in it, */
	size_t length;                  /* the chunk's length */
	struct scan_hits *hits;
	const struct scan_tokens *tokens;       /* handed out instead of looked up; NULL */
	struct set every;                       /* then: what prefetching and the walk ask for */
	uint64_t nothing;
	size_t pending_count;
	struct pending pending[PENDING];
	size_t pending4_count;
	struct pending4 pending4[PENDING];
	struct bitmaps maps;
};

enum scan_engine scan_engine_best(void)
{
#if defined(__x86_64__)
	if (__builtin_cpu_supports("avx2"))
		return SCAN_AVX2;
	if (__builtin_cpu_supports("ssse3") && __builtin_cpu_supports("popcnt"))
		return SCAN_SSE;
#endif
	return SCAN_PORTABLE;
}

struct scanner *scanner_new(const struct set *set, enum scan_engine engine)
{
	static classify_fn *const engines[] = { classify_portable, classify_sse, classify_avx2 };
	struct scanner *s = calloc(1, sizeof *s);
	enum scan_engine best = scan_engine_best();

	if (s == NULL)
		return NULL;
	s->set = set;
	s->classify = engines[engine < best ? engine : best];
	s->names = set->name_slots > 0;
	s->hashes = set->counts[VALUE_SHA256] + set->counts[VALUE_SHA1] + set->counts[VALUE_MD5] > 0;
	s->v6 = set->v6_slots > 0;
	s->mail = set->counts[VALUE_EMAIL] > 0;
	return s;
}

struct scanner *scanner_of_tokens(const struct scan_tokens *into, enum scan_engine engine)
{
	struct set all = { .filter_words = 1, .map24_shift = 31 };
	struct scanner *s = scanner_new(&all, engine);

	if (s == NULL)
		return NULL;
	s->every = all;
	s->every.filter = s->every.map24 = &s->nothing;
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

static void push(struct scanner *s, size_t at, size_t n, uint32_t entry, bool whole)
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
	h->list[h->count++] = (struct scan_hit){ at, n, entry, whole };
}

static void push_name(struct scanner *s, const struct pending *q, uint32_t entry)
{
	unsigned flags = s->set->entries[entry].flags;

	if ((flags & SET_LISTED) || ((flags & SET_HAS_URLS) && q->whole))
		push(s, q->at, q->n, entry, q->whole);
}

static void hand_out(struct scanner *s)
{
	for (size_t i = 0; i < s->pending_count; i++)
		s->tokens->text(s->tokens->ctx, s->pending[i].hash);
	for (size_t i = 0; i < s->pending4_count; i++)
		s->tokens->ip4(s->tokens->ctx, s->pending4[i].ip);
	s->pending_count = s->pending4_count = 0;
}

static void flush(struct scanner *s)
{
	const uint64_t *filter = s->set->filter;
	uint32_t words = s->set->filter_words;

	if (s->tokens != NULL) {
		hand_out(s);
		return;
	}
	for (size_t i = 0; i < s->pending_count; i++) {
		const struct pending *q = &s->pending[i];
		uint64_t bits = set_filter_bits(q->hash);
		long long entry;

		if ((filter[set_range((uint32_t)(q->hash >> 32), words)] & bits) != bits)
			continue;
		entry = set_find_hashed(s->set, q->hash, (struct str){ s->block + q->at, q->n });
		if (entry >= 0 && entry < s->set->entry_count && (s->set->entries[entry].type == VALUE_EMAIL) == q->mail)
			push_name(s, q, (uint32_t)entry);
	}
	s->pending_count = 0;
}

static inline void probe(struct scanner *s, uint64_t hash, size_t at, size_t n, bool whole, bool mail)
{
	__builtin_prefetch(&s->set->filter[set_range((uint32_t)(hash >> 32), s->set->filter_words)]);
	s->pending[s->pending_count++] = (struct pending){ hash, (uint32_t)at, (uint32_t)n, whole, mail };
	if (s->pending_count == PENDING)
		flush(s);
}

/* ---- addresses ---- */

static void flush4(struct scanner *s)
{
	const uint64_t *map = s->set->map24;
	int shift = s->set->map24_shift;

	if (s->tokens != NULL) {
		hand_out(s);
		return;
	}
	for (size_t i = 0; i < s->pending4_count; i++) {
		const struct pending4 *q = &s->pending4[i];
		uint32_t bit = set_map24_bit(q->ip, shift);
		long long entry = map[bit >> 6] >> (bit & 63) & 1 ? set_find4(s->set, q->ip) : SET_NONE;

		if (entry >= 0)
			push(s, q->at, q->n, (uint32_t)entry, true);
	}
	s->pending4_count = 0;
}

/* One number of a dotted quad that ends before `end`: up to three digits, read as four bytes. */
static inline uint32_t octet(const char *end, size_t n)
{
	uint32_t w;

	memcpy(&w, end - 4, 4);
	w = (w & ~0u << (8 * (4 - n))) & 0x0f0f0f0f;
	return (w >> 24) + (w >> 16 & 255) * 10 + (w >> 8 & 255) * 100;
}

static inline void address(struct scanner *s, size_t at, size_t n, uint64_t dots)
{
	size_t d1 = (size_t)__builtin_ctzll(dots), d2, d3, n2, n3, n4;
	const char *p = s->block + at;
	uint32_t ip, a, b, c, d;

	dots &= dots - 1;
	d2 = (size_t)__builtin_ctzll(dots);
	dots &= dots - 1;
	d3 = (size_t)__builtin_ctzll(dots);
	n2 = d2 - d1 - 1;
	n3 = d3 - d2 - 1;
	n4 = n - d3 - 1;
	if (d1 - 1 > 2 || n2 - 1 > 2 || n3 - 1 > 2 || n4 - 1 > 2)
		return;
	a = octet(p + d1, d1);
	b = octet(p + d2, n2);
	c = octet(p + d3, n3);
	d = octet(p + n, n4);
	if ((a | b | c | d) > 255)
		return;
	ip = a << 24 | b << 16 | c << 8 | d;
	__builtin_prefetch(&s->set->map24[set_map24_bit(ip, s->set->map24_shift) >> 6]);
	s->pending4[s->pending4_count++] = (struct pending4){ ip, (uint32_t)at, (uint32_t)n };
	if (s->pending4_count == PENDING)
		flush4(s);
}

/* Between hyphens and underscores: 203.0.113.9-443, 203.0.113.1-203.0.113.9. */
static void addresses_between(struct scanner *s, size_t at, size_t end)
{
	const char *p = s->block;

	while (at < end) {
		size_t stop = at, count = 0;
		uint64_t dots = 0;
		bool numeric = true;

		for (; stop < end && p[stop] != '-' && p[stop] != '_'; stop++) {
			if (p[stop] == '.' && stop - at < 16) {
				dots |= 1ull << (stop - at);
				count++;
			}
			numeric = numeric && (p[stop] == '.' || ascii_digit((unsigned char)p[stop]));
		}
		if (numeric && count == 3 && stop - at >= 7 && stop - at <= 15)
			address(s, at, stop - at, dots);
		at = stop + 1;
	}
}

/* ---- names ---- */

/* The part of a mail address before its domain, to the left of the '@' at at - 1. */
static void mail_address(struct scanner *s, size_t at, size_t end, uint64_t hash)
{
	const char *p = s->block;
	size_t from = at - 1;

	while (from > 0 && at - 1 - from <= LONGEST_LOCAL) {
		unsigned char c = (unsigned char)p[from - 1];

		if (c <= ' ' || c >= 0x7f || memchr("<>()[],;:\\\"@=/'", c, 15) != NULL)
			break;
		from--;
	}
	if (from < at - 1 && at - 1 - from <= LONGEST_LOCAL)
		probe(s, set_hash_local(hash, p + from, at - 1 - from), from, end - from, true, true);
}

static inline uint64_t bits_at(const uint64_t *map, size_t at)
{
	size_t w = at / 64, b = at % 64;

	return b == 0 ? map[w] : map[w] >> b | map[w + 1] << (64 - b);
}

static inline bool three_bits(uint64_t v)
{
	uint64_t two = v & (v - 1), one = two & (two - 1);

	return one != 0 && (one & (one - 1)) == 0;
}

static inline uint64_t low_bits(size_t n)
{
	return n >= 64 ? ~0ull : (1ull << n) - 1;
}

/* Every suffix of at least two labels, from the right. */
static inline void name(struct scanner *s, size_t at, size_t end, uint64_t dots)
{
	const char *p = s->block;
	uint64_t h = SET_SEED;
	size_t e = end, labels = 0;

	for (;;) {
		size_t from = at;

		if (end - at <= 64) {
			if (dots != 0) {
				size_t i = 63 - (size_t)__builtin_clzll(dots);

				from = at + i + 1;
				dots ^= 1ull << i;
			}
		} else {
			for (from = e; from > at && p[from - 1] != '.'; from--)
				;
		}
		if (from == e)
			return;                 /* an empty label */
		h = set_hash_label(h, p + from, e - from);
		if (++labels >= 2)
			probe(s, h, from, end - from, from == at, false);
		if (from == at)
			break;
		e = from - 1;
	}
	if (s->mail && at + s->base > 0 && p[(ptrdiff_t)at - 1] == '@')
		mail_address(s, at, end, h);
}

/* More than 64 bytes: rare, so byte by byte. */
static void long_token(struct scanner *s, size_t at, size_t end)
{
	addresses_between(s, at, end);
	if (end - at > LONGEST_NAME)
		for (at = end - LONGEST_NAME; at < end && s->block[at - 1] != '.';)
			at++;
	if (s->names && end - at > 64 && !ascii_digit((unsigned char)s->block[end - 1]))
		name(s, at, end, 0);
}

/* A run of token characters with at least one dot in it; offsets in the block. */
static inline void token(struct scanner *s, size_t at, size_t end)
{
	const char *p = s->block;
	uint64_t dots, digits, all;
	size_t n, last;

	while (at < end && (p[at] == '.' || p[at] == '-'))
		at++;
	while (end > at && (p[end - 1] == '.' || p[end - 1] == '-'))
		end--;
	n = end - at;
	if (n < 3)
		return;
	if (n > 64) {
		long_token(s, at, end);
		return;
	}
	all = low_bits(n);
	dots = bits_at(s->maps.dot, at - s->base) & all;
	digits = bits_at(s->maps.digit, at - s->base) & all;
	if (dots == 0)
		return;
	if ((dots | digits) == all) {
		if (n >= 7 && n <= 15 && three_bits(dots))
			address(s, at, n, dots);
		return;
	}
	last = 64 - (size_t)__builtin_clzll(dots);      /* where the last label begins */
	if ((dots & (dots - 1) & ((dots & (dots - 1)) - 1)) != 0 && (memchr(p + at, '-', n) != NULL || memchr(p + at, '_', n) != NULL))
		addresses_between(s, at, end);
	if (s->names && digits >> last != all >> last)
		name(s, at, end, dots);
}

/* Where the run of token characters around `at` begins and ends. */
static inline size_t run_start(const uint64_t *map, size_t at)
{
	size_t w = at / 64;
	uint64_t gaps = ~map[w] & low_bits(at % 64);

	while (gaps == 0) {
		if (w == 0)
			return 0;
		gaps = ~map[--w];
	}
	return w * 64 + 64 - (size_t)__builtin_clzll(gaps);
}

static inline size_t run_end(const uint64_t *map, size_t at, size_t words, size_t length)
{
	size_t w = at / 64;
	uint64_t gaps = ~map[w] & ~0ull << (at % 64);

	while (gaps == 0) {
		if (++w == words)
			return length;
		gaps = ~map[w];
	}
	return w * 64 + (size_t)__builtin_ctzll(gaps);
}

static void walk_dots(struct scanner *s, size_t words)
{
	const struct bitmaps *m = &s->maps;
	size_t w = 0;
	uint64_t dots = m->dot[0];

	for (;;) {
		size_t at, from, end;

		while (dots == 0) {
			if (++w >= words)
				return;
			dots = m->dot[w];
		}
		at = w * 64 + (size_t)__builtin_ctzll(dots);
		from = run_start(m->token, at);
		end = run_end(m->token, at, words, s->length);
		token(s, s->base + from, s->base + end);
		w = end / 64;
		if (w >= words)
			return;
		dots = m->dot[w] & ~0ull << (end % 64);
	}
}

/* ---- hashes: runs of 32, 40 or 64 hex digits ---- */

static bool is_hex(unsigned char c)
{
	return ascii_digit(c) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f');
}

static void hashes_in(struct scanner *s, size_t at, size_t end)
{
	const char *p = s->block;

	while (at < end) {
		size_t stop = at;
		bool hex = true;

		for (; stop < end && (ascii_alpha((unsigned char)p[stop]) || ascii_digit((unsigned char)p[stop])); stop++)
			hex = hex && is_hex((unsigned char)p[stop]);
		if (hex && (stop - at == 32 || stop - at == 40 || stop - at == 64))
			probe(s, set_hash_label(SET_SEED, p + at, stop - at), at, stop - at, true, false);
		at = stop + 1;
	}
}

static void walk_hashes(struct scanner *s, size_t words)
{
	const uint64_t *t = s->maps.token;
	size_t done = 0;

	for (size_t w = 0; w < words; w++) {
		uint64_t run = t[w], next = w + 1 < words ? t[w + 1] : 0;

		/* bit i stays where bits i .. i+31 are all set */
		for (int shift = 1; shift <= 16; shift *= 2) {
			run &= run >> shift | next << (64 - shift);
			next &= next >> shift;
		}
		if (run != 0) {
			size_t at = w * 64 + (size_t)__builtin_ctzll(run), end;

			if (at < done)
				continue;
			at = run_start(t, at);
			end = run_end(t, at, words, s->length);
			hashes_in(s, s->base + at, s->base + end);
			done = end;
			/* another run may begin in this word */
			while (done / 64 == w) {
				uint64_t rest = run & ~0ull << (done % 64);

				if (rest == 0)
					break;
				at = w * 64 + (size_t)__builtin_ctzll(rest);
				end = run_end(t, at, words, s->length);
				hashes_in(s, s->base + at, s->base + end);
				done = end;
			}
		}
	}
}

/* ---- IPv6 ---- */

static bool try_ip6(struct scanner *s, size_t at, size_t end)
{
	const char *p = s->block;
	unsigned char ip[16];
	long long entry;

	if (!ip6_read((struct str){ p + at, end - at }, ip))
		return false;
	if (memcmp(ip, "\0\0\0\0\0\0\0\0\0\0\xff\xff", 12) == 0)
		return true;            /* the dotted quad in it was looked up as such */
	if (s->tokens != NULL) {
		s->tokens->ip6(s->tokens->ctx, ip);
		return true;
	}
	entry = set_find6(s->set, ip);
	if (entry >= 0)
		push(s, at, end - at, (uint32_t)entry, true);
	return true;
}

/* A run of hex digits and colons; words stuck to its left ("outside:2001:db8::1") are left off one by one. */
static void ip6_run(struct scanner *s, size_t at, size_t end)
{
	const char *p = s->block;
	size_t colons = 0, least = end - at > 100 ? end - 100 : at;
	bool gap = false;

	for (size_t i = at; i < end; i++) {
		colons += p[i] == ':';
		gap |= p[i] == ':' && i + 1 < end && p[i + 1] == ':';
	}
	if (!gap && colons < 7)
		return;
	if (p[end - 1] == ':' && !(end - at >= 2 && p[end - 2] == ':'))
		end--;
	if (at > 0 && ascii_alpha((unsigned char)p[at - 1]))
		while (at < end && p[at] != ':')
			at++;
	at = at > least ? at : least;
	while (at < end) {
		if (p[at] == ':' && !(at + 1 < end && p[at + 1] == ':')) {
			at++;
			continue;
		}
		if (try_ip6(s, at, end))
			return;
		while (at < end && p[at] != ':')
			at++;
		at++;
	}
}

static void walk_colons(struct scanner *s, const char *p, size_t words)
{
	size_t done = 0;

	for (size_t w = 0; w < words; w++) {
		for (uint64_t colons = s->maps.colon[w]; colons != 0; colons &= colons - 1) {
			size_t colon = w * 64 + (size_t)__builtin_ctzll(colons), at = colon, end = colon + 1;

			if (colon < done)
				continue;
			while (at > done && is_hex((unsigned char)p[at - 1]))
				at--;
			while (end < s->length && (is_hex((unsigned char)p[end]) || p[end] == ':'))
				end++;
			done = end;
			if (end - at >= 3)
				ip6_run(s, s->base + at, s->base + end);
		}
	}
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
	walk_dots(s, words);
	if (s->hashes)
		walk_hashes(s, words);
	if (s->v6)
		walk_colons(s, p, words);
	flush(s);
	flush4(s);
	return newlines;
}

/* Of the names that end at one place the longest listed one counts. */
static void settle(struct scanner *s, struct scan_hits *h, size_t from)
{
	size_t kept = from, covered = 0;

	if (h->count - from > 1)
		qsort(h->list + from, h->count - from, sizeof *h->list, by_place);
	for (size_t i = from; i < h->count; i++) {
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
		size_t before = hits->count;

		s->length = chunk_end(p + s->base, n - s->base);
		*newlines_r += scan_chunk(s, p + s->base);
		settle(s, hits, before);
	}
}
