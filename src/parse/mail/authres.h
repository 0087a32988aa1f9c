/* authres.h - Authentication-Results (RFC 8601): what a border host says it checked.
 * Whoever wrote it is the authserv-id; a field of a host that is not ours proves nothing. */
#ifndef PARSE_MAIL_AUTHRES_H
#define PARSE_MAIL_AUTHRES_H

#include "parse/mail/mail.h"

struct auth_result {
	struct str authserv;            /* lower-case */
	struct str method, result;      /* lower-case: dkim, pass */
	struct str domain;              /* of header.d, smtp.mailfrom, header.from, header.i; lower-case; "" */
	struct span at;                 /* of the header's value */
};

/* All results of all fields, topmost first. */
size_t authres_read(struct arena *a, const struct mail *m, struct auth_result **list_r);

#endif
