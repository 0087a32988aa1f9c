/* totp.h - time-based one-time codes (RFC 6238, SHA-1, 30 seconds, 6 digits), as every
 * authenticator app makes them. */
#ifndef APPROVE_TOTP_H
#define APPROVE_TOTP_H

#include "base/arena.h"
#include "base/str.h"

enum { TOTP_SECRET_BYTES = 20, TOTP_STEP_MS = 30000, TOTP_DIGITS = 6 };

long long totp_step(long long now_ms);
/* The six digits of one step. */
struct str totp_code(struct arena *a, struct str secret, long long step);
/* The step whose code this is, among now and one before and after; -1 where none fits.  Compares
 * in constant time. */
long long totp_match(struct arena *a, struct str secret, struct str code, long long now_ms);
/* RFC 4648 base32 without padding, as apps take the secret. */
struct str totp_base32(struct arena *a, struct str secret);

#endif
