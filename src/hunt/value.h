/* value.h - one indicator in the one form in which it is compared, and why a row is refused.
 *
 * People write indicators in many ways (hxxp, [.], upper case, IDN, a final dot, ::ffff:1.2.3.4,
 * 203.0.113.0/24, host:port); a set holds each in one: lower-case A-labels, dotted quads, RFC 5952
 * IPv6, networks with the bits behind the prefix cleared, lower-case hex. */
#ifndef HUNT_VALUE_H
#define HUNT_VALUE_H

#include <stdint.h>

#include "base/arena.h"

enum value_type { VALUE_IPV4, VALUE_IPV6, VALUE_DOMAIN, VALUE_URL, VALUE_EMAIL, VALUE_SHA256, VALUE_SHA1, VALUE_MD5, VALUE_TYPES };

/* "ipv4" ... as in noroshi/sighting/1. */
extern const char *const value_type_names[VALUE_TYPES];
/* The type of that name, or -1; also the usual other names (ip-dst, hostname, domain-name, sha-256 ...). */
int value_type_of(struct str name);

struct value {
	enum value_type type;
	struct str text;                /* the form in which it is compared and shown */
	uint32_t ip4;                   /* VALUE_IPV4; host order */
	unsigned char ip6[16];          /* VALUE_IPV6 */
	int prefix;                     /* of a network; 32 or 128: one address */
	struct str host, rest;          /* VALUE_URL: host, and path with query from the first '/'; views into text */
	int port;                       /* VALUE_URL: as written; -1: none */
	bool port_dropped;              /* "203.0.113.9:443" was given: the address counts */
};

/* Reads one indicator.  `type` absent: found out by its form.  False: *why_r (a text id of the
 * text table, English text as key) says why the row is refused. */
bool value_read(struct arena *a, struct str text, int type, struct value *v_r, const char **why_r);

/* Dotted quad without leading zeros, nothing around it; false otherwise. */
bool ip4_read(struct str s, uint32_t *ip_r);
struct str ip4_write(struct arena *a, uint32_t ip);
/* RFC 4291 text form, also with an embedded dotted quad; false otherwise.  No zone, no brackets. */
bool ip6_read(struct str s, unsigned char ip_r[16]);
struct str ip6_write(struct arena *a, const unsigned char ip[16]);     /* RFC 5952 */

#endif
