/* withdraw.h - taking back: content is erased by destroying its key, with a certificate (消去証明).
 *
 * Number, date, kind and audit lines stay, so that the counts stay true; everything that came out
 * of the content (findings, indicators, fingerprints, sightings) goes with it. */
#ifndef INTAKE_WITHDRAW_H
#define INTAKE_WITHDRAW_H

#include "base/act.h"
#include "store/hub.h"

struct certificate {
	struct str number;              /* E-20190901-XXXXXX */
	long long erased;               /* how many contents */
	struct str text;                /* Japanese and English */
};

/* `what` is a receipt (all of it) or receipt/n.  The person must belong to the organisation that
 * handed in, or to the hub. */
int submission_withdraw(struct hub *hub, const struct act *by, struct arena *a, struct str what,
    struct certificate *certificate_r, struct err *e) MUST_CHECK;
/* Everything of an organisation that leaves and wants it destroyed. */
int org_destroy_content(struct hub *hub, const struct act *by, struct arena *a, struct str org_id,
    struct certificate *certificate_r, struct err *e) MUST_CHECK;
/* Leaves, and what it handed in is kept under terms (a text or a reference to one): nothing is erased, the record says
 * what is kept and why. */
int org_keep_content(struct hub *hub, const struct act *by, struct arena *a, struct str org_id, struct str terms,
    struct certificate *certificate_r, struct err *e) MUST_CHECK;
/* After a restore and vault_apply_erasures: what came out of erased content goes too. Number of submissions, or -1. */
long long submission_forget_erased(struct hub *hub, const struct act *by, struct err *e) MUST_CHECK;
/* After a restore without the hub's key: contents are given up as lost, what waited to be read never will be;
 * numbers, dates, findings and cases stay. */
int submission_give_up(struct hub *hub, const struct act *by, struct err *e) MUST_CHECK;

#endif
