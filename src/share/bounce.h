/* bounce.h - a notice that did not arrive, as somebody's server said for good, and what it says of the address.
 *
 * After bounces_most of them nothing is sent to the address any more until somebody says that it works again; the hub's
 * people are told.  A person with another address gets notices there. */
#ifndef SHARE_BOUNCE_H
#define SHARE_BOUNCE_H

#include "base/act.h"
#include "base/arena.h"
#include "store/db.h"

/* In the caller's transaction; a second word about the same notice changes nothing. */
int bounce_record(struct db *db, const struct act *by, struct arena *a, struct str notice_id, int most, struct str status,
    struct str words, struct err *e) MUST_CHECK;

struct address_row {
	struct str address, last_status, last_words;    /* of the last bounce; "" */
	bool notify;
	long long bounces;              /* that count */
	long long bouncing_ms;          /* TIME_NONE: it is written to */
};
/* The addresses of a person. */
int address_list(struct db *db, struct arena *a, struct str person_id, struct address_row **list_r, size_t *n_r, struct err *e)
    MUST_CHECK;
/* Somebody says that it works again: earlier bounces count no more.  ERR_UNKNOWN, ERR_CONFLICT where nothing bounced. */
int address_works(struct db *db, const struct act *by, struct arena *a, struct str person_id, struct str address, struct err *e)
    MUST_CHECK;

#endif
