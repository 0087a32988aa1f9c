/* said.h - which of many texts holds the words of a quote, however it was wrapped.
 *
 * Letters and digits of a text (no blanks, no quote marks, no case) are cut into overlapping pieces
 * of 18 bytes; one in four, chosen by its hash, is kept.  A quote is looked up by its own pieces: the
 * cost is that of reading each text once, not of comparing every quote with every text. */
#ifndef ANALYSE_SAID_H
#define ANALYSE_SAID_H

#include "base/arena.h"

struct said;

/* `texts` is how many will be added at most. */
struct said *said_new(struct arena *a, size_t texts);
/* Adds a text; its number is how many were added before it. */
void said_add(struct said *s, struct str text);
/* Some text did not fit: not finding something says nothing. */
bool said_is_full(const struct said *s);

struct said_share {
	size_t pieces;                  /* of the quote; fewer than four say nothing */
	size_t best;                    /* number of the text that holds most of them */
	size_t held;                    /* how many it holds */
};
/* Among the texts for which `among(ctx, number)` is true. */
struct said_share said_lookup(struct said *s, struct str quote, bool (*among)(void *ctx, size_t text), void *ctx);

#endif
