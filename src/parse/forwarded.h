/* forwarded.h - a mail that was forwarded as text: what its reader wrote above, the lines From, Sent, To and
 * Subject as his program printed them, and the text.
 *
 * The forms of Outlook, Apple, Gmail and Thunderbird in en, ja, de and zh are those of parse/quote.h. */
#ifndef PARSE_FORWARDED_H
#define PARSE_FORWARDED_H

#include "parse/mail/mail.h"

/* The forwarded mail as a mail of its own, marked incomplete; NULL where `outer` forwards nothing inline. */
const struct mail *forwarded_inline(struct arena *a, const struct mail *outer);

#endif
