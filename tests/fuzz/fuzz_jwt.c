/* fuzz_jwt.c - any bytes as an ID token: none comes in, because nobody has the key; and any claims: what is taken holds what was asked for. */
#include "fuzz.h"

#include "access/jwt.h"

#define ISSUER "https://id.example"
#define CLIENT "hub"
#define NONCE "n-1"
#define NOW_S 1563321600LL

/* RFC 7515, A.2 and A.3: the public halves. */
static const char keys_text[] =
    "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"r\",\"n\":\"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-"
    "SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_"
    "I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ\",\"e\":\"AQAB\"},"
    "{\"kty\":\"EC\",\"kid\":\"e\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\",\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}]}";

static const struct jwt_wanted wanted = { { ISSUER, sizeof ISSUER - 1 }, { CLIENT, sizeof CLIENT - 1 }, { NONCE, sizeof NONCE - 1 }, NOW_S * 1000 };

static void read_claims(struct arena *a, struct str s)
{
	json_t *claims = json_loadb(s.p, s.n, JSON_REJECT_DUPLICATES, NULL);
	struct str subject = STR("");
	struct err e = { 0 };

	if (jwt_check_claims(a, claims, &wanted, &subject, &e) == 0) {
		assert(subject.n > 0 && subject.n <= JWT_SUBJECT_MOST);
		assert(str_eq(jwt_text(claims, "iss"), wanted.issuer) && str_eq(jwt_text(claims, "nonce"), wanted.nonce));
		assert(json_number_value(json_object_get(claims, "exp")) > NOW_S - JWT_SKEW_S - 1);
		assert(str_has(s, STR(CLIENT)));
	} else {
		assert(e.kind == ERR_DENIED && e.text[0] != '\0');
	}
	json_decref(claims);
}

/* Claims, a set of keys, or a token. */
static void read_any(struct arena *a, struct str s)
{
	json_t *keys = json_loads(keys_text, 0, NULL), *other;
	struct str subject;
	struct err e = { 0 };

	assert(jwt_keys_count(a, keys) == 2);
	assert(jwt_check(a, s, keys, &wanted, &subject, &e) < 0 && (e.kind == ERR_DENIED || e.kind == ERR_UNKNOWN));
	other = s.n > 0 && s.p[0] == '{' ? json_loadb(s.p, s.n, JSON_REJECT_DUPLICATES, NULL) : NULL;
	if (other != NULL) {
		read_claims(a, s);
		assert(jwt_keys_count(a, other) <= s.n);
	}
	json_decref(other);
	json_decref(keys);
}

FUZZ_TARGET
