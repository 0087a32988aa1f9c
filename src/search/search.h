/* search.h - finding submissions, cases, shares and indicators by their words.
 *
 * The index (store/search_index.h) proposes, the text decides: every hit was read again, and holds every word as it was
 * asked for.  Words match whole; of addresses, file names and hashes the beginning is enough; Japanese matches anywhere from two
 * characters on.  "..." is one term with its blanks.  A viewer finds nothing that is not there for them, and can open what is found:
 * members the shares that their organisation was sent, of those that they did not open yet only the title; who of them hands in or
 * answers for it also what it handed in, itself or for an end member, even while the organisation is in no group and reads no shares. */
#ifndef SEARCH_SEARCH_H
#define SEARCH_SEARCH_H

#include "base/act.h"
#include "store/hub.h"

/* Takes up at most `most` things that are new or changed. */
int search_catch_up(struct hub *hub, size_t most, size_t *taken_r, struct err *e) MUST_CHECK;
/* How many wait for that. */
int search_waiting(struct db *db, struct arena *a, long long *n_r, struct err *e) MUST_CHECK;

/* The index is emptied, and everything waits to be taken up again; how much. */
int search_rebuild(struct hub *hub, const struct act *by, struct arena *a, long long *waiting_r, struct err *e) MUST_CHECK;

struct search_asked {
	struct str words;               /* as they were typed */
	struct str kind;                /* submission case share indicator; absent: all */
	long long below;                /* where the page before ended (next_r); 0: from the newest */
	size_t most;                    /* hits of a page */
};
struct search_hit {
	struct str kind, number;        /* R-.../1, C-..., a share's number, an indicator's id */
	struct str title;               /* subject, title, or an indicator's value */
	struct str type;                /* of an indicator */
	struct str org_id;              /* who handed it in; "" for others */
	const char *where;              /* search.where.*: where the first term stands */
	struct str before, hit, after;  /* of the text there; "" where it is not to be shown */
	long long at_ms;
};
struct search_page {
	struct search_hit *hits;        /* newest first */
	size_t count;
	long long next;                 /* for `below`; 0: there is no more */
	bool cut;                       /* so much had to be read that it ended before the page was full; `next` goes on */
};
/* ERR_INPUT with the sentence where nothing can be looked for; a line in the audit log tells who looked for what. */
int search_find(struct hub *hub, const struct act *by, struct arena *a, const struct search_asked *asked,
    struct search_page *page_r, struct err *e) MUST_CHECK;

#endif
