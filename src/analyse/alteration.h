/* alteration.h - where a quote gives another number or address than the mail that it quotes.
 *
 * Both texts are cut into words (letters and digits, case folded; characters of scripts without blanks one by one)
 * and values (runs with at least four digits, addresses).  A value of the quote that the original does not hold
 * anywhere is altered where the original has, behind the same two words, a value that the quote does not hold
 * anywhere.  How lines are wrapped, marks, punctuation, and what was left away are no difference. */
#ifndef ANALYSE_ALTERATION_H
#define ANALYSE_ALTERATION_H

#include "base/arena.h"

struct alteration {
	struct str quoted, original;    /* as written */
};

/* In order of the quote; at most `most` in list_r. */
size_t alterations_find(struct arena *a, struct str quote, struct str original, struct alteration *list, size_t most);

/* A line of the original about money, accounts or calling that the quote lacks between lines that it has: at least two
 * thirds of the original's lines must stand in the quote.  Absent where there is none.  *behind_r is the line of the
 * original after which it is missing. */
struct str omission_find(struct arena *a, struct str quote, struct str original, struct str *behind_r);

#endif
