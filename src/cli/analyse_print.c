/* analyse_print.c - see analyse_print.h. */
#include "base/text.h"
#include "base/tr.h"
#include "cli/analyse_print.h"
#include "cli/analyse_words.h"
#include "cli/paint.h"
#include "cli/wrap.h"
#include "worker/document.h"
#include "worker/words.h"

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

	wrap_painted(out, PAINT_STRONG, 2, 2, arena_printf(a, text(tr_lang(), "analyse.verdict"),
	    word(a, "analyse.nature", document_text(v, "nature")), word(a, "analyse.strength", document_text(v, "strength"))));
	wrap_put(out, 2, 2, words_safe(a, document_text(v, "sentence")));
	if (!str_eq(examined, STR("fully")))
		wrap_painted(out, PAINT_BAD, 2, 2, str_of(word(a, "analyse.examined", examined)));
}

/* How far the archive of sent mail reaches: what "never sent" is worth. */
static void put_archive(struct buf *out, struct arena *a, const json_t *doc)
{
	const json_t *archive = json_object_get(doc, "sent_archive");
	long long mails = json_integer_value(json_object_get(archive, "mails"));
	struct str from = words_time(a, document_text(archive, "complete_from"));

	if (archive == NULL)
		return;
	wrap_put(out, 2, 2, from.n > 0 ? arena_printf(a, TEXT_N(tr_lang(), "analyse.archive-from", mails), mails,
	    arena_cstr(a, str_upto(from, ' '))) : arena_printf(a, TEXT_N(tr_lang(), "analyse.archive", mails), mails));
}

static void put_limits(struct buf *out, struct arena *a, const json_t *doc)
{
	const json_t *limits = json_object_get(doc, "limits");
	struct str opened = document_text(doc, "opened_with");

	if (opened.n > 0)
		wrap_put(out, 2, 4, str_of(text(tr_lang(), arena_printf(a, "web.opened." STR_FMT, STR_ARG(opened)).p)));
	for (size_t i = 0; i < json_array_size(limits); i++)
		wrap_put(out, 2, 4, words_limit(a, tr_lang(), json_array_get(limits, i)));
}

/* "Makoto Kitamura <kitamura@a-company.test>" and below it a row of ^ under what was found. */
static void put_marked(struct buf *out, struct arena *a, const json_t *doc, const json_t *e)
{
	static const struct { const char *where, *key; } headers[] = { { "header:From[", "from" }, { "header:To[", "to" },
		{ "header:Cc[", "cc" }, { "header:Reply-To[", "reply_to" } };
	const json_t *m = json_array_get(json_object_get(doc, "messages"), (size_t)json_integer_value(json_object_get(e, "message")));
	struct str where = document_text(e, "where"), found = words_safe(a, document_text(e, "found")), line, name;
	long long n, at;
	int indent;

	for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
		const json_t *box;

		if (!str_starts(where, str_of(headers[i].where)) ||
		    !str_to_int(str_upto(str_from(where, strlen(headers[i].where)), ']'), &n) || n < 0)
			continue;
		box = json_array_get(json_object_get(m, headers[i].key), (size_t)n);
		name = words_safe(a, document_text(box, "name"));
		line = arena_printf(a, STR_FMT "%s<" STR_FMT ">", STR_ARG(name), name.n > 0 ? " " : "",
		    STR_ARG(words_safe(a, document_text(box, "address"))));
		at = str_find(line, found);
		if (name.n == 0 || found.n == 0 || at < 0 || text_columns(line) + 2 > wrap_columns())
			return;
		indent = (int)(wrap_columns() - text_columns(line) < 8 ? wrap_columns() - text_columns(line) : 8);
		buf_printf(out, "%*s" STR_FMT "\n%*s", indent, "", STR_ARG(line), indent, "");
		for (size_t c = text_columns(str_at(line, 0, (size_t)at)); c > 0; c--)
			buf_char(out, ' ');
		name = arena_printf(a, "%.*s", (int)text_columns(found),
		    "^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^");
		paint(out, PAINT_BAD, name);
		buf_char(out, '\n');
		return;
	}
}

