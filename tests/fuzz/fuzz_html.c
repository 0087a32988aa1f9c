/* fuzz_html.c - any bytes as HTML: valid text, ranges inside, every run mapped. */
#include "fuzz.h"

#include "parse/html.h"

static void read_any(struct arena *a, struct str s)
{
	struct str source = utf8_repair(a, s);
	const struct html_page *p = html_read(a, source);

	assert(utf8_valid(p->text) && utf8_valid(p->hidden) && utf8_valid(p->title));
	for (size_t i = 0; i < p->link_count; i++) {
		const struct html_link *l = &p->links[i];

		assert(utf8_valid(l->url) && utf8_valid(l->text) && l->element != NULL);
		assert(l->source_from <= l->source_to && l->source_to <= source.n);
		assert(l->text_from <= l->text_to && l->text_to <= p->text.n);
	}
	for (size_t i = 0; i < p->quote_count; i++) {
		assert(p->quotes[i].text_from <= p->quotes[i].text_to && p->quotes[i].text_to <= p->text.n);
		assert(p->quotes[i].source_from <= source.n && p->quotes[i].depth >= 1);
	}
	for (size_t at = 0; at < p->text.n; at += 1 + p->text.n / 16) {
		size_t from, to;

		html_source(p, at, p->text.n, &from, &to);
		assert(from <= to && to <= source.n);
	}
	assert(utf8_valid(html_unescape(a, source)));
}

FUZZ_TARGET
