/* secret.h - tokens and their digests. */
#ifndef ACCESS_SECRET_H
#define ACCESS_SECRET_H

#include "base/arena.h"

/* 32 random bytes of the system, base64url (RFC 4648), 43 characters. */
struct str token_new(struct arena *a);
/* SHA-256 of a token, hex: what is stored. */
struct str token_digest(struct arena *a, struct str token);
/* Another digest of it for another purpose; hex. */
struct str token_derived(struct arena *a, struct str token, const char *purpose);
/* In time that does not depend on where they differ. */
bool secret_equal(struct str a, struct str b);

#endif
