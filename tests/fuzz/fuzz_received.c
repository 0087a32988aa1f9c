/* fuzz_received.c - any text as a Received line. */
#include "fuzz.h"

#include "analyse/received.h"

static void read_any(struct arena *a, struct str s)
{
	struct str text = utf8_repair(a, s);
	struct received r;

	received_read(a, text, &r);
	assert(utf8_valid(r.helo) && utf8_valid(r.host) && utf8_valid(r.ip) && utf8_valid(r.by));
	ip_is_private(text);
	ip_is_private(r.ip);
}

FUZZ_TARGET
