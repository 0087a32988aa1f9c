/* network.h - addresses, and lists of addresses and networks: "192.0.2.7, 2001:db8::/32" (RFC 4632, RFC 4291). */
#ifndef BASE_NETWORK_H
#define BASE_NETWORK_H

#include "base/err.h"
#include "base/str.h"

/* ERR_INPUT with the piece that is none. */
int networks_check(struct str list, struct err *e) MUST_CHECK;
/* Does one of them hold the address?  An empty list holds every one; what is no address (a socket of this machine) is in none. */
bool networks_hold(struct str list, struct str address);

bool network_is_address(struct str s);

#endif
