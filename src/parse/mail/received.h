/* received.h - one hop of a mail's way, as the receiving host noted it (RFC 5321, 4.4). */
#ifndef PARSE_MAIL_RECEIVED_H
#define PARSE_MAIL_RECEIVED_H

#include "parse/mail/mail.h"

struct received {
	struct str helo;                /* how the sending host called itself; "" */
	struct str from_host;           /* its name as looked up, else helo; lower-case */
	struct str from_ip;             /* without brackets and "IPv6:"; "" */
	struct str by;                  /* lower-case; "" */
	struct str with, id, recipient; /* "" where absent; recipient is the `for` address */
	long long when_ms;              /* TIME_NONE */
	int zone;                       /* minutes east */
	struct span at;                 /* of the header's value */
};

/* Topmost (newest) first. */
size_t received_read(struct arena *a, const struct mail *m, struct received **list_r);

#endif
