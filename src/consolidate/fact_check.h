/* fact_check.h - 事実確認: the company in whose name something was sent is asked whether it was.
 *
 * The submitter asks (as in the seed) or the hub does; the answer also tells who else received it. */
#ifndef CONSOLIDATE_FACT_CHECK_H
#define CONSOLIDATE_FACT_CHECK_H

#include "base/act.h"
#include "store/db.h"

struct fact_check {
	struct str id, case_number;
	struct str party_org, party_label;      /* the impersonated party: of the registry, or as the hub calls it */
	struct str asked_by;                    /* submitter, hub */
	long long asked_ms, answered_ms;        /* answered_ms: TIME_NONE while open */
	struct str answer;                      /* confirmed-fake, genuine, unknown; absent while open */
	long long others_learnt;                /* further recipients learnt of; -1: not asked */
	long long reminders, reminded_ms;       /* how often and when last; TIME_NONE */
};

/* The party is found among the case's impersonated ones, or added to it.  Exactly one of org_id and label. */
int fact_check_ask(struct db *db, const struct act *by, struct arena *a, struct str case_number, struct str org_id, struct str label,
    struct str asked_by, long long asked_ms, struct str *id_r, struct err *e) MUST_CHECK;
/* `id` or the beginning of it.  An answered one is not answered again (ERR_CONFLICT). */
int fact_check_answer(struct db *db, const struct act *by, struct arena *a, struct str id, struct str answer, long long answered_ms,
    long long others_learnt, struct err *e) MUST_CHECK;
/* Asked once more, on act.now_ms; at most once a day, and not where the answer is there (ERR_CONFLICT). */
int fact_check_remind(struct db *db, const struct act *by, struct arena *a, struct str id, struct err *e) MUST_CHECK;
/* Of one case, or (absent) of all, so many behind (behind_ms, behind), the time of asking and the id; oldest first.  TIME_NONE, "" and
 * TIME_FOREVER: all of them. */
int fact_check_list(struct db *db, struct arena *a, struct str case_number, bool open_only, long long behind_ms, struct str behind, long long most,
    struct fact_check **list_r, size_t *n_r,
    struct err *e) MUST_CHECK;

#endif
