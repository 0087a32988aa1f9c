/* told.h - what who hands in says about it: what happened, whether it is urgent, and what may become of it.
 *
 * One answer a hand-in, for all that it holds.  The words lie in the vault under the hand-in's own key, so that a withdrawal erases
 * them too.  "ask" and "never" keep a standing consent from standing in for a source (approve/approve.h); of what is "never" to
 * be shared nothing is drafted in the technical lane (share/gather.c). */
#ifndef INTAKE_TOLD_H
#define INTAKE_TOLD_H

#include "base/act.h"
#include "store/hub.h"

#define TOLD_ANSWERS "yes no unknown"
#define TOLD_TECHNICAL "agreed ask never"

enum { TOLD_WORDS_MOST = 20000 };

struct told {
	struct str damage, opened, replied;     /* of TOLD_ANSWERS; absent: unknown */
	struct str technical;                   /* of TOLD_TECHNICAL; absent: agreed, as the membership terms say */
	struct str words;                       /* absent: none */
	bool urgent;
	bool asked;                             /* reading: there is an answer at all */
};

/* What is absent is filled in; a word that is none of the list is refused. */
int told_complete(struct told *t, struct err *e) MUST_CHECK;
/* In the transaction of the receipt; `key_id` is the hand-in's. */
int told_add(struct hub *hub, struct db *db, const struct act *by, struct arena *a, struct str hand_in_id, struct str key_id, const struct told *t,
    struct err *e) MUST_CHECK;
/* The same content again: that less may be shared, that it is urgent and new words are heard; the rest stays as it was. */
int told_again(struct hub *hub, struct db *db, const struct act *by, struct arena *a, struct str hand_in_id, const struct told *t,
    struct err *e) MUST_CHECK;
/* `words` "" where there are none, or they were erased. */
int told_get(struct hub *hub, struct arena *a, struct str hand_in_id, struct told *t_r, struct err *e) MUST_CHECK;
/* The same for the hub's people: where there are words, the look stands in the audit trail (of: the submission). */
int told_open(struct hub *hub, const struct act *by, struct arena *a, struct str of, struct str hand_in_id, struct told *t_r, struct err *e) MUST_CHECK;
int told_forget(struct db *db, struct str hand_in_id, struct err *e) MUST_CHECK;

#endif
