/* copies.h - what became of the people who used to see the mails of one side. */
#ifndef ANALYSE_COPIES_H
#define ANALYSE_COPIES_H

#include "analyse/detector.h"

enum copy_fate { COPY_KEPT, COPY_REPLACED, COPY_LOST };

struct copy {
	struct str address, name, name_key;     /* who was in the conversation */
	size_t earlier_message;
	struct str earlier_where;
	enum copy_fate fate;
	const struct mailbox *by;       /* the address that stands there instead */
	struct str by_where;            /* header:Cc[1] */
};

struct copies {
	struct copy list[50];
	size_t count, kept, replaced, lost;
};

/* Compares message `i` with the people of its sender's side in the last earlier genuine mails of the
 * thread.  False where there is nothing to compare with. */
bool copies_compare(struct arena *a, const struct thread *t, size_t i, struct copies *c);

#endif
