/* hub_findings.h - signs that no single mail shows: what else happened at this organisation, who
 * else got the same, who is played, which indicator is known from another case.
 *
 *   hub.phishing-earlier     a BEC, and the same organisation reported phishing in the 18 months
 *                            before (B40); whether the two are related is unknown
 *   hub.same-mail-elsewhere  other organisations handed in the same mail
 *   hub.impersonated-member  the mail plays another organisation of the registry: it should be told
 *   hub.indicator-seen       an indicator of the mail stands in a submission of an earlier case
 *
 * They are context: they never decide by themselves, and never leave the hub: the sentences name
 * no submitter, but hub.impersonated-member names whom to tell. */
#ifndef CONSOLIDATE_HUB_FINDINGS_H
#define CONSOLIDATE_HUB_FINDINGS_H

#include "base/tr.h"
#include "store/hub.h"

struct candidates;

/* In the caller's transaction, after all three lookups of candidates.h.  Doing it again
 * replaces what was found before. */
int hub_findings_add(struct hub *hub, const struct candidates *c, struct err *e) MUST_CHECK;

/* The ids, for whoever explains them. */
struct hub_finding_kind {
	const char *id, *tricks;
};
extern const struct hub_finding_kind hub_finding_kinds[];
extern const size_t hub_finding_kind_count;

enum { HUB_FINDING_REFS = 24 };

/* One per id, the newest state of the records: withdrawn submissions are not counted, the case the
 * submission itself stands in is no earlier case. */
struct hub_finding {
	struct str id, tricks;          /* hub.phishing-earlier, "B40" or "" */
	struct str sentence;            /* in `lang`; dates in the hub's zone */
	size_t count;                   /* submissions, organisations, cases: what the sentence counts */
	long long first_ms, last_ms;    /* of what is pointed at; TIME_NONE */
	struct str refs[HUB_FINDING_REFS];      /* receipt/number, organisation id or case number */
	size_t ref_count;
};

/* Those of one submission; hub staff only (who else handed in the same is seen from `refs`). */
int hub_findings_list(struct hub *hub, struct arena *a, struct str submission_id, enum lang lang,
    struct hub_finding **list_r, size_t *n_r, struct err *e) MUST_CHECK;

#endif
