/* sha256.c - libsodium's SHA-256: plain code without providers, so it needs no warming. */
#include "base/sha256.h"

#include <sodium.h>

#include "base/arena.h"

void sha256(struct str data, unsigned char out[SHA256_BYTES])
{
	crypto_hash_sha256(out, (const unsigned char *)data.p, data.n);
}

struct str hex_of(struct arena *a, const unsigned char *bytes, size_t n)
{
	static const char digits[] = "0123456789abcdef";
	char *p = arena_alloc(a, n * 2 + 1);

	for (size_t i = 0; i < n; i++) {
		p[2 * i] = digits[bytes[i] >> 4];
		p[2 * i + 1] = digits[bytes[i] & 15];
	}
	return (struct str){ p, n * 2 };
}

struct str sha256_hex(struct arena *a, struct str data)
{
	unsigned char out[SHA256_BYTES];

	sha256(data, out);
	return hex_of(a, out, sizeof out);
}

void hmac_sha256(struct str key, struct str data, unsigned char out[SHA256_BYTES])
{
	crypto_auth_hmacsha256_state state;

	crypto_auth_hmacsha256_init(&state, (const unsigned char *)key.p, key.n);
	crypto_auth_hmacsha256_update(&state, (const unsigned char *)data.p, data.n);
	crypto_auth_hmacsha256_final(&state, out);
}
