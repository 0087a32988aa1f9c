/* network.h - addresses, and lists of addresses and networks: "192.0.2.7, 2001:db8::/32" (RFC 4632, RFC 4291). */
#ifndef BASE_NETWORK_H
#define BASE_NETWORK_H

#include "base/err.h"
#include "base/str.h"

/* IPv4 stands as the IPv6 that holds it (RFC 4291 2.5.5.2), so that both ways of writing it are one address. */
struct network {
	unsigned char address[16];
	long long bits;                 /* 0 to 128 */
};
/* False: it is none. */
bool network_address(struct str s, unsigned char out[16]);
bool network_is_address(struct str s);
bool network_read(struct str s, struct network *n_r);
bool network_holds(const struct network *n, const unsigned char address[16]);

/* ERR_INPUT with the piece that is none. */
int networks_check(struct str list, struct err *e) MUST_CHECK;
/* Does one of them hold the address?  An empty list holds every one; what is no address (a socket of this machine) is in none. */
bool networks_hold(struct str list, struct str address);

#endif
