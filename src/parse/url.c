/* url.c - an absolute URL as a browser takes it apart. */
#include "parse/url.h"

#include <idn2.h>

#include "base/buf.h"
#include "base/text.h"

static int hex_value(unsigned char c)
{
	if (ascii_digit(c))
		return c - '0';
	c = ascii_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

struct str url_percent_decode(struct arena *a, struct str s)
{
	struct buf out;

	if (s.p == NULL || str_find_char(s, '%') < 0)
		return s;
	buf_init_arena(&out, a, s.n + 1);
	for (size_t i = 0; i < s.n; i++) {
		int hi = s.p[i] == '%' && i + 2 < s.n ? hex_value((unsigned char)s.p[i + 1]) : -1;
		int lo = hi >= 0 ? hex_value((unsigned char)s.p[i + 2]) : -1;

		if (lo >= 0) {
			buf_char(&out, (char)(hi << 4 | lo));
			i += 2;
		} else {
			buf_char(&out, s.p[i]);
		}
	}
	return buf_str(&out);
}

/* One number of an IPv4 address: decimal, 0x hex, 0 octal.  -1: none. */
static long long ipv4_number(struct str s)
{
	int base = 10;
	long long v = 0;

	if (s.n == 0)
		return -1;
	if (s.n > 1 && s.p[0] == '0') {
		base = ascii_lower((unsigned char)s.p[1]) == 'x' ? 16 : 8;
		s = str_from(s, base == 16 ? 2 : 1);
	}
	for (size_t i = 0; i < s.n; i++) {
		int d = hex_value((unsigned char)s.p[i]);

		if (d < 0 || d >= base)
			return -1;
		v = v * base + d;
		if (v > 0xFFFFFFFFLL)
			return -1;
	}
	return v;
}

/* A host whose last label is a number is an IPv4 address or nothing (WHATWG URL). */
static bool ipv4_read(struct str host, uint32_t *ip_r, bool *plain_r)
{
	long long part[4];
	size_t n = 0;
	struct str piece;
	uint32_t ip = 0;

	*plain_r = true;
	while (str_split(&host, '.', &piece)) {
		if (n == 4 || (part[n] = ipv4_number(piece)) < 0)
			return false;
		*plain_r = *plain_r && (piece.n == 1 || piece.p[0] != '0') && part[n] < 256;
		n++;
	}
	if (n == 0)
		return false;
	*plain_r = *plain_r && n == 4;
	for (size_t i = 0; i + 1 < n; i++) {
		if (part[i] > 255)
			return false;
		ip |= (uint32_t)part[i] << (24 - 8 * i);
	}
	if (part[n - 1] >= 1LL << (8 * (5 - n)))
		return false;
	*ip_r = ip | (uint32_t)part[n - 1];
	return true;
}

/* Eight groups of an IPv6 literal; false where it is none. */
static bool ipv6_read(struct str s, uint16_t g[8])
{
	size_t n = 0;
	int gap = -1;

	if (s.n < 2 || (s.p[0] == ':' && s.p[1] != ':'))
		return false;
	if (s.p[0] == ':')
		s = str_from(s, 1);
	while (s.n > 0) {
		size_t k = 0;
		unsigned v = 0;
		uint32_t ip;
		bool plain;

		if (s.p[0] == ':') {
			if (gap >= 0)
				return false;
			gap = (int)n;
			s = str_from(s, 1);
			continue;
		}
		if (n <= 6 && str_find_char(s, ':') < 0 && str_find_char(s, '.') >= 0) {
			if (!ipv4_read(s, &ip, &plain) || !plain)
				return false;
			g[n++] = (uint16_t)(ip >> 16);
			g[n++] = (uint16_t)ip;
			break;
		}
		for (; k < s.n && k < 4 && hex_value((unsigned char)s.p[k]) >= 0; k++)
			v = v << 4 | (unsigned)hex_value((unsigned char)s.p[k]);
		if (k == 0 || n == 8 || (k < s.n && s.p[k] != ':') || (k + 1 == s.n && s.p[k] == ':'))
			return false;
		g[n++] = (uint16_t)v;
		s = str_from(s, k < s.n ? k + 1 : k);
	}
	if (gap < 0)
		return n == 8;
	if (n == 8)
		return false;
	for (size_t i = 0; i < 8 - (size_t)gap; i++)
		g[7 - i] = i < n - (size_t)gap ? g[n - 1 - i] : 0;
	return true;
}

/* RFC 5952: lower case, the longest run of zero groups shortened. */
static struct str ipv6_write(struct arena *a, const uint16_t g[8])
{
	int best = -1, best_n = 1;
	struct buf out;

	for (int i = 0; i < 8; i++) {
		int n = 0;

		while (i + n < 8 && g[i + n] == 0)
			n++;
		if (n > best_n) {
			best = i;
			best_n = n;
		}
	}
	buf_init_arena(&out, a, 64);
	for (int i = 0; i < 8; i++) {
		if (i == best) {
			buf_z(&out, "::");
			i += best_n - 1;
			continue;
		}
		if (i > 0 && (best < 0 || i != best + best_n))
			buf_char(&out, ':');
		buf_printf(&out, "%x", g[i]);
	}
	return buf_str(&out);
}

static struct str ipv4_write(struct arena *a, uint32_t ip)
{
	return arena_printf(a, "%u.%u.%u.%u", ip >> 24, ip >> 16 & 255, ip >> 8 & 255, ip & 255);
}

static struct str ipv6_normal(struct arena *a, struct str s, enum url_host *kind)
{
	uint16_t g[8];

	if (!ipv6_read(s, g))
		return STR_NONE;
	if (g[0] == 0 && g[1] == 0 && g[2] == 0 && g[3] == 0 && g[4] == 0 && g[5] == 0xFFFF) {
		*kind = URL_HOST_IPV4;
		return ipv4_write(a, (uint32_t)g[6] << 16 | g[7]);
	}
	*kind = URL_HOST_IPV6;
	return ipv6_write(a, g);
}

static bool all_ascii(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

static bool bad_host_byte(unsigned char c)
{
	static const bool bad[128] = { ['#'] = 1, ['%'] = 1, ['/'] = 1, [':'] = 1, ['<'] = 1, ['>'] = 1, ['?'] = 1, ['@'] = 1, ['['] = 1, ['\\'] = 1,
		[']'] = 1, ['^'] = 1, ['|'] = 1, ['"'] = 1, ['`'] = 1, ['{'] = 1, ['}'] = 1 };

	return c <= 0x20 || c == 0x7F || (c < 0x80 && bad[c]);
}

static struct str to_ascii(struct arena *a, struct str host, unsigned *odd)
{
	char *out = NULL;
	struct str r;

	if (all_ascii(host)) {
		if (str_ihas(host, STR("xn--")))
			*odd |= URL_PUNYCODE;
		return arena_lower(a, host);
	}
	if (!utf8_valid(host) || host.n > 1000 ||
	    idn2_to_ascii_8z(arena_cstr(a, host), &out, IDN2_NONTRANSITIONAL | IDN2_NFC_INPUT) != IDN2_OK) {
		/* A name nobody can register: kept folded, as evidence. */
		idn2_free(out);
		*odd |= URL_IDN_REFUSED;
		return text_fold(a, utf8_repair(a, host));
	}
	r = arena_str(a, str_of(out));
	idn2_free(out);
	*odd |= str_has(r, STR("xn--")) ? URL_PUNYCODE : URL_FOLDED;
	return arena_lower(a, r);
}

static struct str last_label(struct str host)
{
	long long dot = str_rfind_char(host, '.');

	return dot < 0 ? host : str_from(host, (size_t)dot + 1);
}

struct str host_normal(struct arena *a, struct str host, unsigned *odd_r, enum url_host *kind_r)
{
	unsigned odd = 0;
	enum url_host kind = URL_HOST_NAME;
	struct str last, r = STR_NONE;
	uint32_t ip;
	bool plain;

	host = str_trim(host);
	if (host.n >= 2 && host.p[0] == '[' && host.p[host.n - 1] == ']') {
		r = ipv6_normal(a, str_at(host, 1, host.n - 2), &kind);
		goto done;
	}
	if (str_find_char(host, ':') >= 0) {
		r = ipv6_normal(a, host, &kind);
		goto done;
	}
	if (str_find_char(host, '%') >= 0) {
		host = url_percent_decode(a, host);
		odd |= URL_PERCENT_HOST;
	}
	host = to_ascii(a, host, &odd);
	while (host.n > 0 && host.p[host.n - 1] == '.')
		host.n--;
	if (host.n == 0 || host.n > 253)
		goto done;
	for (size_t i = 0; i < host.n; i++)
		if (bad_host_byte((unsigned char)host.p[i]))
			goto done;
	last = last_label(host);
	if (ascii_digit((unsigned char)last.p[0]) && ipv4_number(last) >= 0) {
		if (!ipv4_read(host, &ip, &plain))
			goto done;
		if (!plain)
			odd |= URL_NUMERIC_HOST;
		kind = URL_HOST_IPV4;
		r = ipv4_write(a, ip);
	} else {
		r = host;
	}
done:
	if (odd_r != NULL)
		*odd_r |= odd;
	if (kind_r != NULL)
		*kind_r = r.p != NULL ? kind : URL_HOST_NONE;
	return r;
}

struct str host_shown(struct arena *a, struct str host)
{
	char *out = NULL;
	struct str r = host;

	if (str_ihas(host, STR("xn--")) &&
	    idn2_to_unicode_8z8z(arena_cstr(a, host), &out, IDN2_NONTRANSITIONAL) == IDN2_OK)
		r = arena_str(a, str_of(out));
	idn2_free(out);
	return r;
}

static int default_port(struct str scheme)
{
	static const struct { const char *scheme; int port; } ports[] = { { "http", 80 }, { "https", 443 }, { "ftp", 21 },
		{ "ws", 80 }, { "wss", 443 } };

	for (size_t i = 0; i < sizeof ports / sizeof ports[0]; i++)
		if (str_eq(scheme, str_of(ports[i].scheme)))
			return ports[i].port;
	return -1;
}

static struct str strip_control(struct arena *a, struct str s, unsigned *odd)
{
	struct buf out;
	bool any = false;

	while (s.n > 0 && (unsigned char)s.p[0] <= 0x20)
		s = str_from(s, 1);
	while (s.n > 0 && (unsigned char)s.p[s.n - 1] <= 0x20)
		s.n--;
	for (size_t i = 0; i < s.n && !any; i++)
		any = s.p[i] == '\t' || s.p[i] == '\n' || s.p[i] == '\r';
	if (!any)
		return s;
	*odd |= URL_CONTROL;
	buf_init_arena(&out, a, s.n + 1);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '\t' && s.p[i] != '\n' && s.p[i] != '\r')
			buf_char(&out, s.p[i]);
	return buf_str(&out);
}

static size_t scheme_length(struct str s)
{
	size_t i = 0;

	while (i < s.n && (ascii_alpha((unsigned char)s.p[i]) || (i > 0 && (ascii_digit((unsigned char)s.p[i]) ||
	    s.p[i] == '+' || s.p[i] == '-' || s.p[i] == '.'))))
		i++;
	return i > 0 && i < s.n && s.p[i] == ':' ? i : 0;
}

/* userinfo@host:port */
static bool authority(struct arena *a, struct str s, struct url *u)
{
	long long at = str_rfind_char(s, '@'), colon;
	struct str port = STR_NONE;

	u->userinfo = at >= 0 ? str_at(s, 0, (size_t)at) : STR("");
	if (at >= 0) {
		s = str_from(s, (size_t)at + 1);
		u->odd |= URL_USERINFO;
	}
	colon = str_rfind_char(s, ':');
	if (colon >= 0 && (str_find_char(s, ']') < colon)) {
		port = str_from(s, (size_t)colon + 1);
		s = str_at(s, 0, (size_t)colon);
	}
	u->host_shown = s;
	u->host = host_normal(a, s, &u->odd, &u->host_kind);
	if (u->host.p == NULL)
		return false;
	u->port = -1;
	if (port.n > 0) {
		long long n;

		if (!ascii_digit((unsigned char)port.p[0]) || !str_to_int(port, &n) || n > 65535)
			return false;
		if (n != default_port(u->scheme)) {
			u->port = (int)n;
			u->odd |= URL_ODD_PORT;
		}
	}
	return true;
}

static void write_whole(struct arena *a, struct url *u, bool web)
{
	enum { ROOM_OF_MARKS = 16 };
	struct buf out;

	buf_init_arena(&out, a, (size_t)1 << 26);
	buf_reserve(&out, u->scheme.n + u->userinfo.n + u->host.n + u->path.n + u->query.n + u->fragment.n + ROOM_OF_MARKS);
	buf_add(&out, u->scheme);
	buf_char(&out, ':');
	if (web) {
		buf_z(&out, "//");
		if (u->userinfo.n > 0) {
			buf_add(&out, u->userinfo);
			buf_char(&out, '@');
		}
		if (u->host_kind == URL_HOST_IPV6)
			buf_char(&out, '[');
		buf_add(&out, u->host);
		if (u->host_kind == URL_HOST_IPV6)
			buf_char(&out, ']');
		if (u->port >= 0)
			buf_printf(&out, ":%d", u->port);
	}
	buf_add(&out, u->path);
	if (u->query.p != NULL) {
		buf_char(&out, '?');
		buf_add(&out, u->query);
	}
	if (u->fragment.p != NULL) {
		buf_char(&out, '#');
		buf_add(&out, u->fragment);
	}
	u->whole = buf_str(&out);
}

static struct str slashed(struct arena *a, struct str path)
{
	struct buf out;

	if (str_find_char(path, '\\') < 0)
		return path;
	buf_init_arena(&out, a, path.n + 1);
	for (size_t i = 0; i < path.n; i++)
		buf_char(&out, path.p[i] == '\\' ? '/' : path.p[i]);
	return buf_str(&out);
}

bool url_parse(struct arena *a, struct str s, struct url *u)
{
	size_t n, i, end;
	bool web;

	*u = (struct url){ .userinfo = STR(""), .host = STR(""), .host_shown = STR(""), .port = -1 };
	s = strip_control(a, s, &u->odd);
	n = scheme_length(s);
	if (n == 0)
		return false;
	u->scheme = arena_lower(a, str_at(s, 0, n));
	web = default_port(u->scheme) >= 0;
	s = str_from(s, n + 1);
	if (web) {
		for (i = 0; i < s.n && (s.p[i] == '/' || s.p[i] == '\\'); i++)
			if (s.p[i] == '\\')
				u->odd |= URL_BACKSLASH;
		if (i != 2)
			u->odd |= URL_SLASHES;
		for (end = i; end < s.n && s.p[end] != '/' && s.p[end] != '\\' && s.p[end] != '?' && s.p[end] != '#';)
			end++;
		if (!authority(a, str_at(s, i, end - i), u))
			return false;
		s = str_from(s, end);
	}
	end = (size_t)(str_find_char(s, '#') >= 0 ? str_find_char(s, '#') : (long long)s.n);
	u->fragment = end < s.n ? str_from(s, end + 1) : STR_NONE;
	s = str_at(s, 0, end);
	end = (size_t)(str_find_char(s, '?') >= 0 ? str_find_char(s, '?') : (long long)s.n);
	u->query = end < s.n ? str_from(s, end + 1) : STR_NONE;
	u->path = str_at(s, 0, end);
	if (web) {
		if (str_find_char(u->path, '\\') >= 0)
			u->odd |= URL_BACKSLASH;
		u->path = u->path.n > 0 ? slashed(a, u->path) : STR("/");
	}
	write_whole(a, u, web);
	return true;
}

/* Removes "." and ".." segments. */
static struct str tidy_path(struct arena *a, struct str path)
{
	struct buf out;
	struct str piece, rest = path;

	buf_init_arena(&out, a, path.n + 2);
	if (str_starts(rest, STR("/")))
		rest = str_from(rest, 1);
	while (str_split(&rest, '/', &piece)) {
		if (str_eq(piece, STR("..")))
			out.n = (size_t)(str_rfind_char(buf_str(&out), '/') >= 0 ? str_rfind_char(buf_str(&out), '/') : 0);
		if (!str_eq(piece, STR("..")) && !str_eq(piece, STR("."))) {
			buf_char(&out, '/');
			buf_add(&out, piece);
		}
	}
	if (str_ends(path, STR("/")) && !str_ends(buf_str(&out), STR("/")))
		buf_char(&out, '/');
	return out.n > 0 ? buf_str(&out) : STR("/");
}

struct str url_resolve_from(struct arena *a, const struct url *b, struct str s)
{
	struct str path, origin, own;
	struct url probe;

	if (url_parse(a, s, &probe) || scheme_length(s) > 0 || b->host.n == 0)
		return s;
	if (s.n == 0)
		return b->whole;
	if (str_starts(slashed(a, str_at(s, 0, 2)), STR("//")))
		return arena_printf(a, "%s:" STR_FMT, arena_cstr(a, b->scheme), STR_ARG(s));
	origin = str_at(b->whole, 0, b->scheme.n + 3 + (size_t)str_find_char(str_from(b->whole, b->scheme.n + 3), '/'));
	if (s.p[0] == '#' || s.p[0] == '?')
		return arena_printf(a, STR_FMT STR_FMT STR_FMT, STR_ARG(origin), STR_ARG(b->path), STR_ARG(s));
	own = slashed(a, s);
	path = own.p[0] == '/' ? own : arena_printf(a, STR_FMT STR_FMT,
	    STR_ARG(str_at(b->path, 0, (size_t)str_rfind_char(b->path, '/') + 1)), STR_ARG(own));
	return arena_printf(a, STR_FMT STR_FMT, STR_ARG(origin), STR_ARG(tidy_path(a, path)));
}

struct str url_resolve(struct arena *a, struct str base, struct str s)
{
	struct url b;

	return url_parse(a, base, &b) ? url_resolve_from(a, &b, s) : s;
}
