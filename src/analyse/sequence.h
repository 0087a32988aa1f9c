/* sequence.h - a conversation as a picture can show it: a lane per person, an arrow per mail, and what is
 * remarkable about it.
 *
 * The lanes of the side that is impersonated come first, then the intruder's (whoever writes in somebody
 * else's name has this one lane), then those of the others.  Notes are what the findings say, so that a
 * picture and a table of the same conversation can never differ:
 *   promise          something will be sent                        {message}: who was quicker
 *   delivery         the promised item comes from somebody else    {message}: the promise, {minutes} after it
 *   late             ... and from the one who promised it          {message}: the promise, {minutes} after it
 *   real-address     the genuine address, by a route that is not its owner's
 *   address          an address built after {expected}             {found}
 *   copy             a recipient in copy was replaced              {found} stands where {expected} stood
 *   copies-as        ... the same ones as in an earlier mail       {message}
 *   attachment       what an intruder's mail brings                {found}
 *   account          another account for payment                   {found} in place of {expected}
 *   quote            quotes words that were never sent             {message}: the forged mail, where it is at hand
 *   altered          quotes {found} where the original says {expected}
 *   invented         quotes a mail that was probably never written
 *   phone            another telephone number in the signature     {found} in place of {expected}
 *   again            repeats without an answer
 *   apart            is tied to no other mail of the conversation (belongs.h)
 *   reply-to         answers would go to {found} */
#ifndef ANALYSE_SEQUENCE_H
#define ANALYSE_SEQUENCE_H

#include "analyse/detector.h"

enum { LANES_MOST = 6, STEP_NOTES_MOST = 12 };

struct lane {
	struct str name, address;       /* of the intruder's lane: "" */
	struct str organisation;        /* of the context; absent */
	bool intruder;
	size_t others;                  /* how many more of this side it stands for */
};

struct step_note {
	const char *kind;
	int message;                    /* -1 */
	long long minutes;              /* -1 */
	struct str found, expected;     /* absent */
};

struct step {
	size_t message;
	int from, to;                   /* lanes; -1: not known */
	int as;                         /* the lane whose person the intruder plays; -1 */
	struct str says;                /* the sentence that tells most, of the newest text; "" */
	struct step_note *notes;
	size_t note_count, note_room;
};

struct sequence {
	struct lane lanes[LANES_MOST];
	size_t lane_count;
	struct step *steps;             /* one per mail, in their order */
	size_t step_count;
};

/* No lanes and no steps for a single mail. */
struct sequence sequence_of(struct arena *a, const struct thread *t, const struct detection *d);

#endif
