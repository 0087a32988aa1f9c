/* tls.c - see tls.h. */
#include "http/tls.h"

#include <gnutls/x509.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/library.h"
#include "base/sha256.h"
#include "base/time.h"

enum { PEM_MOST = 1 << 20, NAMES_MOST = 8192 };

/* ---- the server's own files ---- */

static int no_password(char *buf, int n, int writing, void *ctx)
{
	(void)buf;
	(void)n;
	(void)writing;
	(void)ctx;
	return 0;
}

static X509 *certificate_of(struct str pem)
{
	BIO *in = BIO_new_mem_buf(pem.p, (int)pem.n);
	X509 *x = in != NULL ? PEM_read_bio_X509(in, NULL, no_password, NULL) : NULL;

	BIO_free(in);
	return x;
}

static EVP_PKEY *key_of(struct str pem)
{
	BIO *in = BIO_new_mem_buf(pem.p, (int)pem.n);
	EVP_PKEY *k = in != NULL ? PEM_read_bio_PrivateKey(in, NULL, no_password, NULL) : NULL;

	BIO_free(in);
	return k;
}

static int read_pem(struct arena *a, const char *path, struct str *pem_r, struct err *e)
{
	X509 *x;

	if (file_read(a, path, PEM_MOST, pem_r, e) < 0)
		return -1;
	x = certificate_of(*pem_r);
	X509_free(x);
	return x != NULL ? 0 : err_set(e, ERR_INPUT, "%s holds no certificate in PEM form", path);
}

static int check_key_file(const char *path, struct err *e)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return err_errno(e, "%s cannot be read", path);
	return (st.st_mode & 007) != 0 ? err_set(e, ERR_DENIED, "%s holds a key and may be read by everybody; chmod 640 it", path) : 0;
}

static int check_pair(const char *certificate, const char *key, X509 *x, EVP_PKEY *k, long long now_ms, struct err *e)
{
	time_t now = (time_t)(now_ms / 1000);

	if (k == NULL)
		return err_set(e, ERR_INPUT, "%s holds no key in PEM form, or one under a password", key);
	if (X509_check_private_key(x, k) != 1)
		return err_set(e, ERR_INPUT, "%s is not the key of %s", key, certificate);
	if (X509_cmp_time(X509_get0_notAfter(x), &now) < 0)
		return err_set(e, ERR_INPUT, "the certificate %s has ended", certificate);
	return 0;
}

int http_tls_load(struct arena *a, const char *certificate, const char *key, const char *client_ca, long long now_ms,
    struct http_tls *tls_r, struct err *e)
{
	X509 *x;
	EVP_PKEY *k;
	int status;

	*tls_r = (struct http_tls){ .client_ca = STR_NONE };
	if (read_pem(a, certificate, &tls_r->certificate, e) < 0 || check_key_file(key, e) < 0 || file_read(a, key, PEM_MOST, &tls_r->key, e) < 0)
		return -1;
	x = certificate_of(tls_r->certificate);
	k = key_of(tls_r->key);
	status = check_pair(certificate, key, x, k, now_ms, e);
	X509_free(x);
	EVP_PKEY_free(k);
	ERR_clear_error();
	return status == 0 && client_ca != NULL ? read_pem(a, client_ca, &tls_r->client_ca, e) : status;
}

/* ---- the clients' ---- */

#define GNUTLS_CALLS(CALL) CALL(gnutls_certificate_get_peers) CALL(gnutls_certificate_verify_peers)

static struct {
#define CALL(name) __typeof__(&name) name;
	GNUTLS_CALLS(CALL)
#undef CALL
} gnutls;

static const struct library_call calls[] = {
#define CALL(name) { #name, &gnutls.name },
	GNUTLS_CALLS(CALL)
#undef CALL
};

int tls_open(struct err *e)
{
	static bool loaded;

	loaded = loaded || library_open("libgnutls.so.30", calls, sizeof calls / sizeof calls[0]) == NULL;
	return loaded ? 0 : err_set(e, ERR_IO, "libgnutls.so.30 is not here or too old (Debian package libgnutls30); without it there is no TLS");
}

/* A name with anything else in it than names are made of names nobody. */
static void add_name(struct buf *out, const ASN1_STRING *name)
{
	struct str s = { (const char *)ASN1_STRING_get0_data(name), (size_t)ASN1_STRING_length(name) };

	for (size_t i = 0; i < s.n; i++)
		if (!ascii_alpha((unsigned char)s.p[i]) && !ascii_digit((unsigned char)s.p[i]) && s.p[i] != '.' && s.p[i] != '-')
			return;
	if (out->n > 0)
		buf_char(out, ',');
	for (size_t i = 0; i < s.n; i++)
		buf_char(out, (char)ascii_lower((unsigned char)s.p[i]));
}

static struct str names_in(struct arena *a, const gnutls_datum_t *der)
{
	const unsigned char *at = der->data;
	X509 *x = d2i_X509(NULL, &at, (long)der->size);
	GENERAL_NAMES *names = x != NULL ? X509_get_ext_d2i(x, NID_subject_alt_name, NULL, NULL) : NULL;
	struct buf out;

	buf_init_arena(&out, a, NAMES_MOST);
	for (int i = 0; i < sk_GENERAL_NAME_num(names); i++) {
		const GENERAL_NAME *one = sk_GENERAL_NAME_value(names, i);

		if (one->type == GEN_DNS)
			add_name(&out, one->d.dNSName);
	}
	GENERAL_NAMES_free(names);
	X509_free(x);
	ERR_clear_error();
	return out.failed ? STR("") : buf_str(&out);
}

bool tls_client(void *session, struct arena *a, struct str *digest_r, struct str *names_r, const char **why_r)
{
	gnutls_typed_vdata_st purpose = { .type = GNUTLS_DT_KEY_PURPOSE_OID, .data = (unsigned char *)(uintptr_t)GNUTLS_KP_TLS_WWW_CLIENT };
	unsigned n = 0, wrong = 0;
	const gnutls_datum_t *peer = gnutls.gnutls_certificate_get_peers(session, &n);

	*digest_r = *names_r = STR_NONE;
	if (peer == NULL || n == 0)
		return true;
	if (gnutls.gnutls_certificate_verify_peers(session, &purpose, 1, &wrong) < 0 || wrong != 0) {
		*why_r = (wrong & GNUTLS_CERT_EXPIRED) != 0 ? "the certificate of this machine has ended" :
		    (wrong & GNUTLS_CERT_SIGNER_NOT_FOUND) != 0 ? "the certificate of this machine was not signed by the authority that this hub knows" :
		    "the certificate of this machine does not verify";
		return false;
	}
	*digest_r = sha256_hex(a, (struct str){ (const char *)peer[0].data, peer[0].size });
	*names_r = names_in(a, &peer[0]);
	return true;
}
