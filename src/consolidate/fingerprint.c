/* fingerprint.c - tokens, grams, minhash. */
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

/* The least value of all grams under each hash function (multiply-shift over one good hash).  The
 * least of many grams is a small number, so it is scrambled before its sixteen bits are taken. */
static void sketch(const uint64_t *tokens, size_t n, uint16_t *places)
{
	uint64_t factors[FINGERPRINT_PLACES], least[FINGERPRINT_PLACES];

	for (int k = 0; k < FINGERPRINT_PLACES; k++) {
		factors[k] = scramble((uint64_t)k + 1) | 1;
		least[k] = UINT64_MAX;
	}
	for (size_t i = 0; i + 2 < n; i++) {
		uint64_t gram = scramble(tokens[i] * 3 + scramble(tokens[i + 1] * 5 + scramble(tokens[i + 2])));

		for (int k = 0; k < FINGERPRINT_PLACES; k++) {
			uint64_t value = gram * factors[k];

			least[k] = value < least[k] ? value : least[k];
		}
	}
	for (int k = 0; k < FINGERPRINT_PLACES; k++)
		places[k] = (uint16_t)scramble(least[k]);
}

struct fingerprint fingerprint_of(struct arena *a, struct str text)
{
	struct tokens t = { .arena = a };
	struct fingerprint f = { .grams = 0 };

	tokenise(&t, text_fold(a, text));
	sketch(t.list, t.count, f.places);
	f.grams = t.count > 2 ? t.count - 2 : 0;
	f.tokens = t.count > 0 ? (struct str){ (const char *)t.list, t.count * sizeof *t.list } : STR("");
	return f;
}

int fingerprint_alike(const uint16_t *a, const uint16_t *b)
{
	int alike = 0;

	for (int k = 0; k < FINGERPRINT_PLACES; k++)
		alike += a[k] == b[k];
	return alike;
}

long long fingerprint_band(const struct fingerprint *f, int band)
{
	long long value = 0;

	for (int k = 0; k < FINGERPRINT_ROWS; k++)
		value = value << 16 | f->places[band * FINGERPRINT_ROWS + k];
	return value;
}

struct str fingerprint_bytes(struct arena *a, const struct fingerprint *f)
{
	char *p = arena_alloc(a, 2 * FINGERPRINT_PLACES);

	for (int k = 0; k < FINGERPRINT_PLACES; k++) {
		p[2 * k] = (char)(f->places[k] & 0xff);
		p[2 * k + 1] = (char)(f->places[k] >> 8);
	}
	return (struct str){ p, 2 * FINGERPRINT_PLACES };
}

bool fingerprint_places(struct str bytes, uint16_t *places_r)
{
	const unsigned char *p = (const unsigned char *)bytes.p;

	for (int k = 0; bytes.n == 2 * FINGERPRINT_PLACES && k < FINGERPRINT_PLACES; k++)
		places_r[k] = (uint16_t)(p[2 * k] | p[2 * k + 1] << 8);
	return bytes.n == 2 * FINGERPRINT_PLACES;
}
