/* fingerprint.c - tokens, grams, simhash. */
#include "consolidate/fingerprint.h"

#include "base/buf.h"
#include "base/text.h"

enum { MIXED_LONG = 8, TOKENS_MOST = 200000 };

static uint64_t scramble(uint64_t x)
{
	x ^= x >> 30;
	x *= 0xbf58476d1ce4e5b9ULL;
	x ^= x >> 27;
	x *= 0x94d049bb133111ebULL;
	return x ^ x >> 31;
}

struct tokens {
	struct arena *arena;
	uint64_t *list;
	size_t count, room;
};

static void add_token(struct tokens *t, uint64_t hash)
{
	if (t->count < TOKENS_MOST)
		*ARENA_PUSH(t->arena, t->list, t->count, t->room) = scramble(hash);
}

/* A word that is being read. */
struct word {
	uint64_t hash;
	size_t characters;
	bool digits, letters;
};

static void end_word(struct tokens *t, struct word *w)
{
	if (w->characters > 0 && w->digits && (!w->letters || w->characters >= MIXED_LONG))
		add_token(t, '#');
	else if (w->characters > 0)
		add_token(t, w->hash);
	*w = (struct word){ 0 };
}

static void add_to_word(struct word *w, uint32_t c)
{
	bool digit = c >= '0' && c <= '9';

	w->digits = w->digits || digit;
	w->letters = w->letters || !digit;
	w->characters++;
	w->hash = (w->hash ^ (digit ? '0' : c)) * 0x100000001b3ULL + 0x9e3779b97f4a7c15ULL;
}

static void tokenise(struct tokens *t, struct str folded)
{
	struct word w = { 0 };
	size_t at = 0;

	while (at < folded.n) {
		uint32_t c = utf8_next(folded, &at);

		if (text_is_invisible(c))
			continue;
		if (text_is_wide_script(c) || !text_is_word(c)) {
			end_word(t, &w);
			if (text_is_wide_script(c) && text_is_word(c))
				add_token(t, 0x10000000ULL + c);
		} else {
			add_to_word(&w, c);
		}
	}
	end_word(t, &w);
}

static uint64_t simhash_of(const uint64_t *tokens, size_t n)
{
	int sums[64] = { 0 };
	uint64_t result = 0;

	for (size_t i = 0; i + 2 < n; i++) {
		uint64_t gram = scramble(tokens[i] * 3 + scramble(tokens[i + 1] * 5 + scramble(tokens[i + 2])));

		for (int bit = 0; bit < 64; bit++)
			sums[bit] += (gram >> bit & 1) != 0 ? 1 : -1;
	}
	for (int bit = 0; bit < 64; bit++)
		if (sums[bit] > 0)
			result |= 1ULL << bit;
	return result;
}

struct fingerprint fingerprint_of(struct arena *a, struct str text)
{
	struct tokens t = { .arena = a };

	tokenise(&t, text_fold(a, text));
	return (struct fingerprint){
		.simhash = simhash_of(t.list, t.count),
		.grams = t.count > 2 ? t.count - 2 : 0,
		.tokens = t.count > 0 ? (struct str){ (const char *)t.list, t.count * sizeof *t.list } : STR(""),
	};
}

int fingerprint_distance(uint64_t a, uint64_t b)
{
	return __builtin_popcountll(a ^ b);
}

unsigned fingerprint_band(uint64_t simhash, int band)
{
	int shift = band * 8;
	uint64_t turned = shift == 0 ? simhash : simhash >> shift | simhash << (64 - shift);

	return (unsigned)(turned & 0xffff);
}
