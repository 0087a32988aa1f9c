/* fuzz_url_text.c - URLs in any text: ranges inside, in order, apart. */
#include "fuzz.h"

#include "parse/url.h"

static void read_any(struct arena *a, struct str s)
{
	struct str text = utf8_repair(a, s);
	const struct url_found *found;
	size_t n, before = 0;

	url_find(a, text, &found, &n);
	for (size_t i = 0; i < n; i++) {
		assert(found[i].from >= before && found[i].from < found[i].to && found[i].to <= text.n);
		assert(utf8_valid(found[i].url) && found[i].url.n > 0);
		before = found[i].to;
	}
}

FUZZ_TARGET
