/* proxy.c - whose word about the client is believed. */
#include <arpa/inet.h>
#include <netinet/in.h>

#include "http/receive.h"

struct network {
	int family;
	unsigned char address[16];
	unsigned bits;
};

struct http_proxies {
	struct str header;
	struct network *networks;
	size_t count, room;
};

static bool read_address(struct arena *a, struct str s, struct network *n)
{
	const char *z = arena_cstr(a, s);

	*n = (struct network){ .family = str_find_char(s, ':') >= 0 ? AF_INET6 : AF_INET };
	n->bits = n->family == AF_INET6 ? 128 : 32;
	return inet_pton(n->family, z, n->address) == 1;
}

static bool read_network(struct arena *a, struct str s, struct network *n)
{
	long long bits, slash = str_find_char(s, '/');

	if (!read_address(a, str_upto(s, '/'), n))
		return false;
	if (slash < 0)
		return true;
	if (!str_to_int(str_after(s, '/'), &bits) || bits < 0 || bits > (long long)n->bits)
		return false;
	n->bits = (unsigned)bits;
	return true;
}

static bool holds(const struct network *n, const struct network *address)
{
	unsigned whole = n->bits / 8, rest = n->bits % 8;

	return n->family == address->family && memcmp(n->address, address->address, whole) == 0 &&
	    (rest == 0 || (n->address[whole] ^ address->address[whole]) >> (8 - rest) == 0);
}

int http_proxies_read(struct arena *a, struct str list, struct str header, const struct http_proxies **proxies_r, struct err *e)
{
	struct http_proxies *p = ARENA_NEW(a, struct http_proxies);
	struct str one;

	p->header = arena_str(a, header);
	while (str_split(&list, ',', &one)) {
		one = str_trim(one);
		if (one.n > 0 && !read_network(a, one, ARENA_PUSH(a, p->networks, p->count, p->room)))
			return err_set(e, ERR_USAGE, "proxy_addresses: “" STR_FMT "” is no address and no network; 192.0.2.7, 192.0.2.0/24, 2001:db8::/32", STR_ARG(one));
	}
	if (header.n == 0)
		return err_set(e, ERR_USAGE, "proxy_header names no header");
	*proxies_r = p;
	return 0;
}

static bool is_proxy(const struct http_proxies *p, struct arena *a, struct str address)
{
	struct network n;

	if (!read_address(a, address, &n))
		return false;
	for (size_t i = 0; i < p->count; i++)
		if (holds(&p->networks[i], &n))
			return true;
	return false;
}

/* Proxies write the address that they saw behind what came in already: the last one that is no proxy's is the client's.
 * What stands before it a client may have written itself. */
bool proxy_believe(const struct http_proxies *p, struct http_request *q, bool local)
{
	struct str scheme = http_header(q, "X-Forwarded-Proto"), chain, one;
	struct network n;

	if (!local && !is_proxy(p, q->arena, q->remote))
		return false;
	for (size_t i = 0; i < q->header_count; i++)    /* the same header twice is one list (RFC 9110, 5.3) */
		if (str_ieq(q->headers[i].name, p->header))
			for (chain = q->headers[i].value; str_split(&chain, ',', &one);)
				if (read_address(q->arena, str_trim(one), &n) && !is_proxy(p, q->arena, str_trim(one)))
					q->remote = str_trim(one);
	q->is_tls = str_ieq(str_trim(scheme.p != NULL ? scheme : STR("")), STR("https"));
	return true;
}
