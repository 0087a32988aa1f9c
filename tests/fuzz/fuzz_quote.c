/* fuzz_quote.c - any text, plain and as HTML, apart into newest, quotes, signature. */
#include "fuzz.h"

#include "parse/quote.h"

static void check(struct str text, const struct text_split *s)
{
	assert(utf8_valid(s->newest) && utf8_valid(s->signature) && utf8_valid(s->disclaimer));
	for (size_t i = 0; i < s->newest_count; i++)
		assert(s->newest_at[i].offset <= text.n && s->newest_at[i].length <= text.n - s->newest_at[i].offset);
	for (size_t at = 0; at < s->newest.n; at += 1 + s->newest.n / 16)
		assert(text_split_offset(s, at) <= text.n);
	for (size_t i = 0; i < s->quote_count; i++) {
		const struct quote *q = &s->quotes[i];

		assert(q->text_from <= q->text_to && q->text_to <= text.n && q->depth >= 1);
		assert(utf8_valid(q->who) && utf8_valid(q->who_address) && utf8_valid(q->when_text) && utf8_valid(q->subject) &&
		    utf8_valid(q->to) && utf8_valid(q->text));
	}
}

static void read_any(struct arena *a, struct str s)
{
	struct str text = utf8_repair(a, s);
	const struct html_page *page = html_read(a, text);
	struct text_split split;

	quote_split(a, text, NULL, 0, &split);
	check(text, &split);
	quote_split(a, page->text, page->quotes, page->quote_count, &split);
	check(page->text, &split);
	quote_time(text, 540);
}

FUZZ_TARGET
