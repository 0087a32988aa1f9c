/* words.h - text as a search sees it: folded, unwrapped, cut into words.
 *
 * Scripts written without spaces have no words; they are cut into overlapping pairs of characters, so that 請求 is found in
 * 御請求書.  A run of one such character is a word of its own.  Everything is linear. */
#ifndef BASE_WORDS_H
#define BASE_WORDS_H

#include "base/text.h"

/* NFKC with case folding, without what nobody sees; white space is one blank, and none between characters of scripts
 * written without spaces (a mail's lines are wrapped there).  map as in text_fold_map. */
struct folded words_fold(struct arena *a, struct str utf8);

/* Calls `each` for every word of a folded text, in order; `whole`: it stands alone between what is no word (not so for
 * the pairs of a longer run, and for one character that a word of another script touches). */
void words_each(struct str folded, void (*each)(void *ctx, struct str word, bool whole), void *ctx);

#endif
