/* fuzz_list.c - any bytes as an indicator list: rows are taken or refused, and what is taken makes a set that opens. */
#include "fuzz.h"

#include <stdlib.h>

#include "base/buf.h"
#include "hunt/list.h"

static void open_set(struct set_builder *b)
{
	struct str bytes;
	struct set set;
	struct err e;

	assert(set_builder_finish(b, STR("{}"), &bytes, &e) == 0);
	assert(set_of_bytes(bytes, &set, &e) == 0);
	assert(set.listed_count <= set.entry_count);
	set_close(&set);
	free((void *)(uintptr_t)bytes.p);
}

static void read_any(struct arena *a, struct str s)
{
	struct set_builder *b = set_builder_new();
	struct list_report r = { 0 };
	struct buf refused;
	struct err e;

	buf_init(&refused, 64 << 20);
	r.all_refused = &refused;
	if (list_read(a, s, b, &r, &e) == 0)
		assert(r.taken + r.refused == r.rows);
	assert(r.first_count <= FIRST_REFUSED && set_builder_count(b) <= (size_t)r.taken + (size_t)r.rows);
	if (set_builder_count(b) > 0)
		open_set(b);
	buf_fini(&refused);
	set_builder_free(b);
}

FUZZ_TARGET
