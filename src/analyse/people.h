/* people.h - who takes part in a conversation, and what changed about each of them.
 *
 * One entry per genuine address that wrote or received; its changes are in the order of the mails:
 *   address   somebody wrote with an address built after this one (or with the same name elsewhere)
 *   copy      such an address stands among the recipients instead
 *   route zone mailer id auth charset      a mail with this very address was made or travelled otherwise
 *   reply-to  answers go to another house
 *   account   another account for payment is named in this person's name
 * What is told here is no judgement: the findings are. */
#ifndef ANALYSE_PEOPLE_H
#define ANALYSE_PEOPLE_H

#include "analyse/detector.h"

enum { PEOPLE_MOST = 200, CHANGES_MOST = 40, HABITS_MOST = 16 };

/* What a person's own mails have in common: mailer zone charset route dkim (domain of the signature) account phone. */
struct habit {
	const char *kind;
	struct str value;
	size_t mails;
};

struct person_change {
	size_t message;
	const char *kind;
	struct str found, expected;
};

struct person_seen {
	struct str name, address;
	struct str organisation;        /* of the context; absent */
	size_t wrote;                   /* mails that are not in doubt */
	size_t first;                   /* message it was first seen in */
	struct habit *habits;           /* by kind, the most usual first */
	size_t habit_count, habit_room;
	struct person_change changes[CHANGES_MOST];
	size_t change_count;
};

struct people {
	struct person_seen *list;       /* whoever changed first, then by first mail */
	size_t count;
	bool limit_hit;
};

/* Nothing for a single mail: there is no earlier state. */
struct people people_of(struct arena *a, const struct thread *t);

#endif
