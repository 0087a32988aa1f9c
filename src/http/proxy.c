/* proxy.c - whose word about the client is believed. */
#include "base/network.h"
#include "http/receive.h"

struct http_proxies { struct str header, networks; };

int http_proxies_read(struct arena *a, struct str list, struct str header, const struct http_proxies **proxies_r, struct err *e)
{
	struct http_proxies *p = ARENA_NEW(a, struct http_proxies);
	struct str rest = list, one;
	struct err ignored;

	*p = (struct http_proxies){ arena_str(a, header), arena_str(a, list) };
	while (str_split(&rest, ',', &one)) {
		one = str_trim(one);
		if (one.n > 0 && networks_check(one, &ignored) < 0)
			return err_set(e, ERR_USAGE, "proxy_addresses: “" STR_FMT "” is no address and no network; 192.0.2.7, 192.0.2.0/24, 2001:db8::/32", STR_ARG(one));
	}
	if (header.n == 0)
		return err_set(e, ERR_USAGE, "proxy_header names no header");
	*proxies_r = p;
	return 0;
}

/* A list that is empty declares nobody. */
static bool is_proxy(const struct http_proxies *p, struct str address)
{
	return p->networks.n > 0 && networks_hold(p->networks, address);
}

/* Proxies write the address that they saw behind what came in already: the last one that is no proxy's is the client's.
 * What stands before it a client may have written itself. */
bool proxy_believe(const struct http_proxies *p, struct http_request *q, bool local)
{
	struct str scheme = http_header(q, "X-Forwarded-Proto"), chain, one;

	if (!local && !is_proxy(p, q->remote))
		return false;
	for (size_t i = 0; i < q->header_count; i++)    /* the same header twice is one list (RFC 9110, 5.3) */
		if (str_ieq(q->headers[i].name, p->header))
			for (chain = q->headers[i].value; str_split(&chain, ',', &one);)
				if (network_is_address(str_trim(one)) && !is_proxy(p, str_trim(one)))
					q->remote = str_trim(one);
	q->is_tls = str_ieq(str_trim(scheme.p != NULL ? scheme : STR("")), STR("https"));
	return true;
}
