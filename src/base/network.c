/* network.c - see network.h. */
#include "base/network.h"

#include <arpa/inet.h>
#include <stdio.h>

static bool address_parse(struct str s, unsigned char out[16], bool *is_v4_r)
{
	char text[INET6_ADDRSTRLEN];

	if (s.n == 0 || s.n >= sizeof text || memchr(s.p, '\0', s.n) != NULL)
		return false;
	memcpy(text, s.p, s.n);
	text[s.n] = '\0';
	memset(out, 0, 10);
	out[10] = out[11] = 0xff;
	*is_v4_r = inet_pton(AF_INET, text, out + 12) == 1;
	return *is_v4_r || inet_pton(AF_INET6, text, out) == 1;
}

bool network_read(struct str s, struct network *n)
{
	long long slash = str_find_char(s, '/'), most;
	bool is_v4;

	if (!address_parse(str_upto(s, '/'), n->address, &is_v4))
		return false;
	most = is_v4 ? 32 : 128;
	n->bits = most;
	if (slash >= 0 && (!str_to_int(str_from(s, (size_t)slash + 1), &n->bits) || n->bits < 0 || n->bits > most))
		return false;
	n->bits += is_v4 ? 96 : 0;
	return true;
}

bool network_holds(const struct network *n, const unsigned char address[16])
{
	size_t whole = (size_t)n->bits / 8, rest = (size_t)n->bits % 8;

	if (memcmp(n->address, address, whole) != 0)
		return false;
	return rest == 0 || ((n->address[whole] ^ address[whole]) >> (8 - rest)) == 0;
}

bool network_address(struct str s, unsigned char out[16])
{
	bool is_v4;

	return address_parse(s, out, &is_v4);
}

bool network_is_address(struct str s)
{
	unsigned char bytes[16];

	return network_address(s, bytes);
}

int networks_check(struct str list, struct err *e)
{
	struct network n;
	struct str piece;

	while (list.n > 0 && str_split(&list, ',', &piece))
		if (!network_read(str_trim(piece), &n))
			return err_set(e, ERR_INPUT, "“" STR_FMT "” is no address and no network; write 192.0.2.7 or 192.0.2.0/24", STR_ARG(piece));
	return 0;
}

bool networks_hold(struct str list, struct str address)
{
	unsigned char bytes[16];
	struct network n;
	struct str piece;

	if (list.n == 0)
		return true;
	if (!network_address(address, bytes))
		return false;
	while (str_split(&list, ',', &piece))
		if (network_read(str_trim(piece), &n) && network_holds(&n, bytes))
			return true;
	return false;
}
