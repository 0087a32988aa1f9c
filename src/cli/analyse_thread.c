/* analyse_thread.c - a conversation at a glance: its mails, and the people about whom something changed. */
#include "base/text.h"
#include "base/tr.h"
#include "cli/analyse_words.h"
#include "cli/wrap.h"
#include "worker/document.h"

enum { MAILS_SHOWN = 200, ADDRESS_COLUMNS = 34 };

/* Findings of weight mark a mail: the reader's eye should stop there. */
static bool is_marked(const json_t *doc, size_t message)
{
	const json_t *f;
	size_t i;

	json_array_foreach(json_object_get(doc, "findings"), i, f) {
		struct str strength = document_text(f, "strength");

		if (json_integer_value(json_object_get(f, "message")) == (long long)message && json_is_true(json_object_get(f, "for")) &&
		    (str_eq(strength, STR("medium")) || str_eq(strength, STR("strong"))))
			return true;
	}
	return false;
}

/* Cut to so many columns, and filled up to them. */
static void put_columns(struct buf *out, struct str s, size_t columns)
{
	size_t at = 0, used = 0;

	while (at < s.n) {
		size_t next = at, wide;

		utf8_next(s, &next);
		wide = text_columns(str_at(s, at, next - at));
		if (used + wide > columns)
			break;
		used += wide;
		at = next;
	}
	buf_add(out, str_at(s, 0, at));
	for (; used < columns; used++)
		buf_char(out, ' ');
}

static void put_mails(struct buf *out, struct arena *a, const json_t *doc)
{
	const json_t *messages = json_object_get(doc, "messages"), *m;
	size_t i;

	buf_printf(out, "\n  %s\n", text(tr_lang(), "analyse.mails"));
	json_array_foreach(messages, i, m) {
		struct str from = words_safe(a, document_text(json_array_get(json_object_get(m, "from"), 0), "address"));
		struct str time = words_time(a, document_text(m, "date"));

		if (i == MAILS_SHOWN) {
			buf_printf(out, text(tr_lang(), "analyse.more-mails"), (long long)(json_array_size(messages) - i));
			break;
		}
		buf_printf(out, "  %s%4zu  ", is_marked(doc, i) ? "!" : " ", i);
		put_columns(out, time, 16);
		buf_z(out, "  ");
		put_columns(out, from, ADDRESS_COLUMNS);
		buf_char(out, ' ');
		put_columns(out, words_safe(a, document_text(m, "subject")), 17);
		while (out->n > 0 && out->p[out->n - 1] == ' ')
			out->n--;
		buf_char(out, '\n');
	}
}

static void put_change(struct buf *out, struct arena *a, const json_t *c)
{
	const char *kind = text(tr_lang(), arena_printf(a, "change.%.*s", STR_ARG(document_text(c, "kind"))).p);

	wrap_put(out, 6, 10, arena_printf(a, text(tr_lang(), "analyse.change"), json_integer_value(json_object_get(c, "message")), kind,
	    arena_cstr(a, words_safe(a, document_text(c, "found"))), arena_cstr(a, words_safe(a, document_text(c, "expected")))));
}

static void put_person(struct buf *out, struct arena *a, const json_t *p)
{
	struct str org = words_safe(a, document_text(p, "organisation")), name = words_safe(a, document_text(p, "name"));
	const json_t *c;
	size_t i;

	wrap_put(out, 4, 6, arena_printf(a, STR_FMT "%s<" STR_FMT ">%s" STR_FMT, STR_ARG(name), name.n > 0 ? " " : "",
	    STR_ARG(words_safe(a, document_text(p, "address"))), org.n > 0 ? ", " : "", STR_ARG(org)));
	json_array_foreach(json_object_get(p, "changes"), i, c)
		put_change(out, a, c);
}

static void put_people(struct buf *out, struct arena *a, const json_t *doc)
{
	const json_t *people = json_object_get(doc, "people"), *p;
	size_t i, changed = 0, same = 0;

	json_array_foreach(people, i, p)
		changed += json_array_size(json_object_get(p, "changes")) > 0;
	same = json_array_size(people) - changed;
	if (json_array_size(people) == 0)
		return;
	buf_printf(out, "\n  %s\n", text(tr_lang(), changed > 0 ? "analyse.people" : "analyse.people-same"));
	json_array_foreach(people, i, p)
		if (json_array_size(json_object_get(p, "changes")) > 0)
			put_person(out, a, p);
	if (changed > 0 && same > 0)
		wrap_put(out, 4, 4, arena_printf(a, text(tr_lang(), "analyse.people-others"), (long long)same));
}

void analyse_print_thread(struct buf *out, struct arena *a, const json_t *doc)
{
	put_mails(out, a, doc);
	put_people(out, a, doc);
}
