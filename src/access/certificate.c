/* certificate.c - see certificate.h. */
#include "access/certificate.h"

#include <sodium.h>

#include "base/buf.h"
#include "base/sha256.h"

#define PEM_BEGIN "-----BEGIN CERTIFICATE-----"
#define PEM_END "-----END CERTIFICATE-----"

enum { DNS_NAME_MOST = 253, DER_SEQUENCE = 0x30 };

/* The first certificate of a chain is the machine's own.  What stands in it is not read here: only its digest counts. */
static int read_pem(struct arena *a, struct str pem, struct str *kept_r, struct err *e)
{
	struct str body = str_from(pem, (size_t)str_find(pem, STR(PEM_BEGIN)) + sizeof PEM_BEGIN - 1);
	long long end = str_find(body, STR(PEM_END));
	unsigned char *der = arena_alloc(a, body.n + 1);
	size_t n = 0;

	if (end < 0 || sodium_base642bin(der, body.n, body.p, (size_t)end, " \t\r\n", &n, NULL, sodium_base64_VARIANT_ORIGINAL) != 0 || n == 0 ||
	    der[0] != DER_SEQUENCE)
		return err_set(e, ERR_INPUT, "this is no certificate in PEM form");
	*kept_r = sha256_hex(a, (struct str){ (char *)der, n });
	return 0;
}

/* "sha256 Fingerprint=AB:CD:..." or the digits alone; absent where it is something else. */
static struct str digits_of(struct arena *a, struct str text)
{
	struct str rest = str_find_char(text, '=') >= 0 ? str_after(text, '=') : text;
	struct buf out;

	buf_init_arena(&out, a, SHA256_HEX + 2);
	for (size_t i = 0; i < rest.n; i++) {
		unsigned char c = ascii_lower((unsigned char)rest.p[i]);

		if (c == ':')
			continue;
		if (!ascii_digit(c) && (c < 'a' || c > 'f'))
			return STR_NONE;
		buf_char(&out, (char)c);
	}
	return !out.failed && out.n == SHA256_HEX ? buf_str(&out) : STR_NONE;
}

static bool is_dns_name(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!ascii_alpha((unsigned char)s.p[i]) && !ascii_digit((unsigned char)s.p[i]) && s.p[i] != '.' && s.p[i] != '-')
			return false;
	return s.n <= DNS_NAME_MOST && str_find_char(s, '.') > 0;
}

int certificate_read(struct arena *a, struct str text, struct str *kept_r, struct err *e)
{
	struct str s = str_trim(text.p != NULL ? text : STR("")), digits;
	struct buf name;

	*kept_r = s;
	if (s.n == 0)
		return 0;
	if (s.n > CERTIFICATE_TEXT_MOST)
		return err_set(e, ERR_INPUT, "this is too long for a certificate");
	if (str_has(s, STR(PEM_BEGIN)))
		return read_pem(a, s, kept_r, e);
	digits = digits_of(a, s);
	if (digits.p == NULL && !is_dns_name(s))
		return err_set(e, ERR_INPUT, "a certificate is named by its PEM text, by its SHA-256 (openssl x509 -noout -fingerprint -sha256), or by a DNS name in it");
	buf_init_arena(&name, a, DNS_NAME_MOST + 1);
	for (size_t i = 0; i < s.n && digits.p == NULL; i++)
		buf_char(&name, (char)ascii_lower((unsigned char)s.p[i]));
	*kept_r = digits.p != NULL ? digits : buf_str(&name);
	return 0;
}

bool certificate_fits(struct str kept, struct str digest, struct str names)
{
	struct str one;

	if (kept.n == 0)
		return true;
	if (digest.p == NULL)
		return false;
	if (str_eq(kept, digest))
		return true;
	while (names.p != NULL && str_split(&names, ',', &one))
		if (str_eq(kept, one))
			return true;
	return false;
}
