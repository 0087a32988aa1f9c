/* sip.c - see sip.h. */
#include "hunt/sip.h"

#include <string.h>

struct state { uint64_t v0, v1, v2, v3; };

static inline uint64_t turn(uint64_t x, int by)
{
	return x << by | x >> (64 - by);
}

static inline void round_of(struct state *s)
{
	s->v0 += s->v1;
	s->v1 = turn(s->v1, 13) ^ s->v0;
	s->v0 = turn(s->v0, 32);
	s->v2 += s->v3;
	s->v3 = turn(s->v3, 16) ^ s->v2;
	s->v0 += s->v3;
	s->v3 = turn(s->v3, 21) ^ s->v0;
	s->v2 += s->v1;
	s->v1 = turn(s->v1, 17) ^ s->v2;
	s->v2 = turn(s->v2, 32);
}

static inline void word(struct state *s, uint64_t m)
{
	s->v3 ^= m;
	round_of(s);
	round_of(s);
	s->v0 ^= m;
}

uint64_t sip_hash(const struct sip_key *key, const void *bytes, size_t n)
{
	struct state s = { key->k0 ^ 0x736f6d6570736575ull, key->k1 ^ 0x646f72616e646f6dull, key->k0 ^ 0x6c7967656e657261ull,
		key->k1 ^ 0x7465646279746573ull };
	const unsigned char *p = bytes;
	uint64_t m, last = (uint64_t)n << 56;
	size_t i;

	for (i = 0; i + 8 <= n; i += 8) {
		memcpy(&m, p + i, 8);
		word(&s, m);
	}
	for (size_t k = 0; i + k < n; k++)
		last |= (uint64_t)p[i + k] << (8 * k);
	word(&s, last);
	s.v2 ^= 0xff;
	for (int k = 0; k < 4; k++)
		round_of(&s);
	return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}
