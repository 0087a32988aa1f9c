/* value.c - reading and writing single indicators. */
#include "hunt/value.h"

#include <libpsl.h>
#include <stdio.h>

#include "parse/url.h"

const char *const value_type_names[VALUE_TYPES] = { "ipv4", "ipv6", "domain", "url", "email", "sha256", "sha1", "md5" };

/* Names by which lists, MISP attributes and STIX objects call the same types. */
static const struct { const char *name; int type; } other_names[] = {
	{ "ip", -1 }, { "ip-src", -1 }, { "ip-dst", -1 }, { "ip-src|port", -1 }, { "ip-dst|port", -1 }, { "ip:port", -1 },
	{ "ipv4-addr", VALUE_IPV4 }, { "ipv6-addr", VALUE_IPV6 }, { "cidr", -1 }, { "network", -1 }, { "netblock", -1 },
	{ "hostname", VALUE_DOMAIN }, { "domain-name", VALUE_DOMAIN }, { "fqdn", VALUE_DOMAIN }, { "host", -1 },
	{ "uri", VALUE_URL }, { "link", VALUE_URL }, { "email-addr", VALUE_EMAIL }, { "email-src", VALUE_EMAIL },
	{ "email-dst", VALUE_EMAIL }, { "mail", VALUE_EMAIL }, { "sha-256", VALUE_SHA256 }, { "sha-1", VALUE_SHA1 },
	{ "md-5", VALUE_MD5 }, { "hash", -1 },
};

int value_type_of(struct str name)
{
	for (int i = 0; i < VALUE_TYPES; i++)
		if (str_ieq(name, str_of(value_type_names[i])))
			return i;
	for (size_t i = 0; i < sizeof other_names / sizeof other_names[0]; i++)
		if (str_ieq(name, str_of(other_names[i].name)))
			return other_names[i].type;
	return -1;
}

bool ip4_read(struct str s, uint32_t *ip_r)
{
	uint32_t ip = 0;
	struct str piece;
	int n = 0;

	while (n < 4 && str_split(&s, '.', &piece)) {
		long long v;

		if (piece.n == 0 || piece.n > 3 || !ascii_digit((unsigned char)piece.p[0]) || (piece.n > 1 && piece.p[0] == '0') ||
		    !str_to_int(piece, &v) || v > 255)
			return false;
		ip = ip << 8 | (uint32_t)v;
		n++;
	}
	*ip_r = ip;
	return n == 4 && s.p == NULL;
}

struct str ip4_write(struct arena *a, uint32_t ip)
{
	return arena_printf(a, "%u.%u.%u.%u", ip >> 24, ip >> 16 & 255, ip >> 8 & 255, ip & 255);
}

