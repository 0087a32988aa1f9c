/* jwt.c - see jwt.h. */
#include "access/jwt.h"

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <sodium.h>

#include "access/secret.h"

enum { RSA_LEAST_BITS = 2048, RSA_MOST_BYTES = 1024, RSA_EXPONENT_MOST_BYTES = 4, P256_BYTES = 32, JSON_FLAGS = JSON_REJECT_DUPLICATES };

enum alg { ALG_NONE, ALG_RS256, ALG_PS256, ALG_ES256 };

static int wrong(struct err *e, const char *why)
{
	return err_set(e, ERR_DENIED, "%s", why);
}

static bool base64(struct arena *a, struct str in, struct str *out_r)
{
	unsigned char *out = arena_alloc(a, in.n + 1);
	size_t n = 0;

	if (in.n == 0 || sodium_base642bin(out, in.n, in.p, in.n, NULL, &n, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
		return false;
	*out_r = (struct str){ (char *)out, n };
	return true;
}

static void forget(void *json) { json_decref(json); }

static json_t *object_of(struct arena *a, struct str part)
{
	struct str text;
	json_t *object = base64(a, part, &text) ? json_loadb(text.p, text.n, JSON_FLAGS, NULL) : NULL;

	if (object != NULL)
		arena_defer(a, forget, object);
	return json_is_object(object) ? object : NULL;
}

struct str jwt_text(const json_t *object, const char *key)
{
	const json_t *v = json_object_get(object, key);

	return json_is_string(v) ? (struct str){ json_string_value(v), json_string_length(v) } : STR("");
}

/* ---- keys ---- */

static EVP_PKEY *key_from(const char *type, OSSL_PARAM_BLD *build)
{
	OSSL_PARAM *params = OSSL_PARAM_BLD_to_param(build);
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
	EVP_PKEY *key = NULL;

	if (params == NULL || ctx == NULL || EVP_PKEY_fromdata_init(ctx) != 1 || EVP_PKEY_fromdata(ctx, &key, EVP_PKEY_PUBLIC_KEY, params) != 1)
		key = NULL;
	EVP_PKEY_CTX_free(ctx);
	OSSL_PARAM_free(params);
	return key;
}

static EVP_PKEY *rsa_key(struct arena *a, const json_t *jwk)
{
	struct str n, e;
	OSSL_PARAM_BLD *build;
	BIGNUM *bn_n, *bn_e;
	EVP_PKEY *key = NULL;

	if (!base64(a, jwt_text(jwk, "n"), &n) || !base64(a, jwt_text(jwk, "e"), &e) || n.n > RSA_MOST_BYTES || e.n > RSA_EXPONENT_MOST_BYTES)
		return NULL;
	build = OSSL_PARAM_BLD_new();
	bn_n = BN_bin2bn((const unsigned char *)n.p, (int)n.n, NULL);
	bn_e = BN_bin2bn((const unsigned char *)e.p, (int)e.n, NULL);
	if (build != NULL && bn_n != NULL && bn_e != NULL && BN_num_bits(bn_n) >= RSA_LEAST_BITS && BN_is_odd(bn_e) && !BN_is_one(bn_e) &&
	    OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, bn_n) == 1 && OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, bn_e) == 1)
		key = key_from("RSA", build);
	OSSL_PARAM_BLD_free(build);
	BN_free(bn_n);
	BN_free(bn_e);
	return key;
}

/* OpenSSL refuses a point that is not on the curve. */
static EVP_PKEY *ec_key(struct arena *a, const json_t *jwk)
{
	unsigned char point[1 + 2 * P256_BYTES] = { 4 };        /* uncompressed: SEC 1, 2.3.3 */
	struct str x, y;
	OSSL_PARAM_BLD *build;
	EVP_PKEY *key = NULL;

	if (!str_eq(jwt_text(jwk, "crv"), STR("P-256")) || !base64(a, jwt_text(jwk, "x"), &x) || !base64(a, jwt_text(jwk, "y"), &y) ||
	    x.n != P256_BYTES || y.n != P256_BYTES)
		return NULL;
	memcpy(point + 1, x.p, P256_BYTES);
	memcpy(point + 1 + P256_BYTES, y.p, P256_BYTES);
	build = OSSL_PARAM_BLD_new();
	if (build != NULL && OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) == 1 &&
	    OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point) == 1)
		key = key_from("EC", build);
	OSSL_PARAM_BLD_free(build);
	return key;
}

