/* consent.h - standing consent of an organisation for the technical lane: a policy text with a version,
 * given from a day on, recalled on a day.  It never covers narrative, amounts, dates or mail text. */
#ifndef APPROVE_CONSENT_H
#define APPROVE_CONSENT_H

#include "base/act.h"
#include "store/db.h"

/* `version` names the policy from now on; an existing one is refused: texts that were agreed to stay. */
int consent_policy_add(struct db *db, const struct act *by, struct arena *a, struct str version, struct str lane,
    struct str text_ja, struct str text_en, struct str *id_r, struct err *e) MUST_CHECK;
/* By the organisation's own approver, or entered by the hub's people with a reference to the signed paper
 * (the hub itself, "hub", only when a demo is built). */
int consent_give(struct db *db, const struct act *by, struct arena *a, struct str org_id, struct str policy_id,
    struct str reference, long long from_ms, long long to_ms, struct err *e) MUST_CHECK;
/* Ends the standing consents of the organisation for this lane on a day; how many, or -1.  Other lanes go on.  Whoever may give
 * may recall. */
long long consent_recall(struct db *db, const struct act *by, struct arena *a, struct str org_id, struct str lane, long long on_ms,
    struct err *e) MUST_CHECK;

/* docs/consent-template.*.md, ja and en, as they are compiled in. */
extern const struct str consent_templates[];
extern const size_t consent_template_count;

struct consent_row {
	struct str org_id, version, lane, text_ja, text_en, given_by, reference;
	long long from_ms, to_ms;
};
int consent_list(struct db *db, struct arena *a, struct str org_id, struct consent_row **list_r, size_t *n_r, struct err *e)
    MUST_CHECK;
struct policy_row {
	struct str id, version, lane, text_ja, text_en;
	long long made_ms, given;       /* how many consents point at it */
};
/* `version` absent: all. */
int consent_policies(struct db *db, struct arena *a, struct str version, struct policy_row **list_r, size_t *n_r, struct err *e)
    MUST_CHECK;

#endif
