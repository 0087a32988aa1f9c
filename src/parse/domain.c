/* domain.c - registrable domains.  libpsl wants lower-case names without final dot and takes an IP
 * address for a name: we ask it only what it can answer. */
#include <assert.h>
#include <libpsl.h>
#include <stdint.h>

#include "parse/tenant_suffixes.h"
#include "parse/url.h"

static const psl_ctx_t *list;

void url_warm(void)
{
	list = psl_builtin();
	assert(list != NULL);
}

static bool is_ip(struct str host)
{
	bool digits = true;

	for (size_t i = 0; i < host.n; i++) {
		if (host.p[i] == ':')
			return true;
		digits = digits && (ascii_digit((unsigned char)host.p[i]) || host.p[i] == '.');
	}
	return digits;
}

static struct str cleaned(struct arena *a, struct str host)
{
	while (host.n > 0 && host.p[host.n - 1] == '.')
		host.n--;
	if (host.n == 0 || host.n > 253 || is_ip(host))
		return STR_NONE;
	for (size_t i = 0; i < host.n; i++)
		if (host.p[i] >= 'A' && host.p[i] <= 'Z')
			return arena_lower(a, host);
	return host;
}

/* Where the longest suffix of `host` begins that a tenant gets a name under; host.n: nowhere. */
static size_t tenant_at(struct str host)
{
	for (size_t i = 0; i < host.n; i++)
		if ((i == 0 || host.p[i - 1] == '.') && name_table_has(&tenant_suffixes, str_from(host, i)))
			return i;
	return host.n;
}

static size_t suffix_looked_up(struct str host)
{
	char z[256];
	const char *found;
	size_t own = tenant_at(host), psl;

	if (list == NULL)
		url_warm();
	memcpy(z, host.p, host.n);
	z[host.n] = '\0';
	found = psl_unregistrable_domain(list, z);
	psl = found != NULL ? (size_t)(found - z) : host.n;
	return own < psl ? own : psl;
}

/* A mail has few hosts and asks for each of them many times, and mails of one mailbox for the same: the last answers are kept. */
enum { KEPT_BITS = 11, KEPT = 1 << KEPT_BITS, KEPT_LONGEST = 62 };
static _Thread_local struct kept {
	unsigned char length, suffix_at;
	char host[KEPT_LONGEST];
} kept[KEPT];

static struct kept *kept_for(struct str host)
{
	uint64_t begin = 0, end = 0;
	size_t n = host.n < 8 ? host.n : 8;

	memcpy(&begin, host.p, n);
	memcpy(&end, host.p + host.n - n, n);
	return &kept[((begin ^ end * 31 ^ host.n) * 0x9E3779B97F4A7C15u) >> (64 - KEPT_BITS)];
}

/* Offset of the suffix in a cleaned host. */
static size_t suffix_at(struct str host)
{
	struct kept *k;

	if (host.n > KEPT_LONGEST)
		return suffix_looked_up(host);
	k = kept_for(host);
	if (k->length != host.n || memcmp(k->host, host.p, host.n) != 0) {
		k->suffix_at = (unsigned char)suffix_looked_up(host);
		k->length = (unsigned char)host.n;
		memcpy(k->host, host.p, host.n);
	}
	return k->suffix_at;
}

struct str domain_suffix(struct arena *a, struct str host)
{
	struct str h = cleaned(a, host);
	size_t at = h.p != NULL ? suffix_at(h) : 0;

	return h.p == NULL || at >= h.n ? STR_NONE : str_from(h, at);
}

struct str domain_registrable(struct arena *a, struct str host)
{
	struct str h = cleaned(a, host);
	size_t at = h.p != NULL ? suffix_at(h) : 0, from;

	if (h.p == NULL || at == 0 || at >= h.n)
		return STR_NONE;
	for (from = at - 1; from > 0 && h.p[from - 1] != '.';)
		from--;
	return from == at - 1 ? STR_NONE : str_from(h, from);
}

bool domain_is_tenant(struct arena *a, struct str host)
{
	struct str h = cleaned(a, host);

	return h.p != NULL && tenant_at(h) < h.n && tenant_at(h) > 0;
}

bool domain_same(struct arena *a, struct str x, struct str y)
{
	struct str rx = domain_registrable(a, x), ry = domain_registrable(a, y);

	if (rx.p == NULL || ry.p == NULL)
		return rx.p == NULL && ry.p == NULL && str_ieq(x, y);
	return str_eq(rx, ry);
}

bool domain_under(struct str name, struct str domain)
{
	return domain.n > 0 && (str_ieq(name, domain) || (name.n > domain.n && str_iends(name, domain) &&
	    name.p[name.n - domain.n - 1] == '.'));
}
