/* wording.h - the wordings of one campaign: what its mails have in common, and the slots where they differ.
 *
 * Mails made from a template are aligned word by word (character by character in scripts without spaces) with the one
 * most like all others, by their longest common sequence.  What at least four fifths of them share stands; what lies
 * between is a slot.  Mails that share less than half with it are another wording, tried in the same way.  Pure: no
 * clock, disk or database; the cost grows with mails times the square of WORDING_TOKENS. */
#ifndef CONSOLIDATE_WORDING_H
#define CONSOLIDATE_WORDING_H

#include "base/arena.h"
#include "base/str.h"

enum {
	WORDING_TEXTS = 500,            /* more are not looked at */
	WORDING_TOKENS = 600,           /* of each text: its beginning */
	WORDING_SHOWN = 3,              /* values of a slot that are kept */
};

struct wording_slot {
	size_t filled, distinct;        /* mails that have something there; different values */
	struct str shown[WORDING_SHOWN];        /* the most frequent ones, as first written */
	size_t counts[WORDING_SHOWN];
	size_t shown_count;
};

struct wording {
	struct str text;                /* what stands, as the middle mail writes it; slots as {1}, {2} ... */
	struct wording_slot *slots;
	size_t slot_count;
	size_t *mails;                  /* indices into the texts, rising */
	size_t mail_count;
};

/* Wordings of at least two mails, the largest first; texts in none of them stand alone. */
size_t wordings_of(struct arena *a, const struct str *texts, size_t n, struct wording **list_r);

#endif
