/* phrases.h - the phrase lists of data/phrases.csv, all searched in one pass over a text.
 *
 * The text is folded (NFKC, case) and its white space made one blank (none between characters of
 * scripts without spaces), so that wraps do not hide a phrase.  A Latin phrase must begin and end
 * at a word's border.  "..." inside a phrase stands for up to 40 characters of the same sentence.
 * data/phrase_lists.csv says of each list what else has to hold (phrase_context.h): whether a negated
 * phrase counts, and whether only the writer's own newest words do. */
#ifndef ANALYSE_PHRASES_H
#define ANALYSE_PHRASES_H

#include "base/arena.h"

struct phrase_hit {
	struct str list;                /* promise, opener, ... (first column) */
	struct str phrase;              /* as it stands in the data */
	bool in_subject;
	bool own_words_only;            /* does not count in a signature or disclaimer (never in a quote) */
	size_t from, to;                /* bytes of the text that was searched */
};

struct phrase_hits {
	struct phrase_hit *list;
	size_t count, room;
};

/* Appends the hits, in order; at most 8 of one list. */
void phrases_search(struct arena *a, struct str text, bool is_subject, struct phrase_hits *hits);
/* Reads the lists once. */
void phrases_warm(void);
/* Is there a list of that name?  For the test that walks the detectors. */
bool phrases_has_list(struct str name);

#endif
