/* lists.c - looking up the compiled-in lists, and parents of a host one by one. */
#include "indicator/lists.h"

#include "indicator/list_tables.h"

/* The host or any domain above it. */
static bool listed_under(const struct name_table *list, struct str host)
{
	while (host.n > 0) {
		if (name_table_has(list, host))
			return true;
		host = str_after(host, '.');
	}
	return false;
}

bool data_freemail_has(struct str domain)
{
	return name_table_has(&list_free_mail, domain);
}

bool data_disposable_has(struct str domain)
{
	return name_table_has(&list_disposable_mail, domain);
}

bool data_shortener_has(struct str host)
{
	return listed_under(&list_shorteners, host);
}

bool data_free_host_has(struct str host)
{
	return listed_under(&list_free_hosts, host);
}

bool data_public_host_has(struct str host)
{
	return listed_under(&list_public_hosts, host);
}

bool data_bulk_mailer_has(struct str host)
{
	return listed_under(&list_bulk_mailers, host);
}

bool data_suspicious_tld_has(struct str host)
{
	for (struct str rest = host; rest.n > 0; rest = str_after(rest, '.'))
		if (name_table_has(&list_suspicious_tlds, rest) && rest.n < host.n)
			return true;
	return false;
}

static bool four_numbers(struct str ip, int part[4])
{
	size_t at = 0;

	for (int n = 0; n < 4; n++) {
		size_t from = at;

		part[n] = 0;
		while (at < ip.n && ascii_digit((unsigned char)ip.p[at]) && part[n] <= 255)
			part[n] = part[n] * 10 + (ip.p[at++] - '0');
		if (at == from || part[n] > 255 || (n < 3 && (at == ip.n || ip.p[at++] != '.')))
			return false;
	}
	return at == ip.n;
}

/* Private, loopback, link-local, shared, multicast and reserved ranges (RFC 6890).  The ranges for
 * documentation are not among them: they are what a demonstration is made of. */
static bool reserved_v4(const int p[4])
{
	return p[0] == 10 || p[0] == 127 || p[0] == 0 || p[0] >= 224 || (p[0] == 172 && p[1] >= 16 && p[1] <= 31) ||
	    (p[0] == 192 && p[1] == 168) || (p[0] == 169 && p[1] == 254) || (p[0] == 100 && p[1] >= 64 && p[1] <= 127);
}

struct str data_common_ip(struct str ip)
{
	int part[4];

	if (name_table_has(&list_resolvers, ip))
		return STR("resolver");
	if (four_numbers(ip, part))
		return reserved_v4(part) ? STR("reserved") : STR_NONE;
	if (str_find_char(ip, ':') >= 0 && (str_eq(ip, STR("::1")) || str_istarts(ip, STR("fe80:")) ||
	    str_istarts(ip, STR("fc")) || str_istarts(ip, STR("fd")) || str_istarts(ip, STR("ff"))))
		return STR("reserved");
	return STR_NONE;
}

struct str data_warning(struct str value)
{
	/* an address is on none of the lists of names, and no name of theirs ends in a digit */
	if (value.n == 0 || ascii_digit((unsigned char)value.p[value.n - 1]) || str_find_char(value, ':') >= 0)
		return data_common_ip(value);
	if (data_freemail_has(value))
		return STR("free-mail");
	if (data_public_host_has(value))
		return STR("public-host");
	if (data_shortener_has(value))
		return STR("shortener");
	if (data_free_host_has(value))
		return STR("free-host");
	return STR_NONE;
}
