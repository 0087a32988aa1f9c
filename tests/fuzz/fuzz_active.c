/* fuzz_active.c - any bytes as an Office file: what it does besides being read, named in valid UTF-8. */
#include "fuzz.h"

#include "parse/office/active.h"

static void read_any(struct arena *a, struct str s)
{
	struct active_list l = office_active(a, s);

	assert(l.count <= ACTIVE_MOST && (l.count == 0 || l.is_office));
	for (size_t i = 0; i < l.count; i++)
		assert(l.list[i].kind < ACTIVE_KINDS && utf8_valid(l.list[i].where) && utf8_valid(l.list[i].found));
}

FUZZ_TARGET
