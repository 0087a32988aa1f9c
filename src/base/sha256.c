/* sha256.c - OpenSSL's SHA-256, which uses the processor's own instructions (a quarter of a mail's reading
 * went into libsodium's). Its direct functions, not EVP: they look for no provider and no configuration, so
 * that the jail needs no warming. */
#define OPENSSL_API_COMPAT 0x10100000L  /* before SHA256_Init was called deprecated */
#include "base/sha256.h"

#include <sodium.h>

#include "base/arena.h"

void sha256(struct str data, unsigned char out[SHA256_BYTES])
{
	struct sha256 s;

	sha256_begin(&s);
	sha256_add(&s, data);
	sha256_end(&s, out);
}

void sha256_begin(struct sha256 *s)
{
	SHA256_Init(&s->state);
}

void sha256_add(struct sha256 *s, struct str data)
{
	SHA256_Update(&s->state, data.p, data.n);
}

void sha256_end(struct sha256 *s, unsigned char out[SHA256_BYTES])
{
	SHA256_Final(out, &s->state);
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