static int hex_digit(unsigned char c)
{
	if (ascii_digit(c))
		return c - '0';
	c = ascii_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* One group; what is left of `s` begins behind it. */
static bool group_read(struct str *s, unsigned char out[2])
{
	unsigned v = 0;
	size_t n = 0;

	while (n < s->n && n < 5 && hex_digit((unsigned char)s->p[n]) >= 0)
		v = v << 4 | (unsigned)hex_digit((unsigned char)s->p[n++]);
	if (n == 0 || n > 4)
		return false;
	out[0] = (unsigned char)(v >> 8);
	out[1] = (unsigned char)v;
	*s = str_from(*s, n);
	return true;
}

bool ip6_read(struct str s, unsigned char ip_r[16])
{
	unsigned char before[16] = { 0 };
	int n = 0, gap = -1;

	if (s.n < 2 || s.n > 45)
		return false;
	if (str_starts(s, STR("::"))) {
		gap = 0;
		s = str_from(s, 2);
	}
	while (s.n > 0) {
		uint32_t ip4;

		if (n <= 12 && str_find_char(s, '.') > 0 && str_find_char(s, ':') < 0) {
			if (!ip4_read(s, &ip4))
				return false;
			for (int i = 0; i < 4; i++)
				before[n++] = (unsigned char)(ip4 >> (24 - 8 * i));
			s = str_from(s, s.n);
			break;
		}
		if (n > 14 || !group_read(&s, before + n))
			return false;
		n += 2;
		if (s.n == 0)
			break;
		if (s.p[0] != ':' || s.n == 1)
			return false;
		s = str_from(s, 1);
		if (s.p[0] == ':') {
			if (gap >= 0)
				return false;
			gap = n;
			s = str_from(s, 1);
		}
	}
	if (gap < 0 ? n != 16 : n > 14)
		return false;
	memset(ip_r, 0, 16);
	if (gap < 0) {
		memcpy(ip_r, before, 16);
	} else {
		memcpy(ip_r, before, (size_t)gap);
		memcpy(ip_r + 16 - (n - gap), before + gap, (size_t)(n - gap));
	}
	return true;
}

struct str ip6_write(struct arena *a, const unsigned char ip[16])
{
	char text[48];
	int best = -1, best_n = 1, n = 0;

	for (int i = 0; i < 8; i++) {
		int zeros = 0;

		while (i + zeros < 8 && ip[2 * (i + zeros)] == 0 && ip[2 * (i + zeros) + 1] == 0)
			zeros++;
		if (zeros > best_n) {
			best = i;
			best_n = zeros;
		}
		i += zeros;
	}
	for (int i = 0; i < 8; i++) {
		if (i == best) {
			n += snprintf(text + n, sizeof text - (size_t)n, "::");
			i += best_n - 1;
			continue;
		}
		n += snprintf(text + n, sizeof text - (size_t)n, "%s%x", n > 0 && text[n - 1] != ':' ? ":" : "", ip[2 * i] << 8 | ip[2 * i + 1]);
	}
	return arena_str(a, (struct str){ text, (size_t)n });
}

/* ---- reading one row ---- */

static bool refuse(const char **why_r, const char *why)
{
	*why_r = why;
	return false;
}

static bool take_address(struct arena *a, struct str address, struct value *v)
{
	if (ip4_read(address, &v->ip4)) {
		v->type = VALUE_IPV4;
		v->prefix = 32;
		v->text = ip4_write(a, v->ip4);
		return true;
	}
	if (!ip6_read(address, v->ip6))
		return false;
	if (memcmp(v->ip6, "\0\0\0\0\0\0\0\0\0\0\xff\xff", 12) == 0) {         /* IPv4-mapped: logs write either form */
		v->ip4 = (uint32_t)v->ip6[12] << 24 | (uint32_t)v->ip6[13] << 16 | (uint32_t)v->ip6[14] << 8 | v->ip6[15];
		v->type = VALUE_IPV4;
		v->prefix = 32;
		v->text = ip4_write(a, v->ip4);
		return true;
	}
	v->type = VALUE_IPV6;
	v->prefix = 128;
	v->text = ip6_write(a, v->ip6);
	return true;
}

static bool take_network(struct arena *a, struct str s, struct value *v, const char **why_r)
{
	struct str network = str_upto(s, '/');
	long long prefix;

	if (!take_address(a, network, v))
		return refuse(why_r, "this is no address before the slash");
	if (!str_to_int(str_after(s, '/'), &prefix) || prefix < 0 || prefix > v->prefix)
		return refuse(why_r, "the prefix of a network is a number up to 32 (IPv4) or 128 (IPv6)");
	if (prefix == 0)
		return refuse(why_r, "a network with prefix 0 is every address there is");
	if (prefix == v->prefix)
		return true;
	v->prefix = (int)prefix;
	if (v->type == VALUE_IPV4) {
		v->ip4 &= ~0u << (32 - prefix);
		v->text = arena_printf(a, STR_FMT "/%lld", STR_ARG(ip4_write(a, v->ip4)), prefix);
		return true;
	}
	for (int i = 0; i < 16; i++) {
		int bits = (int)prefix - 8 * i;

		v->ip6[i] &= (unsigned char)(bits >= 8 ? 0xff : bits <= 0 ? 0 : 0xff << (8 - bits));
	}
	v->text = arena_printf(a, STR_FMT "/%lld", STR_ARG(ip6_write(a, v->ip6)), prefix);
	return true;
}

static bool take_hash(struct arena *a, struct str s, struct value *v)
{
	if (s.n != 32 && s.n != 40 && s.n != 64)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (hex_digit((unsigned char)s.p[i]) < 0)
			return false;
	v->type = s.n == 64 ? VALUE_SHA256 : s.n == 40 ? VALUE_SHA1 : VALUE_MD5;
	v->text = arena_lower(a, s);
	return true;
}

/* Letters, digits, hyphens and dots as most rows have them: nothing to fold but case. */
static bool is_plain_name(struct str s)
{
	size_t label = 0;
	bool dot = false;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '.') {
			if (label == 0 || i + 1 == s.n)
				return false;
			dot = true;
			label = 0;
		} else {
			if (!ascii_alpha(c) && !ascii_digit(c) && c != '-' && c != '_')
				return false;
			if (++label > 63 || (label == 4 && c == '-' && s.p[i - 1] == '-'))
				return false;   /* xn-- and the like are looked at closely */
		}
	}
	return dot && s.n <= 253 && ascii_alpha((unsigned char)s.p[s.n - 1]);
}

