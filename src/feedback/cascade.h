/* cascade.h - what an association of a liaison system passes on to its own members (転送), and what it hears back.
 *
 * Only a share whose audience names the liaison system or this very association can be passed on, and only what its TLP
 * lets go on: what the organisation got as a member of a SIG stays there.  The text for passing on is the approved
 * artefact in a frame of fixed words.  What the association's members say comes back as sums; it names none of them. */
#ifndef FEEDBACK_CASCADE_H
#define FEEDBACK_CASCADE_H

#include "base/tr.h"
#include "feedback/delivery.h"
#include "store/hub.h"

/* The share as it may be forwarded, TLP in the first and the last line; counts as opened.  Refused (ERR_DENIED) with the
 * reason where it may not be: TLP, no liaison mark, no terms in force. */
int cascade_text(struct hub *hub, const struct act *by, struct arena *a, const struct delivery *d, enum lang lang, struct str *text_r,
    struct err *e) MUST_CHECK;

struct cascade_sums { long long searched, hits, no_hits; };
/* The newest of an association and share counts.  Not more than it was passed on to. */
int cascade_sums_add(struct db *db, const struct act *by, struct arena *a, const struct delivery *d, const struct cascade_sums *s,
    struct err *e) MUST_CHECK;

struct cascade_row {
	struct str org_id;
	long long members, on_ms;       /* in all; the newest day; TIME_NONE: not passed on yet */
	struct cascade_sums sums;       /* -1 each where none were told */
	long long sums_ms;
};
/* One row an association that got the share; `org_id` absent: all. */
int cascade_list(struct db *db, struct arena *a, struct str share_id, struct str org_id, struct cascade_row **list_r, size_t *n_r,
    struct err *e) MUST_CHECK;
/* All associations together. */
int cascade_total(struct db *db, struct arena *a, struct str share_id, struct cascade_sums *s_r, struct err *e) MUST_CHECK;

/* Is the organisation an association of a liaison system on that day? */
int cascade_is_association(struct db *db, struct arena *a, struct str org_id, long long at_ms, bool *is_r, struct err *e) MUST_CHECK;

#endif
