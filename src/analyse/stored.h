/* stored.h - the mails at hand against which quotes are held: the thread's own, and the archive of sent mail. */
#ifndef ANALYSE_STORED_H
#define ANALYSE_STORED_H

#include "analyse/detector.h"

struct stored;

/* NULL where there is nothing to compare: no quotes, or a single mail without archive. */
struct stored *stored_new(struct arena *a, const struct thread *t);

struct stored_match {
	const struct mail *mail;
	int message;                    /* -1: of the archive */
	size_t pieces, held;            /* said.h: how much of the quote it holds */
};
/* The stored mail behind which `quote` stands: among the archive and the messages before `before` the one that holds
 * most of it.  False where the quote is too short to say, or nothing holds any of it. */
bool stored_find(struct stored *s, size_t before, struct str quote, struct stored_match *m);
/* Can a quote be looked up at all (long enough)? */
bool stored_can_tell(struct stored *s, struct str quote);

/* What a mail says itself, its signature and disclaimer too: that is what others quote of it. */
struct str mail_own_text(const struct mail *m);
/* The words of a quote without those of the older mails that it quotes itself. */
struct str quote_own_text(const struct mail *m, size_t quote);

#endif
