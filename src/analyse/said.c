/* said.c - a table of sampled pieces. */
#include "analyse/said.h"

#include <stdint.h>

enum {
	PIECE = 18,                     /* bytes: eighteen letters, six kanji */
	SLOTS = 1 << 16,
	ENTRIES_MOST = 1 << 20,         /* some 4 MB of letters */
	PIECES_OF_QUOTE = 4000,
	CHAIN_MOST = 64,                /* "best regards" stands in every mail */
};

struct entry {
	uint32_t key;
	uint32_t text;
	uint32_t next;                  /* index + 1 */
};

struct said {
	struct arena *arena;
	struct entry *entries;
	size_t count, room;
	uint32_t *heads;                /* index + 1 */
	uint32_t *hits, *seen;          /* per text, while a quote is looked up: `seen` is the piece */
	size_t texts, texts_most;
	bool full;
};

struct said *said_new(struct arena *a, size_t texts)
{
	struct said *s = ARENA_NEW(a, struct said);

	*s = (struct said){ .arena = a, .heads = ARENA_ARRAY(a, uint32_t, SLOTS), .texts_most = texts,
		.hits = ARENA_ARRAY(a, uint32_t, texts + 1), .seen = ARENA_ARRAY(a, uint32_t, texts + 1) };
	return s;
}

/* A walk over the sampled pieces of a text. */
struct pieces {
	struct str text;
	size_t at, n;                   /* n: letters read so far */
	uint64_t hash, out;             /* out: the base to the PIECE-th power */
	unsigned char ring[PIECE];
};

static const uint64_t base = 0x9E3779B97F4A7C15ULL;

static struct pieces pieces_of(struct str text)
{
	struct pieces p = { .text = text, .out = 1 };

	for (int i = 0; i < PIECE; i++)
		p.out *= base;
	return p;
}

static bool counts(unsigned char c)
{
	return ascii_alpha(c) || ascii_digit(c) || c >= 0x80;
}

/* The next sampled piece's key, or false at the end. */
static bool pieces_next(struct pieces *p, uint32_t *key_r)
{
	while (p->at < p->text.n) {
		unsigned char c = ascii_lower((unsigned char)p->text.p[p->at++]);
		uint64_t mixed;

		if (!counts(c))
			continue;
		p->hash = p->hash * base + c + 1;
		if (p->n >= PIECE)
			p->hash -= (p->ring[p->n % PIECE] + 1ULL) * p->out;
		p->ring[p->n % PIECE] = c;
		if (++p->n < PIECE)
			continue;
		mixed = (p->hash ^ p->hash >> 31) * 0xBF58476D1CE4E5B9ULL;
		mixed ^= mixed >> 29;
		if ((mixed & 3) == 0) {
			*key_r = (uint32_t)(mixed >> 16);
			return true;
		}
	}
	return false;
}

void said_add(struct said *s, struct str text)
{
	struct pieces p = pieces_of(text);
	uint32_t number = (uint32_t)s->texts, key;

	if (s->texts >= s->texts_most) {
		s->full = true;
		return;
	}
	s->texts++;
	while (pieces_next(&p, &key)) {
		if (s->count >= ENTRIES_MOST) {
			s->full = true;
			return;
		}
		*ARENA_PUSH(s->arena, s->entries, s->count, s->room) = (struct entry){ key, number, s->heads[key % SLOTS] };
		s->heads[key % SLOTS] = (uint32_t)s->count;
	}
}

bool said_is_full(const struct said *s)
{
	return s->full;
}

/* Counts one piece for every text that holds it, once. */
static void count_piece(struct said *s, uint32_t key, uint32_t piece)
{
	int looked = 0;

	for (uint32_t i = s->heads[key % SLOTS]; i > 0 && looked < CHAIN_MOST; i = s->entries[i - 1].next) {
		const struct entry *entry = &s->entries[i - 1];

		looked++;
		if (entry->key != key || s->seen[entry->text] == piece)
			continue;
		s->seen[entry->text] = piece;
		s->hits[entry->text]++;
	}
}

struct said_share said_lookup(struct said *s, struct str quote, bool (*among)(void *ctx, size_t text), void *ctx)
{
	struct pieces p = pieces_of(quote);
	struct said_share share = { 0 };
	uint32_t key;

	memset(s->hits, 0, (s->texts + 1) * sizeof *s->hits);
	memset(s->seen, 0, (s->texts + 1) * sizeof *s->seen);
	while (share.pieces < PIECES_OF_QUOTE && pieces_next(&p, &key))
		count_piece(s, key, (uint32_t)++share.pieces);
	for (size_t i = 0; i < s->texts; i++) {
		if (s->hits[i] <= share.held || !among(ctx, i))
			continue;
		share.held = s->hits[i];
		share.best = i;
	}
	return share;
}
