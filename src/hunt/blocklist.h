/* blocklist.h - what does not belong into a list that blocks: it would cut people off from what everybody uses. */
#ifndef HUNT_BLOCKLIST_H
#define HUNT_BLOCKLIST_H

#include "hunt/value.h"

/* The warning list that an address, network, name or URL is on, "wide-network" for one wider than /16 (IPv6: /32);
 * absent: it may be blocked. */
struct str blocklist_warning(enum value_type type, struct str value);

#endif
