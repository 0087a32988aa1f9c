/* scan_walk.c - the walk of scan_walk.h for each engine, and dotted quads read in one step.
 *
 * Where the three dots and the end of a quad are says which byte is which digit: one shuffle puts them into four groups
 * of hundreds, tens and ones, and two multiplications with addition make the four numbers (the method is that of
 * W. Mula and D. Lemire, "Parsing IP addresses crazily fast", 2023). */
#include "hunt/scan_in.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum { WINDOW = 57, LONGEST_QUAD = 15 };      /* WINDOW: what 8 bytes from any bit on show */
#define SHAPE_HASH 0x9efb2d29u          /* tried out: no two of the 81 shapes meet in 256 places */

static inline size_t shape_of(uint32_t mask)
{
	return mask * SHAPE_HASH >> 24;
}

void scan_shapes(struct quad_shape shapes[QUAD_SHAPES])
{
	for (unsigned i = 0; i < 81; i++) {
		unsigned digits[4] = { i / 27 + 1, i / 9 % 3 + 1, i / 3 % 3 + 1, i % 3 + 1 }, end = 0;
		struct quad_shape shape = { .mask = 0 };

		memset(shape.shuffle, 0x80, sizeof shape.shuffle);      /* none: 0 */
		for (unsigned k = 0; k < 4; k++) {
			end += digits[k];
			for (unsigned d = 0; d < digits[k]; d++)        /* the last number comes first: little-endian */
				shape.shuffle[4 * (3 - k) + 2 - d] = (unsigned char)(end - 1 - d);
			shape.mask |= (uint16_t)(1u << end++);
		}
		shapes[shape_of(shape.mask)] = shape;
	}
}

/* 57 bits of a map from `at` on, or a few more. */
static inline uint64_t window(const uint64_t *map, size_t at)
{
	return set_load8((const char *)map + at / 8) >> (at % 8);
}

/* The sum of two words and of what the words before carried over. */
static inline uint64_t add_carry(uint64_t a, uint64_t b, unsigned char *carry)
{
	unsigned long long sum;

#if defined(__x86_64__)
	*carry = _addcarry_u64(*carry, a, b, &sum);
#else
	bool over = __builtin_add_overflow(a, b, &sum);

	*carry = over | __builtin_add_overflow(sum, *carry, &sum);
#endif
	return sum;
}

/* The places of the bits of a word behind those that the list has. */
static inline size_t places(uint64_t bits, size_t at, uint16_t *list, size_t count)
{
	size_t more = (size_t)__builtin_popcountll(bits), n = count;

	do {
#pragma GCC unroll 4
		for (int k = 0; k < 4; k++) {           /* more than there are, rather than to ask each time */
			list[n++] = (uint16_t)(at + (size_t)__builtin_ctzll(bits | 1ull << 63));
			bits &= bits - 1;
		}
	} while (bits != 0);
	return count + more;
}

static inline bool quad_portable(const struct scanner *s, const char *p, size_t n, uint64_t dots, uint32_t *ip_r)
{
	(void)s;
	return __builtin_popcountll(dots) == 3 && quad_read(p, n, dots, ip_r);
}

#define NAMED(what) what##_portable
#define FOR_ENGINE
#include "hunt/scan_walk.h"
#undef NAMED
#undef FOR_ENGINE

#if defined(__x86_64__)

__attribute__((target("ssse3")))
static inline bool quad_sse(const struct scanner *s, const char *p, size_t n, uint64_t dots, uint32_t *ip_r)
{
	uint32_t mask = (uint32_t)dots | 1u << n;
	const struct quad_shape *shape = &s->shapes[shape_of(mask)];
	__m128i v = _mm_sub_epi8(_mm_loadu_si128((const __m128i *)(const void *)p), _mm_set1_epi8('0'));

	if (shape->mask != mask)
		return false;
	v = _mm_shuffle_epi8(v, _mm_loadu_si128((const __m128i *)(const void *)shape->shuffle));
	v = _mm_madd_epi16(_mm_maddubs_epi16(v, _mm_set1_epi32(100 | 10 << 8 | 1 << 16)), _mm_set1_epi16(1));
	if (_mm_movemask_epi8(_mm_cmpgt_epi32(v, _mm_set1_epi32(255))) != 0)
		return false;
	v = _mm_packs_epi32(v, v);
	*ip_r = (uint32_t)_mm_cvtsi128_si32(_mm_packus_epi16(v, v));
	return true;
}

#define NAMED(what) what##_sse
#define FOR_ENGINE __attribute__((target("ssse3,popcnt")))
#include "hunt/scan_walk.h"
#undef NAMED
#undef FOR_ENGINE

#define quad_avx2 quad_sse
#define NAMED(what) what##_avx2
#define FOR_ENGINE __attribute__((target("avx2,bmi,bmi2,popcnt")))
#include "hunt/scan_walk.h"
#undef NAMED
#undef FOR_ENGINE

#else

void walk_dots_sse(struct scanner *s, size_t words)
{
	walk_dots_portable(s, words);
}

void walk_dots_avx2(struct scanner *s, size_t words)
{
	walk_dots_portable(s, words);
}

#endif
