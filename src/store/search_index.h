/* search_index.h - which things hold which words: keyed words in an index of the database (FTS5, tsvector).
 *
 * Content at rest is encrypted, so what is indexed is no word but its keyed hash (SipHash-2-4 under a key derived from
 * the hub's, 40 bits): whoever has the database and not the key reads nothing, and two words that fall together only
 * cost a look, since every hit is checked on the text itself (search/search.h).  Pieces are at most 4,000 words, no word
 * more than 200 times: what a tsvector holds.  What is erased leaves the index in the same transaction. */
#ifndef STORE_SEARCH_INDEX_H
#define STORE_SEARCH_INDEX_H

#include "store/hub.h"

/* The schema's part that is not one text; DB_OWNER.  Doing it twice is no error. */
int search_index_make(struct db *db, struct err *e) MUST_CHECK;
int search_index_undo(struct db *db, struct err *e) MUST_CHECK;
/* Everything is to be taken up again. */
int search_index_empty(struct db *db, struct err *e) MUST_CHECK;

/* Something is new or changed and waits to be taken up; in the transaction of the deed. */
int search_due(struct db *db, const char *kind, struct str id, struct err *e) MUST_CHECK;
/* It is gone, and so are its words; in the transaction of the deed. */
int search_forget(struct db *db, struct arena *a, const char *kind, struct str id, struct err *e) MUST_CHECK;

struct search_text {
	const char *where;              /* search.where.* */
	struct str text;
	bool starts;                    /* addresses, names, hashes: their words are found by their beginnings too */
};
struct search_object {
	const char *kind;               /* submission case share indicator */
	struct str id;
	long long at_ms;
	struct str org, via;            /* only these organisations' people may find it: whose it is, through whom it came; absent: the hub's */
	const struct search_text *texts;
	size_t text_count;
};
/* Replaces what was there; in the caller's transaction. */
int search_put(struct hub *hub, struct arena *a, const struct search_object *o, struct err *e) MUST_CHECK;

enum { SEARCH_TERMS_MOST = 8, SEARCH_BYTES_MOST = 400 };
struct search_wanted {
	struct str terms[SEARCH_TERMS_MOST];    /* words_fold; every one is wanted */
	size_t term_count;
	struct str kind;                /* one kind only; absent: all */
	struct str org;                 /* only this organisation's, and all shares; absent: all */
};
struct search_candidate { long long id; struct str kind, object_id; };
/* The newest `most` below the id `below` that may hold the words.  A thing may stand there several times. */
int search_candidates(struct hub *hub, struct arena *a, const struct search_wanted *w, long long below, size_t most,
    struct search_candidate **list_r, size_t *n_r, struct err *e) MUST_CHECK;
/* Can a term be looked for at all?  One character of a script without spaces cannot. */
bool search_has_words(struct str term);

#endif
