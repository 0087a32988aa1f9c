/* random.c - xoshiro256** (Blackman and Vigna, public domain reference) for seeded draws,
 * libsodium for everything secret. */
#include "base/random.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>

#include "base/arena.h"

static uint64_t splitmix(uint64_t *x)
{
	uint64_t z = (*x += 0x9E3779B97F4A7C15u);

	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
	return z ^ (z >> 31);
}

struct rng rng_seeded(uint64_t seed)
{
	struct rng r = { .from_system = false };

	for (int i = 0; i < 4; i++)
		r.state[i] = splitmix(&seed);
	return r;
}

struct rng rng_system(void)
{
	return (struct rng){ .from_system = true };
}

static uint64_t rotl(uint64_t x, int k)
{
	return x << k | x >> (64 - k);
}

uint64_t rng_u64(struct rng *r)
{
	uint64_t *s = r->state, result, t;

	if (r->from_system) {
		random_secret(&result, sizeof result);
		return result;
	}
	result = rotl(s[1] * 5, 7) * 9;
	t = s[1] << 17;
	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = rotl(s[3], 45);
	return result;
}

uint64_t rng_below(struct rng *r, uint64_t n)
{
	uint64_t limit, draw;

	assert(n > 0);
	limit = UINT64_MAX - UINT64_MAX % n;
	do
		draw = rng_u64(r);
	while (draw >= limit);
	return draw % n;
}

void rng_shuffle(struct rng *r, int *items, size_t n)
{
	for (size_t i = n; i > 1; i--) {
		size_t j = (size_t)rng_below(r, i);
		int kept = items[i - 1];

		items[i - 1] = items[j];
		items[j] = kept;
	}
}

struct str rng_uuid(struct rng *r, struct arena *a)
{
	uint64_t hi = rng_u64(r), lo = rng_u64(r);

	hi = (hi & ~0xF000ull) | 0x4000ull;
	lo = (lo & ~(0xC0ull << 56)) | 0x80ull << 56;
	return arena_printf(a, "%08x-%04x-%04x-%04x-%012llx", (unsigned)(hi >> 32),
	    (unsigned)(hi >> 16 & 0xFFFF), (unsigned)(hi & 0xFFFF), (unsigned)(lo >> 48),
	    (unsigned long long)(lo & 0xFFFFFFFFFFFFull));
}

struct str rng_code(struct rng *r, struct arena *a, size_t n)
{
	static const char alphabet[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
	char *p = arena_alloc(a, n + 1);

	for (size_t i = 0; i < n; i++)
		p[i] = alphabet[rng_below(r, sizeof alphabet - 1)];
	return (struct str){ p, n };
}

void random_secret(void *bytes, size_t n)
{
	if (sodium_init() < 0)
		assert(!"libsodium could not start");
	randombytes_buf(bytes, n);
}
