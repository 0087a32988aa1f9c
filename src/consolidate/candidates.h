/* candidates.h - neighbours of one submission with reason and score; private to consolidate. */
#ifndef CONSOLIDATE_CANDIDATES_H
#define CONSOLIDATE_CANDIDATES_H

#include "consolidate/consolidate.h"
#include "consolidate/fingerprint.h"

enum { CANDIDATES_MOST = 256, LIST_MOST = 24, SHARED_MOST = 40, SCORE_PROPOSE = 450, SCORE_TOP = 1000 };

enum link { LINK_SUPPLEMENT, LINK_EXACT, LINK_THREAD, LINK_NEAR, LINK_INDICATOR, LINK_SUBJECT, LINK_LURE, LINK_COUNT };

struct candidate {
	struct str submission_id;
	int scores[LINK_COUNT];         /* the best of each kind of link, 0..1000; 0: no such link */
	unsigned links;                 /* bits of enum link */
	/* by candidates_settle */
	const char *reason;             /* of the strongest link: exact near indicator thread ... */
	int score;                      /* of all links together */
};

struct candidates {
	struct hub *hub;
	struct arena *arena;
	const struct consolidate_submission *s;
	struct fingerprint print;
	struct candidate *list;
	size_t count, room;
	struct str shared[SHARED_MOST]; /* ids of its indicators that others have and that say something */
	size_t shared_count;
};

void candidate_add(struct candidates *c, struct str submission_id, enum link link, int score);
/* Fingerprint and bands: looks up, then adds its own. */
int candidates_by_text(struct candidates *c, struct err *e) MUST_CHECK;
/* Message ids, exact text, subject, lure family: looks up, then adds its own. */
int candidates_by_posting(struct candidates *c, struct err *e) MUST_CHECK;
/* Shared indicators that are not common. */
int candidates_by_indicator(struct candidates *c, struct err *e) MUST_CHECK;
/* After the lookups: reason and score of each.  Links are taken as independent hints: what two of
 * them leave in doubt is the product of the doubts.  A lure's family says only what the likeness of
 * the text says already and does not add to it. */
void candidates_settle(struct candidates *c);

#endif
