/* review.h - what has not been used or looked at for long is looked through: accounts, shares, indicators; it is kept until
 * a day, or it ends. */
#ifndef FEEDBACK_REVIEW_H
#define FEEDBACK_REVIEW_H

#include "base/act.h"
#include "store/hub.h"

enum { REVIEW_ACCOUNT_DAYS = 180, REVIEW_SHARE_DAYS = 365, REVIEW_INDICATOR_DAYS = 365 };

enum review_why { REVIEW_NEVER_USED, REVIEW_UNUSED, REVIEW_PAST_DAY, REVIEW_NO_DAY, REVIEW_NOT_SEEN, REVIEW_BOUNCING };

struct review_row {
	struct str kind;                /* account share indicator address */
	struct str id;                  /* the person's id; the share's number; the indicator's id */
	struct str label;               /* organisation and name; class and TLP; the value as shown */
	struct str share;               /* of an indicator: the newest share that shows it */
	enum review_why why;
	long long since_ms;             /* last use, last sighting, the day that has passed, the first release */
};
/* What is due at now_ms, accounts first.  An account that holds a role and has done nothing for 180 days; a share that is
 * out and past its last day, or out for a year without one; an indicator that is shown and that nobody has seen for a year.
 * What was kept until a day is not due before it. */
int review_list(struct db *db, struct arena *a, long long now_ms, struct review_row **list_r, size_t *n_r, struct err *e) MUST_CHECK;

/* Looked through again on `until_ms`. */
int review_keep(struct hub *hub, const struct act *by, struct arena *a, struct str kind, struct str id, long long until_ms, struct err *e)
    MUST_CHECK;
/* An account loses its roles and notices; a share expires.  An indicator is taken out by a correction, which its recipients
 * are told of: *correction_r is the share that a second analyst now releases (absent otherwise). */
int review_end(struct hub *hub, const struct act *by, struct arena *a, struct str kind, struct str id, struct str *correction_r,
    struct err *e) MUST_CHECK;

#endif
