/* fuzz_reduce.c - any bytes as HTML: the reduced view keeps to its allow-list and its bounds, and is read back as it was. */
#include "fuzz.h"

#include "parse/reduce.h"
#include "worker/view.h"

static void check(const struct reduced *r)
{
	size_t spans = 0;

	assert(r->block_count <= REDUCED_BLOCKS_MOST + 1);
	for (size_t i = 0; i < r->block_count; i++) {
		assert(r->blocks[i].kind < BLOCK_KINDS && r->blocks[i].quote >= 0 && r->blocks[i].quote <= REDUCED_QUOTES_MOST);
		spans += r->blocks[i].span_count;
		for (size_t k = 0; k < r->blocks[i].span_count; k++) {
			const struct reduced_span *s = &r->blocks[i].spans[k];

			assert(s->kind < REDUCED_KINDS && s->style < REDUCED_STYLES && utf8_valid(s->text) && utf8_valid(s->target));
		}
	}
	assert(spans <= REDUCED_SPANS_MOST);
}

static void read_any(struct arena *a, struct str s)
{
	struct reduced r;
	struct err e;

	html_reduce(a, utf8_repair(a, s), &r);
	check(&r);
	text_reduce(a, utf8_repair(a, s), &r);
	check(&r);
	if (view_read(a, s, &r, &e) == 0)       /* what a child gone bad may write */
		check(&r);
}

FUZZ_TARGET
