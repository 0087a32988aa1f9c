/* fuzz_cfb.c - any bytes as a compound file: every entry once in the tree, streams inside the budget. */
#include "fuzz.h"

#include "parse/cfb.h"

/* The streams of the root in a file of their own are the same when they are read again. */
static void rebuild(struct arena *a, struct cfb *c)
{
	struct cfb_new *news = ARENA_ARRAY(a, struct cfb_new, c->count + 1);
	size_t n = 1;
	struct cfb *again;

	news[0] = (struct cfb_new){ .name = STR("Root Entry"), .is_storage = true, .bytes = STR("") };
	for (int i = c->entries[CFB_ROOT].first; i != CFB_NONE && n < 200; i = c->entries[i].next)
		if (c->entries[i].is_stream)
			news[n++] = (struct cfb_new){ .name = c->entries[i].name, .bytes = cfb_read(c, i) };
	again = cfb_open(a, cfb_build(a, news, n));
	assert(again != NULL && !again->damaged && again->count >= n);
	for (size_t k = 1; k < n; k++)
		assert(str_eq(cfb_read(again, (int)k), news[k].bytes));
}

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
	rebuild(a, c);
}

FUZZ_TARGET
