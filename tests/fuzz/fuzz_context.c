/* fuzz_context.c - any bytes as a --context document: refused with a sentence that names a line, or read. */
#include "fuzz.h"

#include "analyse/analyse.h"

static void read_any(struct arena *a, struct str s)
{
	struct context c = context_none();
	struct err e = { 0 };

	if (context_parse(a, s, &c, &e) < 0) {
		assert(e.text[0] != '\0');
		return;
	}
	for (size_t i = 0; i < c.org_count; i++)
		assert(utf8_valid(c.orgs[i].name));
	for (size_t i = 0; i < c.own_domain_count; i++)
		assert(utf8_valid(c.own_domains[i]));
}

FUZZ_TARGET
