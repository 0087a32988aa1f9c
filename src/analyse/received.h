/* received.h - one Received line taken apart (RFC 5321 4.4, and what servers really write). */
#ifndef ANALYSE_RECEIVED_H
#define ANALYSE_RECEIVED_H

#include "base/arena.h"

struct received {
	struct str helo;                /* behind "from" */
	struct str host;                /* the name the receiver looked up, in parentheses; absent */
	struct str ip;                  /* in [...]; absent */
	struct str by;
	long long when_ms;              /* TIME_NONE */
};

void received_read(struct arena *a, struct str value, struct received *r);
/* 10/8, 192.168/16, 127/8, fe80::, ... : a hop inside somebody's house. */
/* Shaped as an address of either kind. */
bool ip_is_literal(struct str s);
bool ip_is_private(struct str ip);

#endif
