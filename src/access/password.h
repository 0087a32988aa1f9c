/* password.h - how a password is kept: argon2id (RFC 9106) in its own notation. */
#ifndef ACCESS_PASSWORD_H
#define ACCESS_PASSWORD_H

#include "base/arena.h"

int password_hash(struct arena *a, struct str password, struct str *hash_r, struct err *e) MUST_CHECK;

#endif
