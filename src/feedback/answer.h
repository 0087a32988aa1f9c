/* answer.h - an organisation's answer to a share; every answer is kept, the newest counts.
 *
 * Words: no-hit (searched, nothing found), hit, partly (searched in part), not-checked (why), working.
 * A "no hit" without the time that was searched is refused from people; from a hand-in without a
 * summary it is kept and marked as without value. */
#ifndef FEEDBACK_ANSWER_H
#define FEEDBACK_ANSWER_H

#include "base/tr.h"
#include "feedback/delivery.h"

/* Refuses what says nothing: no-hit and partly without a window, not-checked without a reason, a window
 * that lies in the future or backwards, usefulness beyond 1..5. */
int answer_check(const struct answer_given *given, long long now_ms, struct err *e) MUST_CHECK;
/* The organisation's people answer: checked, stored, the delivery moved on to acked. */
int answer_give(struct db *db, const struct act *by, struct arena *a, const struct delivery *d, const struct answer_given *given,
    struct err *e) MUST_CHECK;
/* The row alone, unchecked, in the caller's transaction: for hand-ins. */
int answer_store(struct db *db, const struct act *by, struct arena *a, struct str share_id, struct str org_id,
    const struct answer_given *given, struct err *e) MUST_CHECK;

/* Does it say that something was searched, and which time? */
bool answer_searched(const struct answer_given *given);
/* 「該当なし（確認期間 2018/10/1～2019/7/1）」 in one language. */
struct str answer_words(struct arena *a, enum lang lang, const struct answer_given *given, int zone_minutes);

#endif
