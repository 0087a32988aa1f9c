/* random.h - randomness that is passed in.
 *
 * A seeded source makes ids, letters and texts only, so that a scenario can be replayed to the
 * byte; keys, nonces, tokens and sign-in links always come from random_secret (the system). */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include <stdint.h>

#include "base/str.h"

struct arena;

struct rng {
	uint64_t state[4];
	bool from_system;       /* every draw comes from the system; state is unused */
};

struct rng rng_seeded(uint64_t seed);
struct rng rng_system(void);
uint64_t rng_u64(struct rng *r);
/* Uniform in [0, n); n > 0. */
uint64_t rng_below(struct rng *r, uint64_t n);
/* Fisher-Yates over `n` numbers. */
void rng_shuffle(struct rng *r, int *items, size_t n);
/* UUID version 4, lower case, 36 characters (RFC 9562). */
struct str rng_uuid(struct rng *r, struct arena *a);
/* `n` characters of the alphabet without look-alikes (23456789ABCDEFGHJKMNPQRSTUVWXYZ). */
struct str rng_code(struct rng *r, struct arena *a, size_t n);

void random_secret(void *bytes, size_t n);

#endif
