/* analyse_print.c - see analyse_print.h. */
#include "cli/analyse_print.h"

#include "base/text.h"
#include "base/tr.h"
#include "cli/wrap.h"
#include "worker/document.h"

enum { SHOWN_MOST = 300 };

/* What would move the cursor, change colours or reverse the line is shown as U+FFFD. */
static struct str safe(struct arena *a, struct str s)
{
	struct buf out;
	size_t at = 0;

	s = utf8_cut(s, SHOWN_MOST);
	buf_init_arena(&out, a, 4 * SHOWN_MOST + 8);
	while (at < s.n) {
		uint32_t c = utf8_next(s, &at);

		if (c == '\n' || c == '\r' || c == '\t')
			c = ' ';
		buf_utf8(&out, c < 0x20 || (c >= 0x7f && c < 0xa0) || text_is_invisible(c) ? 0xfffd : c);
	}
	return buf_str(&out);
}

void terminal_safe(struct buf *out, struct str s)
{
	size_t at = 0;

	while (at < s.n) {
		uint32_t c = utf8_next(s, &at);

		if (c == '\r')
			continue;
		buf_utf8(out, (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0) || text_is_invisible(c) ? 0xfffd : c);
	}
}

static const char *word(struct arena *a, const char *family, struct str id)
{
	const char *found = text_find(tr_lang(), arena_printf(a, "%s.%.*s", family, (int)id.n, id.p).p);

	return found != NULL ? found : arena_cstr(a, id);
}

static void put_verdict(struct buf *out, struct arena *a, const json_t *doc)
{
	const json_t *v = json_object_get(doc, "verdict");
	struct str examined = document_text(doc, "examined");

	wrap_put(out, 2, 2, arena_printf(a, text(tr_lang(), "analyse.verdict"),
	    word(a, "analyse.nature", document_text(v, "nature")), word(a, "analyse.strength", document_text(v, "strength"))));
	wrap_put(out, 2, 2, safe(a, document_text(v, "sentence")));
	if (!str_eq(examined, STR("fully")))
		wrap_put(out, 2, 2, str_of(word(a, "analyse.examined", examined)));
}

static void put_limits(struct buf *out, struct arena *a, const json_t *doc)
{
	const json_t *limits = json_object_get(doc, "limits");

	for (size_t i = 0; i < json_array_size(limits); i++) {
		const json_t *l = json_array_get(limits, i);

		wrap_put(out, 2, 4, arena_printf(a, text(tr_lang(), "analyse.limit"), arena_cstr(a, document_text(l, "limit")),
		    (long long)json_integer_value(json_object_get(l, "at"))));
	}
}

static void put_evidence(struct buf *out, struct arena *a, const json_t *e, bool thread)
{
	const json_t *offset = json_object_get(e, "offset");
	struct str found = safe(a, document_text(e, "found")), expected = safe(a, document_text(e, "expected")),
	    from = safe(a, document_text(e, "expected_from"));
	struct buf line;

	buf_init_arena(&line, a, 1 << 16);
	if (thread)
		buf_printf(&line, text(tr_lang(), "analyse.message"), (long long)json_integer_value(json_object_get(e, "message")));
	buf_add(&line, safe(a, document_text(e, "where")));
	if (json_is_integer(offset))
		buf_printf(&line, text(tr_lang(), "analyse.offset"), (long long)json_integer_value(offset));
	if (found.n > 0)
		buf_printf(&line, text(tr_lang(), "analyse.found"), arena_cstr(a, found));
	if (expected.n > 0)
		buf_printf(&line, text(tr_lang(), "analyse.expected"), arena_cstr(a, expected));
	if (from.n > 0)
		buf_printf(&line, " (%s)", arena_cstr(a, from));
	wrap_put(out, 6, 8, buf_str(&line));
}

static void put_finding(struct buf *out, struct arena *a, const json_t *f, bool thread)
{
	const json_t *evidence = json_object_get(f, "evidence");
	const char *side = text(tr_lang(), json_is_true(json_object_get(f, "for")) ? "analyse.for" : "analyse.against");

	wrap_put(out, 2, 4, arena_printf(a, "%s [%s] " STR_FMT " (%s)", side,
	    word(a, "analyse.strength", document_text(f, "strength")), STR_ARG(safe(a, document_text(f, "sentence"))),
	    arena_cstr(a, document_text(f, "id"))));
	for (size_t i = 0; i < json_array_size(evidence); i++)
		put_evidence(out, a, json_array_get(evidence, i), thread);
}

void analyse_print(struct buf *out, struct arena *a, const json_t *doc)
{
	const json_t *findings = json_object_get(doc, "findings"), *messages = json_object_get(doc, "messages");

	wrap_put(out, 0, 2, safe(a, document_text(doc, "input")));
	put_verdict(out, a, doc);
	for (size_t i = 0; i < json_array_size(findings); i++)
		put_finding(out, a, json_array_get(findings, i), json_array_size(messages) > 1);
	put_limits(out, a, doc);
	buf_char(out, '\n');
}
