/* phrase_rules.h - the same request in words that no list holds: kinds of words that meet in one sentence.
 *
 * data/phrase_words.csv gathers words by kind (money, haste, asking), data/phrase_rules.csv says which kinds together
 * are a hit of which list (a word with "^" counts only where the sentence begins): "money" and "move" and "now" and "ask" are a "transfer-request", in any order, in one
 * sentence, in Japanese and in English.  A kind written with "-" must not be in the sentence.  The words are searched
 * in the one pass of phrases.c, which tells here what it met; the kind "ask" is met by a question mark, too. */
#ifndef ANALYSE_PHRASE_RULES_H
#define ANALYSE_PHRASE_RULES_H

#include <stdint.h>

#include "base/arena.h"

enum { PHRASE_KINDS_MOST = 64 };

/* The kinds met in the sentence so far: where each was met first. */
struct phrase_marks {
	uint64_t met;
	struct { size_t from, to; } at[PHRASE_KINDS_MOST];
};

/* Reads the rules once; each of `words` of phrase_words.csv is told to `each` with its kind. */
void phrase_rules_warm(struct arena *a, void (*each)(int kind, struct str word));
void phrase_marks_add(struct phrase_marks *m, int kind, size_t from, size_t to);
void phrase_marks_add_question(struct phrase_marks *m, size_t at);
/* The next rule that holds of the sentence, from *i on (begin with 0): its list and the bytes from its first word to
 * its last. */
bool phrase_rules_next(const struct phrase_marks *m, size_t *i, struct str *list_r, size_t *from_r, size_t *to_r);

#endif
