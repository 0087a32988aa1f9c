/* change.h - a share after its first draft: edited, corrected, taken apart, retracted, expired.
 *
 * Before anything is out a change is an edit.  Afterwards it is a correction (a new version for exactly
 * the earlier recipients, with what changed) or a retraction; edits are refused then.  Every change is
 * a new revision: what was approved stays good only for organisations whose part is the same. */
#ifndef SHARE_CHANGE_H
#define SHARE_CHANGE_H

#include "share/redact.h"
#include "share/share.h"

enum share_change_kind { SHARE_EDIT, SHARE_CORRECTION, SHARE_RETRACTION };

struct share_change {
	enum share_change_kind kind;
	struct str number;
	struct str class, tlp, search;  /* absent: as they are */
	bool set_expires;
	long long expires_ms;
	bool again;                     /* gather the material anew from the records */
	bool liaison_ok;
	long long seen_rev;             /* the revision that the person looked at; another one by now: ERR_CONFLICT. 0: not said */
	struct texts title, summary, actions, reason;   /* empty: as they are */
	const struct share_value *values;               /* added; own and partner shares only */
	size_t value_count;
	const struct str *drop;         /* values as stored or as shown: taken out, or revoked where they are out */
	size_t drop_count;
	struct str without_org;         /* this organisation's material is taken out */
	bool is_late;                   /* it is left out because its answer is late: the request says so */
	struct str without_submission;  /* that of one submission, by id */
	const struct redaction *redactions;             /* spans of the texts as they stand in seen_rev */
	size_t redaction_count;
	const struct share_target *audience;            /* edits only; none: as it is */
	size_t audience_count;
};

int share_change(struct hub *hub, const struct act *by, struct arena *a, const struct share_change *change,
    struct share_made *made_r, struct err *e) MUST_CHECK;

/* The leak check over the stored artefacts with today's dictionaries; the result is stored, so that
 * hits refuse the release. */
int share_check(struct hub *hub, const struct act *by, struct arena *a, struct str number, struct leak_hits *hits_r,
    struct err *e) MUST_CHECK;

/* Shares past their last day become expired, and their letters are erased: how many, or -1. */
long long share_expire(struct hub *hub, const struct act *by, struct arena *a, struct err *e) MUST_CHECK;
/* One share ends today, whatever its last day was. */
int share_expire_one(struct hub *hub, const struct act *by, struct arena *a, struct str number, struct err *e) MUST_CHECK;

#endif
