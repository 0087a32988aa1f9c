/* shown_address.h - an address that stands in a display name. */
#ifndef ANALYSE_SHOWN_ADDRESS_H
#define ANALYSE_SHOWN_ADDRESS_H

#include "analyse/detector.h"

struct shown_address {
	struct str address, domain;     /* folded, lower-case */
	int known;                      /* index in the book: the address itself, or its domain; -1 */
	int variant_of;                 /* index of the known address whose domain it imitates; -1 */
};

/* True where the display name shows an address of another house than the mailbox's own. */
bool shown_address_find(struct arena *a, const struct thread *t, const struct mailbox *m, struct shown_address *shown_r);

#endif
