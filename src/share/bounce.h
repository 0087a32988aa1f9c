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

enum { RETURNED_WORDS_MOST = 200 };

/* What another server reported about a notice that ours had taken (RFC 3464). */
struct returned {
	struct str action;              /* failed delayed delivered relayed expanded; "" where not said */
	struct str status;              /* 5.1.1 (RFC 3463); "" */
	struct str words;               /* printable, one line */
};
/* In the caller's transaction.  Failed because of the address: as bounce_record.  Failed for another reason (size, rules, too
 * long on the way): the notice came back, the address is none the worse for it.  Delayed: the words stand on the notice.
 * Nothing where the notice was never sent, or somebody moved it on. */
int bounce_returned(struct db *db, const struct act *by, struct arena *a, struct str notice_id, int most, const struct returned *r,
    struct err *e) MUST_CHECK;

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