static EVP_PKEY *key_of(struct arena *a, const json_t *jwk, enum alg alg)
{
	EVP_PKEY *key = alg == ALG_ES256 ? ec_key(a, jwk) : rsa_key(a, jwk);

	ERR_clear_error();
	return key;
}

static const struct { const char *name, *kind; } algs[] = { [ALG_RS256] = { "RS256", "RSA" }, [ALG_PS256] = { "PS256", "RSA" },
	[ALG_ES256] = { "ES256", "EC" } };

static enum alg alg_of(struct str name)
{
	for (enum alg i = ALG_RS256; i <= ALG_ES256; i++)
		if (str_eq(name, str_of(algs[i].name)))
			return i;
	return ALG_NONE;
}

/* Is it made for that?  A key may say so itself, or leave it open. */
static bool serves(const json_t *jwk, enum alg alg)
{
	struct str use = jwt_text(jwk, "use"), own = jwt_text(jwk, "alg");

	return str_eq(jwt_text(jwk, "kty"), str_of(algs[alg].kind)) && (use.n == 0 || str_eq(use, STR("sig"))) &&
	    (own.n == 0 || str_eq(own, str_of(algs[alg].name)));
}

/* Of that name; a token without a name is checked with the only one that serves. */
static EVP_PKEY *find_key(struct arena *a, const json_t *keys, struct str kid, enum alg alg, bool *named_r)
{
	const json_t *jwk, *found = NULL;
	size_t i, count = 0;

	json_array_foreach(json_object_get(keys, "keys"), i, jwk)
		if (serves(jwk, alg) && (kid.n == 0 || str_eq(jwt_text(jwk, "kid"), kid))) {
			found = found == NULL ? jwk : found;
			count++;
		}
	*named_r = count > 0;
	return count == 1 || (count > 1 && kid.n > 0) ? key_of(a, found, alg) : NULL;
}

size_t jwt_keys_count(struct arena *a, const json_t *keys)
{
	const json_t *jwk;
	size_t i, count = 0;

	json_array_foreach(json_object_get(keys, "keys"), i, jwk) {
		EVP_PKEY *key = serves(jwk, ALG_ES256) ? key_of(a, jwk, ALG_ES256) : serves(jwk, ALG_RS256) || serves(jwk, ALG_PS256) ? key_of(a, jwk, ALG_RS256) :
		    NULL;

		count += key != NULL;
		EVP_PKEY_free(key);
	}
	return count;
}

/* ---- the signature ---- */

/* RFC 7518, 3.4: two numbers side by side; OpenSSL wants them in DER. */
static int der_of(struct str pair, unsigned char **der_r)
{
	const unsigned char *p = (const unsigned char *)pair.p;
	ECDSA_SIG *sig = ECDSA_SIG_new();
	BIGNUM *r = BN_bin2bn(p, P256_BYTES, NULL), *s = BN_bin2bn(p + P256_BYTES, P256_BYTES, NULL);
	int n = -1;

	*der_r = NULL;
	if (sig != NULL && ECDSA_SIG_set0(sig, r, s) == 1) {
		n = i2d_ECDSA_SIG(sig, der_r);
	} else {
		BN_free(r);
		BN_free(s);
	}
	ECDSA_SIG_free(sig);
	return n;
}

static bool verifies(EVP_PKEY *key, enum alg alg, struct str text, const unsigned char *sig, size_t n)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	EVP_PKEY_CTX *how;
	bool fits = ctx != NULL && EVP_DigestVerifyInit(ctx, &how, EVP_sha256(), NULL, key) == 1 &&
	    (alg != ALG_PS256 || (EVP_PKEY_CTX_set_rsa_padding(how, RSA_PKCS1_PSS_PADDING) == 1 &&
	    EVP_PKEY_CTX_set_rsa_pss_saltlen(how, RSA_PSS_SALTLEN_DIGEST) == 1)) &&
	    EVP_DigestVerify(ctx, sig, n, (const unsigned char *)text.p, text.n) == 1;

	EVP_MD_CTX_free(ctx);
	ERR_clear_error();
	return fits;
}

