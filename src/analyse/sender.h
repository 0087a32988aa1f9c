/* sender.h - may the sender of a mail be believed?  For mail that comes in through an alias.
 *
 * Believed is only what one of our own border hosts attests (Authentication-Results, RFC 8601, of a
 * host in context.trusted_authserv; the topmost such line, because a border host puts its own on
 * top): DMARC passed for the From domain, or DKIM passed for it or a domain above or below it with
 * the same registrable domain.  SPF alone speaks of the envelope and is not enough.  A From that
 * readers may understand in two ways is never attested. */
#ifndef ANALYSE_SENDER_H
#define ANALYSE_SENDER_H

#include "analyse/analyse.h"
#include "parse/mail/mail.h"

/* "attested", or why not: no-sender, ambiguous-sender, no-attestation, not-authenticated.
 * *address_r is the From address, "" where there is none. */
const char *sender_attested(struct arena *a, const struct mail *m, const struct context *c, struct str *address_r);

#endif
