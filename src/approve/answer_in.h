/* answer_in.h - an answer in the making, inside this room only. */
#ifndef APPROVE_ANSWER_IN_H
#define APPROVE_ANSWER_IN_H

#include "approve/approve.h"

enum { DIGEST_LEAST = 12 };             /* digits of a digest that stand for all of it */

struct answer_target {
	struct str share_id, org_id, digest, deputy_of;
	long long rev, lines;
	long long at_ms;                /* behind every earlier answer of the organisation to this share, whoever waited for whom */
};

/* What the answer is for; ERR_UNKNOWN for what is absent and what is not the person's. */
int answer_find_target(struct db *db, struct arena *a, const struct answer *n, struct answer_target *t, struct err *e) MUST_CHECK;
int answer_check_medium(struct hub *hub, struct db *db, const struct act *by, struct arena *a, const struct answer *n,
    struct err *e) MUST_CHECK;
/* The share's state from the answers of all its sources. */
int answer_settle(struct db *db, const struct act *by, struct arena *a, const struct answer_target *t, struct err *e) MUST_CHECK;

#endif
