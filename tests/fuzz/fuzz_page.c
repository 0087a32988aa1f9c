/* fuzz_page.c - any bytes as a page: every piece lies inside the source, every text is UTF-8. */
#include "fuzz.h"

#include "parse/page.h"

static void check(const struct page_piece *list, size_t n, size_t size)
{
	for (size_t i = 0; i < n; i++)
		assert(utf8_valid(list[i].value) && list[i].from <= list[i].to && list[i].to <= size);
}

static void read_any(struct arena *a, struct str s)
{
	const struct page *p = page_read(a, s);

	assert(p->layers >= 1 && p->layers <= PAGE_LAYERS);
	assert(utf8_valid(p->title) && utf8_valid(p->text));
	check(p->actions, p->action_count, s.n);
	check(p->leads, p->lead_count, s.n);
	check(p->parts, p->part_count, s.n);
	check(p->icons, p->icon_count, s.n);
	check(p->fields, p->field_count, s.n);
	check(&p->title_at, p->title_at.to > 0, s.n);
	check(&p->origin, p->origin.to > 0, s.n);
	check(&p->doing, p->doing.to > 0, s.n);
	check(&p->password, p->password.to > 0, s.n);
}

FUZZ_TARGET
