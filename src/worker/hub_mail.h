/* hub_mail.h - a mail to the intake address, after the jailed reader looked at it: whose it is, or that no person wrote it.
 *
 * What came back about a notice of ours is recorded on it.  Machines' mail is kept aside (state quarantined, reason automatic),
 * never answered, and never attributed, but for what brings a mail or a file from somebody attested: that is a hand-in. */
#ifndef WORKER_HUB_MAIL_H
#define WORKER_HUB_MAIL_H

#include "base/act.h"
#include "store/hub.h"
#include "worker/pool.h"

/* All of it in one transaction.  *goes_on_r: it is somebody's hand-in and is taken apart. */
int hub_mail_take(struct hub *hub, const struct act *by, struct arena *a, struct str hand_in_id, const struct pool_end *end,
    bool *goes_on_r, struct err *e) MUST_CHECK;

#endif
