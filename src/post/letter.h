/* letter.h - a mail of the hub's as bytes: one recipient, plain text, headers that keep machines from answering.
 *
 * The same letter gives the same bytes every time, so that what is sent again is seen to be the same mail. */
#ifndef POST_LETTER_H
#define POST_LETTER_H

#include "base/buf.h"

struct letter {
	struct str from;                /* address; "": no From line (the mail command writes one) */
	struct str from_name;           /* UTF-8; "" */
	struct str to;                  /* address */
	struct str subject, text;       /* UTF-8; lines end with \n */
	struct str message_id;          /* with brackets */
	struct str loop;                /* our own mark: X-Noroshi-Loop */
	bool answers;                   /* it was caused by a mail that came in (RFC 3834: auto-replied) */
	long long date_ms;
	int zone_minutes;
};

enum letter_form {
	LETTER_FILE,            /* lines end with \n, text as it is (8bit): for outbox/ and the mail command */
	LETTER_WIRE,            /* lines end with \r\n, text quoted-printable: for servers, whatever they can */
};

void letter_write(struct buf *out, const struct letter *l, enum letter_form form);

#endif
