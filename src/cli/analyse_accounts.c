/* analyse_accounts.c - what documents say about themselves, and accounts for payment beside those they replace. */
#include "base/text.h"
#include "base/tr.h"
#include "cli/analyse_words.h"
#include "cli/wrap.h"
#include "worker/document.h"
#include "worker/words.h"

enum { LABEL_COLUMNS = 14, VALUE_COLUMNS = 30, SHOWN_MOST = 20 };

/* ---- accounts ---- */

static struct str place_of(struct arena *a, const json_t *doc, const json_t *x)
{
	const json_t *message = json_object_get(x, "message"), *line = json_object_get(x, "line");
	struct str where = document_text(x, "where");
	struct buf out;

	buf_init_arena(&out, a, 4096);
	if (str_starts(where, STR("context: ")))
		return words_source(a, doc, where);
	if (json_array_size(json_object_get(doc, "messages")) > 1)
		buf_printf(&out, text(tr_lang(), "analyse.message"), json_integer_value(message));
	buf_add(&out, words_place(a, doc, json_integer_value(message), where));
	if (line != NULL)
		buf_add(&out, words_line(a, x));
	return buf_str(&out);
}

/* One row: the label, what stood there before, what stands there now; rows where neither says anything are left out. */
static void put_row(struct buf *out, const char *label, struct str before, struct str now)
{
	if (before.n == 0 && now.n == 0)
		return;
	buf_z(out, "    ");
	words_columns(out, str_of(label), LABEL_COLUMNS);
	buf_char(out, ' ');
	words_columns(out, before, VALUE_COLUMNS);
	buf_z(out, label[0] == '\0' || str_eq(before, now) ? "   " : " ! ");
	words_columns(out, now, VALUE_COLUMNS);
	while (out->n > 0 && out->p[out->n - 1] == ' ')
		out->n--;
	buf_char(out, '\n');
}

static void put_pair(struct buf *out, struct arena *a, const json_t *doc, const json_t *now)
{
	static const struct { const char *key, *label; } rows[] = { { "shown", "account.number" }, { "bank", "account.bank" },
		{ "branch", "account.branch" }, { "beneficiary", "account.holder" }, { "bic", "account.bic" }, { "routing", "account.routing" },
		{ "country", "account.country" } };
	const json_t *before = json_object_get(now, "earlier");

	put_row(out, "", str_of(text(tr_lang(), "account.before")), str_of(text(tr_lang(), "account.now")));
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		put_row(out, text(tr_lang(), rows[i].label), words_safe(a, document_text(before, rows[i].key)),
		    words_safe(a, document_text(now, rows[i].key)));
	wrap_put(out, 4, 6, arena_printf(a, text(tr_lang(), "account.places"), arena_cstr(a, place_of(a, doc, before)),
	    arena_cstr(a, place_of(a, doc, now))));
}

/* Without an earlier one: only where the file stands alone, so that a reader sees what was read. */
static void put_alone(struct buf *out, struct arena *a, const json_t *x)
{
	struct str bank = words_safe(a, document_text(x, "bank")), holder = words_safe(a, document_text(x, "beneficiary"));
	bool bad = str_eq(document_text(x, "check"), STR("bad"));

	wrap_put(out, 4, 6, arena_printf(a, STR_FMT "%s" STR_FMT "%s" STR_FMT STR_FMT "%s", STR_ARG(words_safe(a, document_text(x, "shown"))),
	    bank.n > 0 ? ", " : "", STR_ARG(bank), holder.n > 0 ? ", " : "", STR_ARG(holder), STR_ARG(words_line(a, x)),
	    bad ? text(tr_lang(), "account.check-bad") : ""));
}

static void put_accounts(struct buf *out, struct arena *a, const json_t *doc)
{
	const json_t *accounts = json_object_get(doc, "accounts"), *x;
	bool alone = json_array_size(json_object_get(doc, "messages")) == 0;
	size_t i, shown = 0;

	json_array_foreach(accounts, i, x) {
		const json_t *before = json_object_get(x, "earlier");

		if ((before == NULL && !alone) || shown == SHOWN_MOST)
			continue;
		if (shown++ == 0 || before != NULL)
			buf_printf(out, "\n  %s\n", text(tr_lang(), before != NULL ? "account.head" : "account.head-alone"));
		if (before != NULL)
			put_pair(out, a, doc, x);
		else
			put_alone(out, a, x);
	}
}

/* ---- documents ---- */

static struct str names_in(struct arena *a, const json_t *list)
{
	struct buf out;
	const json_t *name;
	size_t i;

	buf_init_arena(&out, a, 4096);
	json_array_foreach(list, i, name)
		if (i < 6)
			buf_printf(&out, "%s" STR_FMT, i > 0 ? ", " : "", STR_ARG(words_safe(a, str_of(json_string_value(name)))));
	return buf_str(&out);
}

static void put_fact(struct buf *out, struct arena *a, const char *label, struct str value)
{
	if (value.n > 0)
		wrap_put(out, 4, 6, arena_printf(a, "%s: " STR_FMT, text(tr_lang(), label), STR_ARG(value)));
}

static void put_document(struct buf *out, struct arena *a, const json_t *d)
{
	static const struct { const char *key, *label; } facts[] = { { "producer", "paper.producer" }, { "creator", "paper.creator" },
		{ "author", "paper.author" }, { "modified_by", "paper.modified-by" } };
	size_t revisions = json_array_size(json_object_get(d, "revisions"));

	buf_printf(out, "\n  %s\n", text(tr_lang(), "paper.head"));
	for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++)
		put_fact(out, a, facts[i].label, words_safe(a, document_text(d, facts[i].key)));
	put_fact(out, a, "paper.created", words_time(a, document_text(d, "created")));
	put_fact(out, a, "paper.modified", words_time(a, document_text(d, "modified")));
	put_fact(out, a, "paper.fonts", names_in(a, json_object_get(d, "fonts")));
	put_fact(out, a, "paper.embedded", names_in(a, json_object_get(d, "embedded")));
	put_fact(out, a, "paper.uris", names_in(a, json_object_get(d, "uris")));
	if (revisions > 0)
		put_fact(out, a, "paper.revisions", arena_printf(a, "%zu", revisions));
	if (json_is_true(json_object_get(d, "scripts")))
		wrap_put(out, 4, 6, str_of(text(tr_lang(), "paper.scripts")));
	if (json_is_true(json_object_get(d, "launches")))
		wrap_put(out, 4, 6, str_of(text(tr_lang(), "paper.launches")));
	if (json_is_true(json_object_get(d, "encrypted")))
		wrap_put(out, 4, 6, str_of(text(tr_lang(), "paper.encrypted")));
}

void analyse_print_papers(struct buf *out, struct arena *a, const json_t *doc)
{
	if (json_object_get(doc, "document") != NULL)
		put_document(out, a, json_object_get(doc, "document"));
	put_accounts(out, a, doc);
}
