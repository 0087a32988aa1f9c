/* receipts.h - how far what was sent came, counted on both sides: per share for the hub, per organisation for the member.
 *
 * Both count the newest version that an organisation was sent of each share; the sums over all shares and over all
 * organisations are the same. */
#ifndef FEEDBACK_RECEIPTS_H
#define FEEDBACK_RECEIPTS_H

#include "base/act.h"
#include "base/arena.h"
#include "base/err.h"

struct db;

struct receipts {
	struct str number;              /* of the share; absent in a sum */
	long long sent, notified, opened, acked;        /* opened holds acked, and so on */
	long long answered;
	long long ack_wanted, ack_late; /* a value was taken back and it is not acknowledged yet; past its date */
};

/* Newest first; `number` absent: all. */
int receipts_of_shares(struct db *db, struct arena *a, struct str number, long long now_ms, struct receipts **list_r, size_t *n_r,
    struct err *e) MUST_CHECK;
int receipts_of_org(struct db *db, struct arena *a, struct str org_id, long long now_ms, struct receipts *r, struct err *e) MUST_CHECK;

/* Who has not acknowledged that a value was taken back is reminded from a business day before the date on, once a
 * business day, in the next slot: how many notices, or -1.  By an analyst or lead. */
long long receipts_remind(struct db *db, const struct act *by, struct arena *a, struct err *e) MUST_CHECK;

#endif
