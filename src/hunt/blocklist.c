/* blocklist.c - see blocklist.h. */
#include "hunt/blocklist.h"

#include "indicator/lists.h"

enum { WIDEST4 = 16, WIDEST6 = 32 };

static struct str host_of(struct str url)
{
	long long at = str_find(url, STR("//"));
	struct str host = at >= 0 ? str_from(url, (size_t)at + 2) : url;
	size_t n = 0;

	while (n < host.n && memchr("/?#:", host.p[n], 4) == NULL)
		n++;
	return str_at(host, 0, n);
}

struct str blocklist_warning(enum value_type type, struct str value)
{
	long long prefix;

	if (type == VALUE_URL)
		return data_warning(host_of(value));
	if ((type == VALUE_IPV4 || type == VALUE_IPV6) && str_to_int(str_after(value, '/'), &prefix)) {
		if (prefix < (type == VALUE_IPV4 ? WIDEST4 : WIDEST6))
			return STR("wide-network");
		return data_warning(str_upto(value, '/'));
	}
	return data_warning(value);
}
