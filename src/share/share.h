/* share.h - what leaves the hub: drafted, checked, corrected, retracted.
 *
 * A draft is constructed from a case, from the sightings of an earlier share, or from what the hub
 * obtained itself.  Every change makes a new revision with new artefacts and a new digest; only
 * share_release (release.h) lets one out.  Number, letters and lineage stay over the versions. */
#ifndef SHARE_SHARE_H
#define SHARE_SHARE_H

#include "anonymise/leak.h"
#include "anonymise/projection.h"
#include "base/act.h"
#include "store/hub.h"

struct share_target {
	struct str kind, target;        /* all, sig, org, liaison, partner, public; id or "" */
	long long from_ms, to_ms;
};

struct share_value {                    /* an indicator that the hub obtained itself */
	struct str type, value, role;
};

struct share_spec {
	struct str case_number;         /* draft from this case, or */
	struct str sightings_of;        /* from the sightings of this share, or from neither: own-origin */
	struct str supplements;         /* number of the parent share */
	struct str instead_of;          /* id of a share whose sources are late: their requests say so (own_origin.h) */
	struct str origin;              /* member, own, partner */
	struct str class, tlp, lane, search;
	struct str terms;               /* licence or terms of a foreign source */
	long long expires_ms;           /* TIME_NONE: none */
	bool exact;                     /* exact days and counts: every source must consent to them */
	bool liaison_ok;                /* AMBER to a liaison group, on purpose */
	struct texts title, summary, actions, reason;   /* {A} is the letter of the case's lane A */
	const struct share_value *values;
	size_t value_count;
	const struct share_target *audience;
	size_t audience_count;
};

/* What a revision's making says to its analyst. */
struct share_made {
	struct str id, number, digest;
	long long rev;
	struct leak_hits leaks;
	size_t kept, generalised, withheld;
	size_t unread;                  /* submissions left out: not fully read and not yet looked at */
	size_t kept_back;               /* of which nothing technical is to be shared, as who handed them in said */
};

int share_draft(struct hub *hub, const struct act *by, struct arena *a, const struct share_spec *spec,
    struct share_made *made_r, struct err *e) MUST_CHECK;

#endif
