/* fuzz_cfb.c - any bytes as a compound file: every entry once in the tree, streams inside the budget. */
#include "fuzz.h"

#include "parse/cfb.h"

static void read_any(struct arena *a, struct str s)
{
	struct cfb *c = cfb_open(a, s);
	size_t reached = 0, bytes = 0;

	if (c == NULL)
		return;
	assert(c->count <= CFB_ENTRIES);
	for (size_t i = 0; i < c->count; i++) {
		const struct cfb_entry *e = &c->entries[i];

		assert(e->name.p == NULL || utf8_valid(e->name));
		if (!e->is_stream && !e->is_storage)
			continue;
		for (int k = e->first; k != CFB_NONE; k = c->entries[k].next) {
			assert(c->entries[k].parent == (int)i);
			reached++;
		}
		bytes += cfb_read(c, (int)i).n;
		assert(utf8_valid(cfb_path(a, c, (int)i)));
	}
	assert(reached < c->count && bytes <= 2 * s.n + (1 << 20));
	cfb_find(c, CFB_ROOT, STR("WordDocument"));
}

FUZZ_TARGET
