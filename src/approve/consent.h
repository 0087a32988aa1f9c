/* consent.h - standing consent of an organisation for the technical lane: a policy text with a version,
 * given from a day on, recalled on a day.  It never covers narrative, amounts, dates or mail text. */
#ifndef APPROVE_CONSENT_H
#define APPROVE_CONSENT_H

#include "base/act.h"
#include "store/db.h"

int consent_policy_add(struct db *db, const struct act *by, struct arena *a, struct str version, struct str lane,
    struct str text_ja, struct str text_en, struct str *id_r, struct err *e) MUST_CHECK;
int consent_give(struct db *db, const struct act *by, struct arena *a, struct str org_id, struct str policy_id,
    long long from_ms, long long to_ms, struct err *e) MUST_CHECK;
/* Ends every standing consent of the organisation on a day; how many, or -1. */
long long consent_recall(struct db *db, const struct act *by, struct str org_id, long long on_ms, struct err *e) MUST_CHECK;

#endif
