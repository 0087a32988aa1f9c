/* machine.h - a mail that no person wrote: what says so, and which mails it is about.
 *
 * RFC 3834 (automatic answers), RFC 3464 (delivery reports), RFC 8098 (receipts of reading), RFC 2919 and 2369 (lists), RFC 5321
 * 6.3 (loops).  Headers only are believed, and only against the mail: nobody is answered because of one.  Not found (known):
 * automatic answers whose subject alone says so. */
#ifndef PARSE_MACHINE_H
#define PARSE_MACHINE_H

#include "parse/mail/mail.h"

enum { MACHINE_NAMED_MOST = 64 };

struct machine {
	/* delivery-report loop auto-reply list bulk generated no-return-path; "": a person may have written it */
	const char *kind;
	const char *sign;               /* the header that says so; "" */
	bool carries;                   /* it brings a mail or a file along, as a button for reporting does */
	/* Addresses and Message-IDs in which a mark of ours may stand: where it was delivered to, what it answers, what it reports
	 * on; views into the mail. */
	struct str named[MACHINE_NAMED_MOST];
	size_t named_count;
	struct str loop;                /* of X-Loop; "" */
	struct str own_id;              /* its own Message-ID; "" */
	/* Of a delivery report: what became of the mail, "" where that is not said. */
	struct str action;              /* failed delayed delivered relayed expanded */
	struct str status;              /* 5.1.1 (RFC 3463) */
	struct str words;               /* of the other server, at most 1,000 bytes */
};

void machine_read(struct arena *a, const struct mail *m, struct machine *machine_r);

#endif
