/* scan_in.h - the scanner's inside, for scan*.c only. */
#ifndef HUNT_SCAN_IN_H
#define HUNT_SCAN_IN_H

#include "hunt/scan.h"
#include "hunt/scan_classify.h"
#include "hunt/set_file.h"

enum { PENDING = 32, LONGEST_NAME = 253, LONGEST_LOCAL = 64, LONGEST_CUT = CHUNK / 2 };

struct pending {                /* a name whose place in the filter is being fetched */
	uint64_t hash;
	uint32_t at, n;
	bool whole, mail;
};

struct found4 {                 /* an address */
	uint32_t ip, at, n;
};

/* How the digits of a dotted quad lie: found by where its dots and its end are (scan_walk.c). */
struct quad_shape {
	unsigned char shuffle[16];
	uint16_t mask;
};
enum { QUAD_SHAPES = 256, ENDS = 64 };

struct scanner {
	const struct set *set;
	classify_fn *classify;
	void (*walk_dots)(struct scanner *s, size_t words);
	bool names, hashes, v6, mail;
	const char *block;              /* the block of this call, */
	size_t base;                    /* the chunk's place in it, */
	size_t length;                  /* the chunk's length */
	struct scan_hits *hits;
	const struct scan_tokens *tokens;       /* handed out instead of looked up; NULL */
	struct set every;                       /* then: what prefetching and the walk ask for */
	uint64_t any[2];                        /* its filters let everything pass */
	size_t pending_count, likely_count, pending4_count, near4_count;        /* likely, near: a filter let them pass */
	struct pending pending[PENDING], likely[2 * PENDING + 1];
	struct found4 pending4[PENDING], near4[2 * PENDING + 1];
	struct quad_shape shapes[QUAD_SHAPES];
	uint16_t quad_ends[ENDS + 64 + 4], other_ends[ENDS + 64 + 4];
	struct bitmaps maps;
};

/* scan.c; places are offsets in the block */
void scan_push(struct scanner *s, size_t at, size_t n, uint32_t entry, bool whole);
void scan_flush(struct scanner *s);             /* looks up what is pending */
void scan_flush4(struct scanner *s);

/* scan_walk.c: every token with a dot in it, by four engines that find the same */
void walk_dots_portable(struct scanner *s, size_t words);
void walk_dots_sse(struct scanner *s, size_t words);
void walk_dots_avx2(struct scanner *s, size_t words);
void scan_shapes(struct quad_shape shapes[QUAD_SHAPES]);

/* scan_rare.c: what few lines hold */
void scan_addresses_between(struct scanner *s, size_t at, size_t end);
void scan_mail_address(struct scanner *s, size_t at, size_t end, uint64_t hash);
void walk_hashes(struct scanner *s, size_t words);
void walk_colons(struct scanner *s, const char *p, size_t words);

static inline void probe(struct scanner *s, uint64_t hash, size_t at, size_t n, bool whole, bool mail)
{
	__builtin_prefetch(&s->set->filter[set_range((uint32_t)(hash >> 32), s->set->filter_words)]);
	s->pending[s->pending_count++] = (struct pending){ hash, (uint32_t)at, (uint32_t)n, whole, mail };
	if (s->pending_count == PENDING)
		scan_flush(s);
}

static inline void probe4(struct scanner *s, uint32_t ip, size_t at, size_t n)
{
	__builtin_prefetch(&s->set->map24[set_near(ip, s->set->map24_log).word]);
	s->pending4[s->pending4_count++] = (struct found4){ ip, (uint32_t)at, (uint32_t)n };
	if (s->pending4_count == PENDING)
		scan_flush4(s);
}

static inline uint64_t low_bits(size_t n)
{
	return n >= 64 ? ~0ull : (1ull << n) - 1;
}

/* One number of a dotted quad that ends before `end`: up to three digits, read as four bytes. */
static inline uint32_t octet(const char *end, size_t n)
{
	uint32_t w;

	memcpy(&w, end - 4, 4);
	w = (w & ~0u << (8 * (4 - n))) & 0x0f0f0f0f;
	return (w >> 24) + (w >> 16 & 255) * 10 + (w >> 8 & 255) * 100;
}

/* A dotted quad of n bytes with dots at these three places. */
static inline bool quad_read(const char *p, size_t n, uint64_t dots, uint32_t *ip_r)
{
	size_t d1 = (size_t)__builtin_ctzll(dots), d2, d3, n2, n3, n4;
	uint32_t a, b, c, d;

	dots &= dots - 1;
	d2 = (size_t)__builtin_ctzll(dots);
	dots &= dots - 1;
	d3 = (size_t)__builtin_ctzll(dots);
	n2 = d2 - d1 - 1;
	n3 = d3 - d2 - 1;
	n4 = n - d3 - 1;
	if (d1 - 1 > 2 || n2 - 1 > 2 || n3 - 1 > 2 || n4 - 1 > 2)
		return false;
	a = octet(p + d1, d1);
	b = octet(p + d2, n2);
	c = octet(p + d3, n3);
	d = octet(p + n, n4);
	*ip_r = a << 24 | b << 16 | c << 8 | d;
	return (a | b | c | d) <= 255;
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

#endif
