/* jwt.h - an ID token (OpenID Connect Core 1.0, 3.1.3.7; RFC 7515, 7517, 7518): is it the provider's, for us, for this browser, now?
 *
 * Nothing in the token chooses how it is checked: RS256, PS256 and ES256 only, each with a key of its own kind from the provider's list. */
#ifndef ACCESS_JWT_H
#define ACCESS_JWT_H

#include <jansson.h>

#include "base/arena.h"

enum { JWT_MOST = 16384, JWT_SKEW_S = 60, JWT_OLDEST_S = 600, JWT_SUBJECT_MOST = 255 };

struct jwt_wanted {
	struct str issuer, audience, nonce;
	long long now_ms;
};

/* ERR_DENIED with what is wrong; ERR_UNKNOWN where `keys` (a JWK set) has none of that name: fetch it anew, keys rotate.
 * *subject_r: whom it names. */
int jwt_check(struct arena *a, struct str token, const json_t *keys, const struct jwt_wanted *wanted, struct str *subject_r, struct err *e) MUST_CHECK;
/* What a token says, its signature aside. */
int jwt_check_claims(struct arena *a, const json_t *claims, const struct jwt_wanted *wanted, struct str *subject_r, struct err *e) MUST_CHECK;
/* How many of the keys could check a token. */
size_t jwt_keys_count(struct arena *a, const json_t *keys);

/* A field of an object as text; "" where it is none. */
struct str jwt_text(const json_t *object, const char *key);

#endif