/* co.jp: a suffix under which registries give out names (publicsuffix.org); those of companies, as blogspot.com, may be meant. */
static bool is_suffix(struct str name)
{
	size_t dots = 0;

	for (size_t i = 0; i < name.n; i++)
		dots += name.p[i] == '.';
	return dots <= 3 && psl_is_public_suffix2(psl_builtin(), name.p, PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE) == 1;
}

static bool take_domain(struct arena *a, struct str s, struct value *v, const char **why_r)
{
	enum url_host kind;
	struct str host;

	v->type = VALUE_DOMAIN;
	if (is_plain_name(s)) {
		v->text = arena_lower(a, s);
		return !is_suffix(v->text) || refuse(why_r, "names are given out under this one; it would hit everything under it");
	}
	if (str_starts(s, STR("*.")))
		s = str_from(s, 2);
	if (s.n > 1 && s.p[0] == '.')
		s = str_from(s, 1);
	host = host_normal(a, s, NULL, &kind);
	if (kind == URL_HOST_IPV4 || kind == URL_HOST_IPV6)
		return refuse(why_r, "a number that stands for an address; write the address");
	if (kind != URL_HOST_NAME)
		return refuse(why_r, "this is no domain name, address, URL, mail address or hash");
	if (str_find_char(host, '.') < 0)
		return refuse(why_r, "a name without a dot would hit everything under it");
	for (size_t i = 0; i < host.n; i++)
		if (!ascii_alpha((unsigned char)host.p[i]) && !ascii_digit((unsigned char)host.p[i]) && memchr(".-_", host.p[i], 3) == NULL)
			return refuse(why_r, "a domain name has letters, digits, hyphens and dots only");
	if (str_has(host, STR("..")))
		return refuse(why_r, "a domain name has no empty label");
	v->text = arena_str(a, host);
	return !is_suffix(v->text) || refuse(why_r, "names are given out under this one; it would hit everything under it");
}

static bool take_email(struct arena *a, struct str s, struct value *v, const char **why_r)
{
	long long at = str_rfind_char(s, '@');
	struct value domain;

	if (at <= 0 || !take_domain(a, str_from(s, (size_t)at + 1), &domain, why_r))
		return refuse(why_r, "this is no mail address");
	for (long long i = 0; i < at; i++)
		if ((unsigned char)s.p[i] <= ' ' || (unsigned char)s.p[i] >= 0x7f || memchr("<>()[],;:\\\"@", s.p[i], 12) != NULL)
			return refuse(why_r, "the part of a mail address before the @ has letters, digits and a few signs only");
	if ((size_t)at + 1 + domain.text.n > 264)
		return refuse(why_r, "a mail address is at most 264 bytes long");
	v->type = VALUE_EMAIL;
	v->text = arena_lower(a, arena_printf(a, "%.*s@" STR_FMT, (int)at, s.p, STR_ARG(domain.text)));
	return true;
}

