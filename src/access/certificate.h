/* certificate.h - which certificate of a machine a key comes with: that one, or any of that name.
 *
 * A digest ends with the certificate; a name goes on with the next one that the hub's authority signs for it. */
#ifndef ACCESS_CERTIFICATE_H
#define ACCESS_CERTIFICATE_H

#include "base/arena.h"

enum { CERTIFICATE_TEXT_MOST = 7000 };

/* A certificate as PEM, its SHA-256 as openssl prints it, or a DNS name in it; kept as 64 hex digits or as the name, "" as "". */
int certificate_read(struct arena *a, struct str text, struct str *kept_r, struct err *e) MUST_CHECK;
/* `digest` and `names` are those of http_request; absent: the machine showed none. */
bool certificate_fits(struct str kept, struct str digest, struct str names);

#endif
