/* secret.c - tokens. */
#include "access/secret.h"

#include <sodium.h>

#include "base/random.h"
#include "base/sha256.h"

enum { TOKEN_BYTES = 32 };

struct str token_new(struct arena *a)
{
	unsigned char raw[TOKEN_BYTES];
	size_t room = sodium_base64_encoded_len(sizeof raw, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	char *text = arena_alloc(a, room);

	random_secret(raw, sizeof raw);
	sodium_bin2base64(text, room, raw, sizeof raw, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	sodium_memzero(raw, sizeof raw);
	return str_of(text);
}

struct str token_digest(struct arena *a, struct str token)
{
	return sha256_hex(a, token);
}

struct str token_derived(struct arena *a, struct str token, const char *purpose)
{
	unsigned char digest[SHA256_BYTES];

	hmac_sha256(token, str_of(purpose), digest);
	return hex_of(a, digest, sizeof digest);
}

bool secret_equal(struct str a, struct str b)
{
	return a.p != NULL && b.p != NULL && a.n == b.n && sodium_memcmp(a.p, b.p, a.n) == 0;
}