/* scheme://host[:port]/path?query; user, fragment and the scheme's own port do not count. */
static bool take_url(struct arena *a, struct str s, struct value *v, const char **why_r)
{
	struct url u;
	struct str port, path;
	const char *open = "", *close = "";

	if (!url_parse(a, s, &u) || u.host.n == 0)
		return refuse(why_r, "this is no URL with a host");
	if (u.host_kind == URL_HOST_NAME && str_find_char(u.host, '.') < 0)
		return refuse(why_r, "the host of a URL needs a dot");
	if (u.host_kind == URL_HOST_IPV6) {
		open = "[";
		close = "]";
	}
	port = u.port >= 0 ? arena_printf(a, ":%d", u.port) : STR("");
	path = u.path.n > 0 ? u.path : STR("/");
	v->type = VALUE_URL;
	v->port = u.port;
	v->text = arena_printf(a, STR_FMT "://%s" STR_FMT "%s" STR_FMT STR_FMT "%s" STR_FMT, STR_ARG(u.scheme), open, STR_ARG(u.host), close,
	    STR_ARG(port), STR_ARG(path), u.query.p != NULL ? "?" : "", STR_ARG(u.query));
	if (v->text.n > 4000)
		return refuse(why_r, "a URL is at most 4000 bytes long");
	v->host = str_at(v->text, u.scheme.n + 3 + strlen(open), u.host.n);
	v->rest = str_from(v->text, u.scheme.n + 3 + u.host.n + 2 * strlen(open) + port.n);
	return true;
}

static bool has_scheme(struct str s)
{
	long long at = str_find(s, STR("://"));

	return at > 0 && at < 12;
}

/* 203.0.113.9:443 and [2001:db8::1]:443: the address counts. */
static struct str without_port(struct str s, bool *dropped)
{
	long long at = str_rfind_char(s, ':'), port;

	if (s.n > 2 && s.p[0] == '[') {
		long long close = str_find_char(s, ']');

		*dropped = close > 0 && (size_t)close + 1 < s.n;
		return close > 0 ? str_at(s, 1, (size_t)close - 1) : s;
	}
	if (at > 0 && str_find_char(s, ':') == at && str_to_int(str_from(s, (size_t)at + 1), &port) && port >= 0 && port < 65536) {
		*dropped = true;
		return str_at(s, 0, (size_t)at);
	}
	return s;
}

static bool take_any(struct arena *a, struct str s, struct value *v, const char **why_r)
{
	struct str bare;

	if (has_scheme(s))
		return take_url(a, s, v, why_r);
	if (take_address(a, s, v) || take_hash(a, s, v))
		return true;
	if (str_find_char(s, '@') >= 0)
		return take_email(a, s, v, why_r);
	bare = without_port(s, &v->port_dropped);
	if (take_address(a, bare, v))
		return true;
	if (str_find_char(s, '/') >= 0) {
		if (take_address(a, str_upto(s, '/'), v)) {
			long long prefix;

			if (str_to_int(str_after(s, '/'), &prefix))
				return take_network(a, s, v, why_r);
		}
		v->port_dropped = false;
		return take_url(a, arena_printf(a, "http://%.*s", (int)s.n, s.p), v, why_r);
	}
	return take_domain(a, bare, v, why_r);
}

/* Can refang() change it?  Most rows are as they are. */
static bool may_be_fanged(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80 || memchr("[({ ", s.p[i], 4) != NULL ||
		    (ascii_lower((unsigned char)s.p[i]) == 'x' && i + 1 < s.n && ascii_lower((unsigned char)s.p[i + 1]) == 'x'))
			return true;    /* hxxp */
	return false;
}

bool value_read(struct arena *a, struct str text, int type, struct value *v_r, const char **why_r)
{
	struct str s = str_trim(text);

	if (may_be_fanged(s))
		s = str_trim(refang(a, s));

	*v_r = (struct value){ .port = -1 };
	*why_r = NULL;
	if (s.n == 0)
		return refuse(why_r, "the row is empty");
	if (s.n > 4000)
		return refuse(why_r, "the row is longer than 4000 bytes");
	if (!take_any(a, s, v_r, why_r))
		return false;
	if (type >= 0 && type != (int)v_r->type)
		return refuse(why_r, "the value is not of the type that the row names");
	return true;
}
