/* sha256.h - SHA-256 (FIPS 180-4), plain and keyed (HMAC, RFC 2104); runs inside the jail. */
#ifndef BASE_SHA256_H
#define BASE_SHA256_H

#include <openssl/sha.h>

#include "base/str.h"

struct arena;

enum { SHA256_BYTES = 32, SHA256_HEX = 64 };

void sha256(struct str data, unsigned char out[SHA256_BYTES]);
/* The same for bytes that come one part after the other. */
struct sha256 {
	SHA256_CTX state;
};
void sha256_begin(struct sha256 *s);
void sha256_add(struct sha256 *s, struct str data);
void sha256_end(struct sha256 *s, unsigned char out[SHA256_BYTES]);
/* 64 lower-case hex digits. */
struct str sha256_hex(struct arena *a, struct str data);
struct str hex_of(struct arena *a, const unsigned char *bytes, size_t n);
void hmac_sha256(struct str key, struct str data, unsigned char out[SHA256_BYTES]);

#endif
