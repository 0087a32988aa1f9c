/* delivery.h - what an organisation was sent, and how far it came: queued, notified, opened, acked.
 *
 * A state never goes back.  "notified" is set by the outbox (share/outbox.c), the rest by the
 * organisation's own people.  Nothing is there before its release slot; what was never sent to an
 * organisation does not exist for it. */
#ifndef FEEDBACK_DELIVERY_H
#define FEEDBACK_DELIVERY_H

#include "anonymise/projection.h"
#include "base/act.h"
#include "store/db.h"

/* What an organisation said (answer.h). */
struct answer_given {
	struct str answer;              /* no-hit hit working not-checked partly; absent: nothing yet */
	struct str reason;              /* of not-checked and partly; "no-logs", or words */
	long long from_ms, to_ms;       /* what was searched; TIME_NONE */
	long long useful;               /* 1..5; 0: not said */
	bool may_merge;
	struct str submission_id;       /* the rows behind a hit; absent */
	struct str person_id;           /* absent: only the hand-in tells */
	long long at_ms;
};

struct delivery {
	struct str id, share_id, org_id, number, state, document_id;
	long long rev;                  /* the newest that was sent */
	long long queued_ms, notified_ms, opened_ms, acked_ms;  /* TIME_NONE where not yet */
	long long ack_due_ms;           /* it takes a value back: acknowledged by then; TIME_NONE: need not be */
	struct projection shown;        /* of that revision, not of one in the making */
	struct answer_given answer;     /* the newest; answer.answer is absent where there is none */
};

/* Who reads for an organisation: a person with a role for it in an organisation that is still in the
 * circle.  ERR_DENIED where not; the answer does not depend on any share. */
struct reader { struct str person_id, org_id; };
int reader_get(struct db *db, struct arena *a, struct str person, long long now_ms, struct reader *reader_r, struct err *e)
    MUST_CHECK;

/* Everything sent to an organisation by now, newest first. */
int delivery_list(struct db *db, struct arena *a, struct str org_id, long long now_ms, struct delivery **list_r, size_t *n_r,
    struct err *e) MUST_CHECK;
/* A page of it: so many behind a place ({ TIME_FOREVER, "" }: from the newest), of those that wait for this.  Unanswered is what
 * was opened and is not answered, or is still worked on. */
enum delivery_waits { DELIVERY_ALL, DELIVERY_UNREAD, DELIVERY_UNANSWERED, DELIVERY_TO_ACKNOWLEDGE };
struct delivery_place { long long queued_ms; struct str number; enum delivery_waits waits; };
int delivery_page(struct db *db, struct arena *a, struct str org_id, long long now_ms, const struct delivery_place *after, long long limit,
    struct delivery **list_r, size_t *n_r, struct err *e) MUST_CHECK;
/* For the hub: everything sent of one share by now, in the order of organisation ids.  ERR_UNKNOWN where
 * there is no such share. */
int delivery_of_share(struct db *db, struct arena *a, struct str number, long long now_ms, struct delivery **list_r, size_t *n_r,
    struct err *e) MUST_CHECK;
/* ERR_UNKNOWN, the same sentence, for a share that does not exist, that is not sent yet and that went to
 * others only. */
int delivery_get(struct db *db, struct arena *a, const struct reader *reader, struct str number, long long now_ms,
    struct delivery *d_r, struct err *e) MUST_CHECK;

/* One artefact of what was sent; marks it opened by act.actor (every look is an audit line). */
int delivery_open(struct db *db, const struct act *by, struct arena *a, const struct delivery *d, struct str format,
    struct str lang, struct str *bytes_r, struct err *e) MUST_CHECK;
/* Acknowledged; refused (ERR_CONFLICT) before it was opened.  Once more: nothing changes. */
int delivery_ack(struct db *db, const struct act *by, struct arena *a, const struct delivery *d, struct err *e) MUST_CHECK;
/* A liaison group passed it on to `members` of its own on a day. */
int delivery_cascaded(struct db *db, const struct act *by, struct arena *a, const struct delivery *d, long long members,
    long long on_ms, struct err *e) MUST_CHECK;

/* How a share stands. */
struct delivery_counts {
	long long recipients, notified, opened, acked;  /* opened holds acked, and so on */
	long long no_hit, no_hit_without_window, hit, partly, working, not_checked, silent;
	long long searched;             /* answers that say which time was searched */
	long long useful_count, useful_sum;
	long long cascades, cascaded_members, end_searched, end_hits, end_no_hits;
};
int delivery_count(struct db *db, struct arena *a, const struct delivery *list, size_t n, struct delivery_counts *c_r,
    struct err *e) MUST_CHECK;

#endif
