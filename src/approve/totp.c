/* totp.c - RFC 4226 truncation over the step's number. */
#include "approve/totp.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include "base/buf.h"

long long totp_step(long long now_ms)
{
	return now_ms / TOTP_STEP_MS;
}

struct str totp_code(struct arena *a, struct str secret, long long step)
{
	unsigned char message[8], out[EVP_MAX_MD_SIZE];
	unsigned int n = 0, at;
	unsigned long number;

	for (int i = 0; i < 8; i++)
		message[i] = (unsigned char)((unsigned long long)step >> (56 - 8 * i));
	if (HMAC(EVP_sha1(), secret.p, (int)secret.n, message, sizeof message, out, &n) == NULL || n < 20)
		return STR("");
	at = out[n - 1] & 0x0F;
	number = (unsigned long)(out[at] & 0x7F) << 24 | (unsigned long)out[at + 1] << 16 |
	    (unsigned long)out[at + 2] << 8 | out[at + 3];
	return arena_printf(a, "%06lu", number % 1000000);
}

long long totp_match(struct arena *a, struct str secret, struct str code, long long now_ms)
{
	long long now = totp_step(now_ms), found = -1;

	for (long long step = now - 1; step <= now + 1; step++) {
		struct str right = totp_code(a, secret, step);

		if (right.n == TOTP_DIGITS && code.n == TOTP_DIGITS && sodium_memcmp(right.p, code.p, TOTP_DIGITS) == 0)
			found = step;
	}
	return found;
}

struct str totp_base32(struct arena *a, struct str secret)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	struct buf out;
	unsigned int held = 0;
	int have = 0;

	buf_init_arena(&out, a, secret.n * 2 + 8);
	for (size_t i = 0; i < secret.n; i++) {
		held = held << 8 | (unsigned char)secret.p[i];
		for (have += 8; have >= 5; have -= 5)
			buf_char(&out, alphabet[held >> (have - 5) & 31]);
	}
	if (have > 0)
		buf_char(&out, alphabet[held << (5 - have) & 31]);
	return buf_str(&out);
}
