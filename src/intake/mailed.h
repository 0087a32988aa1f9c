/* mailed.h - a mail to the intake address, by whichever way it came (pipe, lmtp, imap): received as nobody's.
 *
 * Whose it is, the worker finds out, which reads it in the jail (intake_attribute).
 */
#ifndef INTAKE_MAILED_H
#define INTAKE_MAILED_H

#include "intake/intake.h"

bool mailed_channel(struct str channel);
/* An address that mail is taken for: one of intake_address (empty: any), also with +anything before the @, and
 * smtp_from, to which what is sent back comes. */
bool mailed_is_ours(const struct hub *hub, struct str address);
/* Do intake_queue_most hand-ins wait to be read? */
int mailed_queue_full(struct hub *hub, struct arena *a, bool *full_r, struct err *e) MUST_CHECK;
int mailed_receive(struct hub *hub, const struct act *by, struct arena *a, struct str channel, const struct content *mail,
    struct receipt *receipt_r, struct err *e) MUST_CHECK;

#endif