/* `under`: the mail under whose head this stands; of others the number is told. */
static void put_evidence(struct buf *out, struct arena *a, const json_t *doc, const json_t *e, long long under)
{
	const json_t *offset = json_object_get(e, "offset");
	struct str found = words_safe(a, document_text(e, "found")), expected = words_safe(a, document_text(e, "expected"));
	struct str from = document_text(e, "expected_from");
	long long message = json_integer_value(json_object_get(e, "message"));
	struct buf line;

	buf_init_arena(&line, a, 1 << 16);
	if (message != under)
		buf_printf(&line, text(tr_lang(), "analyse.message"), message);
	buf_add(&line, words_place(a, doc, message, document_text(e, "where")));
	buf_add(&line, words_line(a, e));
	if (document_text(e, "stream").n > 0)
		buf_printf(&line, ", %s", arena_cstr(a, words_safe(a, document_text(e, "stream"))));
	if (json_is_integer(offset) && json_object_get(e, "line") == NULL)
		buf_printf(&line, text(tr_lang(), "analyse.offset"), (long long)json_integer_value(offset));
	if (found.n > 0)
		buf_printf(&line, text(tr_lang(), "analyse.found"), arena_cstr(a, found));
	if (expected.n > 0)
		buf_printf(&line, text(tr_lang(), "analyse.expected"), arena_cstr(a, expected));
	if (from.n > 0)
		buf_printf(&line, text(tr_lang(), "analyse.source"), arena_cstr(a, words_source(a, doc, from)));
	wrap_put(out, 6, 8, buf_str(&line));
	put_marked(out, a, doc, e);
}

static enum paint paint_of(const json_t *f)
{
	if (!json_is_true(json_object_get(f, "for")))
		return PAINT_GOOD;
	return str_eq(document_text(f, "strength"), STR("strong")) ? PAINT_STRONG : PAINT_PLAIN;
}

static void put_finding(struct buf *out, struct arena *a, const json_t *doc, const json_t *f)
{
	const json_t *evidence = json_object_get(f, "evidence");
	const char *side = text(tr_lang(), json_is_true(json_object_get(f, "for")) ? "analyse.for" : "analyse.against");

	wrap_painted(out, paint_of(f), 2, 4, arena_printf(a, "%s [%s] " STR_FMT " (%s)", side,
	    word(a, "analyse.strength", document_text(f, "strength")), STR_ARG(words_safe(a, document_text(f, "sentence"))),
	    arena_cstr(a, document_text(f, "id"))));
	for (size_t i = 0; i < json_array_size(evidence); i++)
		put_evidence(out, a, doc, json_array_get(evidence, i), json_integer_value(json_object_get(f, "message")));
}

/* Of a conversation mail by mail: the document has them in that order. */
static void put_findings(struct buf *out, struct arena *a, const json_t *doc, bool thread)
{
	const json_t *findings = json_object_get(doc, "findings");
	long long last = -1;

	for (size_t i = 0; i < json_array_size(findings); i++) {
		const json_t *f = json_array_get(findings, i);
		long long message = json_integer_value(json_object_get(f, "message"));

		if (thread && message != last) {
			buf_char(out, '\n');
			wrap_put(out, 2, 4, words_mail_head(a, doc, message));
		}
		last = message;
		put_finding(out, a, doc, f);
	}
}

/* A bounce or a DMARC aggregate: what it says about which mails. */
static void put_report(struct buf *out, struct arena *a, const json_t *doc)
{
	enum { SHOWN = 10 };
	const json_t *r = json_object_get(doc, "report"), *recipients = json_object_get(r, "recipients"), *sources = json_object_get(r, "sources");

	if (r == NULL)
		return;
	wrap_put(out, 2, 4, arena_printf(a, text(tr_lang(), "analyse.report"), word(a, "analyse.report", document_text(r, "type")),
	    arena_cstr(a, words_safe(a, document_text(r, "reporter"))), arena_cstr(a, words_safe(a, document_text(r, "domain")))));
	for (size_t i = 0; i < json_array_size(recipients) && i < SHOWN; i++) {
		const json_t *one = json_array_get(recipients, i);

		wrap_put(out, 4, 6, words_safe(a, arena_printf(a, STR_FMT " " STR_FMT " " STR_FMT " " STR_FMT, STR_ARG(document_text(one, "address")),
		    STR_ARG(document_text(one, "action")), STR_ARG(document_text(one, "status")), STR_ARG(document_text(one, "diagnostic")))));
	}
	for (size_t i = 0; i < json_array_size(sources) && i < SHOWN; i++) {
		const json_t *one = json_array_get(sources, i);

		wrap_put(out, 4, 6, words_safe(a, arena_printf(a, STR_FMT " %lld " STR_FMT " dkim=" STR_FMT " spf=" STR_FMT, STR_ARG(document_text(one, "ip")),
		    (long long)json_integer_value(json_object_get(one, "count")), STR_ARG(document_text(one, "disposition")),
		    STR_ARG(document_text(one, "dkim")), STR_ARG(document_text(one, "spf")))));
	}
}

void analyse_print(struct buf *out, struct arena *a, const json_t *doc)
{
	bool thread = json_array_size(json_object_get(doc, "messages")) > 1;

	wrap_put(out, 0, 2, words_safe(a, document_text(doc, "input")));
	put_verdict(out, a, doc);
	put_report(out, a, doc);
	put_archive(out, a, doc);
	if (thread)
		analyse_print_thread(out, a, doc);
	analyse_print_papers(out, a, doc);
	put_findings(out, a, doc, thread);
	put_limits(out, a, doc);
	buf_char(out, '\n');
}
