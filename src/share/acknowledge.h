/* acknowledge.h - who handed in by mail is told the receipt's number, by a notice: no content.
 *
 * Only people of the registry whose mail was attested are told, and nobody because of a mail that a machine wrote
 * (worker/hub_mail.h).  One notice a person and receipt_minutes: what comes in meanwhile is named by the next one together.
 * Many mails of anybody in a short time are a storm: the analysts get one notice, not one a mail. */
#ifndef SHARE_ACKNOWLEDGE_H
#define SHARE_ACKNOWLEDGE_H

#include "base/act.h"
#include "store/hub.h"

/* Makes the notices that are due now.  Each person is a transaction of its own. */
int acknowledge_due(struct hub *hub, const struct act *by, struct err *e) MUST_CHECK;

/* The drafted answer to a reporter from outside is released (reporter_answer_release), and goes out by mail where the contact is an
 * address.  A second release replaces the first, whose mail is not sent if it still waits.  *told_r: a mail will leave. */
int acknowledge_reporter(struct hub *hub, const struct act *by, struct arena *a, struct str receipt, bool *told_r, struct err *e) MUST_CHECK;

struct mail_storm {
	long long mails;                /* of the last storm_minutes; 0: there is none */
	long long since_ms;             /* the first of them */
};
int mail_storm_now(struct hub *hub, struct arena *a, long long now_ms, struct mail_storm *storm_r, struct err *e) MUST_CHECK;

#endif