static bool signature_fits(EVP_PKEY *key, enum alg alg, struct str text, struct str sig)
{
	unsigned char *der;
	bool fits;
	int n;

	if (alg != ALG_ES256)
		return verifies(key, alg, text, (const unsigned char *)sig.p, sig.n);
	if (sig.n != 2 * P256_BYTES)
		return false;
	n = der_of(sig, &der);
	fits = n > 0 && verifies(key, alg, text, der, (size_t)n);
	OPENSSL_free(der);
	return fits;
}

/* ---- what it says ---- */

static bool is_for(const json_t *claims, struct str audience)
{
	const json_t *aud = json_object_get(claims, "aud"), *one, *azp = json_object_get(claims, "azp");
	bool found = json_is_string(aud) && str_eq(jwt_text(claims, "aud"), audience);
	size_t i;

	json_array_foreach(aud, i, one)
		found |= json_is_string(one) && str_eq((struct str){ json_string_value(one), json_string_length(one) }, audience);
	return found && (azp == NULL ? json_array_size(aud) <= 1 : str_eq(jwt_text(claims, "azp"), audience));
}

/* Seconds since 1970, perhaps with a fraction; false for anything else. */
static bool time_of(const json_t *claims, const char *key, long long *s_r)
{
	const json_t *v = json_object_get(claims, key);
	double s = json_number_value(v);

	*s_r = s >= 0 && s < 1e12 ? (long long)s : -1;
	return json_is_number(v) && *s_r >= 0;
}

int jwt_check_claims(struct arena *a, const json_t *claims, const struct jwt_wanted *w, struct str *subject_r, struct err *e)
{
	long long now_s = w->now_ms / 1000, exp, iat, nbf;
	struct str subject = jwt_text(claims, "sub");

	if (w->issuer.n == 0 || !str_eq(jwt_text(claims, "iss"), w->issuer))
		return wrong(e, "the token is another issuer's");
	if (w->audience.n == 0 || !is_for(claims, w->audience))
		return wrong(e, "the token is not for this hub");
	if (!time_of(claims, "exp", &exp) || exp + JWT_SKEW_S <= now_s)
		return wrong(e, "the token has ended");
	if (!time_of(claims, "iat", &iat) || iat > now_s + JWT_SKEW_S || iat < now_s - JWT_OLDEST_S)
		return wrong(e, "the token is of another time");
	if (json_object_get(claims, "nbf") != NULL && (!time_of(claims, "nbf", &nbf) || nbf > now_s + JWT_SKEW_S))
		return wrong(e, "the token is of another time");
	if (w->nonce.n == 0 || !secret_equal(jwt_text(claims, "nonce"), w->nonce))
		return wrong(e, "the token was made for another signing in");
	if (subject.n == 0 || subject.n > JWT_SUBJECT_MOST)
		return wrong(e, "the token names nobody");
	*subject_r = arena_str(a, subject);
	return 0;
}

int jwt_check(struct arena *a, struct str token, const json_t *keys, const struct jwt_wanted *w, struct str *subject_r, struct err *e)
{
	struct str head = str_upto(token, '.'), rest = str_after(token, '.'), body = str_upto(rest, '.'), tail = str_after(rest, '.'), sig;
	json_t *header, *claims;
	bool named, fits;
	EVP_PKEY *key;
	enum alg alg;

	if (token.n > JWT_MOST || tail.n == 0 || str_find_char(tail, '.') >= 0)
		return wrong(e, "the provider's answer is no token");
	header = object_of(a, head);
	alg = alg_of(jwt_text(header, "alg"));
	if (header == NULL || alg == ALG_NONE || json_object_get(header, "crit") != NULL)
		return wrong(e, "the token is signed in a way that this hub does not take (RS256, PS256 and ES256)");
	if (json_object_get(header, "kid") != NULL && jwt_text(header, "kid").n == 0)
		return wrong(e, "the token names its key in a way that is none");
	key = find_key(a, keys, jwt_text(header, "kid"), alg, &named);
	if (key == NULL)
		return named ? wrong(e, "the key of this token cannot be used") : err_set(e, ERR_UNKNOWN, "the provider has no key of the name that the token says");
	fits = base64(a, tail, &sig) && signature_fits(key, alg, str_at(token, 0, head.n + 1 + body.n), sig);
	EVP_PKEY_free(key);
	if (!fits)
		return wrong(e, "the signature of the token is not the provider's");
	claims = object_of(a, body);
	return claims == NULL ? wrong(e, "the token says nothing") : jwt_check_claims(a, claims, w, subject_r, e);
}
