/* accounts.h - the accounts for payment that the mails of a thread name, and where they stand. */
#ifndef ANALYSE_ACCOUNTS_H
#define ANALYSE_ACCOUNTS_H

#include "analyse/detector.h"
#include "parse/account.h"

struct account_place {
	struct account account;
	int message;                    /* -1: in the archive of sent mail */
	int part;                       /* an attachment; -1: the text */
	struct str member;              /* of an archive that is attached: its path in there; absent */
	const struct paper *paper;      /* the document it stands in, or NULL */
	bool exact;                     /* account.from/to are offsets of that part's text, or of mail.text */
	bool in_subject;
	bool quoted;                    /* somebody else's words, as this mail shows them: `side` is that somebody's */
	bool played;                    /* its mail plays somebody: then the side is the one that is played */
	struct str side;                /* registrable domain of whoever the mail claims to come from */
	struct str beneficiary_key;     /* folded; "" where none is named */
};

struct account_places {
	struct account_place *list;
	size_t count, room;
};

/* In the order of the thread, the archive's first; at most 500.  Collected once a thread: t->accounts. */
struct account_places accounts_collect(struct arena *a, const struct thread *t);
const struct account_places *accounts_read(struct arena *a, const struct thread *t);
/* The side that the mail claims to come from: of the address its sender is or plays; "". */
struct str claimed_side(struct arena *a, const struct thread *t, size_t i);
/* The last earlier place where the same creditor named another account (what a mail quotes is earlier than what it
 * says); NULL where there is none, or where this account is known from before. */
const struct account_place *accounts_earlier_other(const struct account_places *p, size_t i);
/* Evidence for one place; in the archive there is no offset. */
struct evidence accounts_evidence(struct arena *a, const struct thread *t, const struct account_place *p);
/* "message 2, attachment:1.2" */
struct str accounts_source(struct arena *a, const struct thread *t, const struct account_place *p);

#endif
