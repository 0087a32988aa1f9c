/* password.h - how a password is kept: argon2id (RFC 9106) in its own notation. */
#ifndef ACCESS_PASSWORD_H
#define ACCESS_PASSWORD_H

#include "access/access.h"

int password_hash(struct arena *a, struct str password, struct str *hash_r, struct err *e) MUST_CHECK;
/* Another one for the person, in the caller's transaction; all sessions end. */
int password_set(struct hub *hub, const struct act *by, struct arena *a, struct str person_id, struct str password, struct err *e) MUST_CHECK;

#endif
