/* reporter.c - noroshi reporter: who reported from outside the circle, and what the hub answers. */
#include "intake/reporter.h"

#include "base/time.h"
#include "cli/desk.h"
#include "share/acknowledge.h"
#include "share/outward.h"

struct reporting { struct str contact, text_ja, text_en; bool open; };

static const char *answer_word(const struct reporter_row *x)
{
	return x->answer_state.p == NULL ? "none" : str_eq(x->answer_state, STR("released")) ? "released" : "draft";
}

static void fields(struct desk *d, const struct reporter_row *x)
{
	jw_kz(&d->w, "schema", "noroshi/reporter/1");
	jw_kstr(&d->w, "receipt", x->receipt);
	jw_ktime(&d->w, "received", x->received_ms);
	jw_kstr(&d->w, "kind", x->kind);
	jw_kz(&d->w, "answer", answer_word(x));
	jw_ktime(&d->w, "answered", x->answered_ms);
}

static int print_row(struct desk *d, const struct reporter_row *x, struct err *e)
{
	if (d->json) {
		desk_json(d);
		fields(d, x);
		jw_kstr(&d->w, "org", x->org_id);
		jw_kstr(&d->w, "contact", x->contact);
		jw_kstr(&d->w, "name", x->name);
		return desk_json_end(d, e);
	}
	desk_cell(d, x->receipt, 20);
	desk_cell(d, desk_date(d, x->received_ms), 10);
	desk_cell(d, x->kind, 12);
	desk_cell(d, desk_word(d, "reporter.answer", str_of(answer_word(x))), 14);
	desk_cell(d, x->contact, 28);
	buf_printf(&d->out, STR_FMT "\n", STR_ARG(x->name));
	return 0;
}

static int list(struct desk *d, void *options, struct err *e)
{
	const struct reporting *o = options;
	struct reporter_row *all;
	size_t n;

	if (reporter_list(d->hub->db, d->arena, o->open, &all, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (print_row(d, &all[i], e) < 0)
			return -1;
	if (n == 0 && !d->json)
		buf_printf(&d->out, "%s\n", tr("nothing is recorded"));
	return 0;
}

/* What the reporter sees: the receipt, whether it was read, the answer.  Nothing else. */
static int print_own(struct desk *d, const struct reporter_row *x, struct err *e)
{
	bool ja = tr_lang() == LANG_JA;

	if (d->json) {
		desk_json(d);
		fields(d, x);
		jw_kstr(&d->w, "text_ja", x->text_ja);
		jw_kstr(&d->w, "text_en", x->text_en);
		return desk_json_end(d, e);
	}
	buf_printf(&d->out, tr("receipt %s of %s\n"), x->receipt.p, desk_date(d, x->received_ms).p);
	if (x->answered_ms == TIME_NONE)
		buf_printf(&d->out, "%s\n", tr("no answer yet"));
	else
		buf_printf(&d->out, tr("answer of %s:\n\n%s\n"), desk_date(d, x->answered_ms).p, (ja ? x->text_ja : x->text_en).p);
	return 0;
}

static int show(struct desk *d, void *options, struct err *e)
{
	const struct reporting *o = options;
	struct reporter_row x;

	if (o->contact.p == NULL)
		return err_set(e, ERR_USAGE, "whose receipt is it? --contact takes what was given when it was handed in");
	if (reporter_own(d->hub, d->arena, d->operand[0], o->contact, &x, e) < 0)
		return -1;
	return print_own(d, &x, e);
}

/* The answer goes to one reporter, and names nobody else. */
static int check_words(struct desk *d, struct str ja, struct str en, struct leak_hits *hits, struct err *e)
{
	const struct outward words[] = { { STR("answer/ja"), ja, STR(""), NULL, 0 }, { STR("answer/en"), en, STR(""), NULL, 0 } };

	for (size_t i = 0; i < 2; i++)
		if (outward_check(d->hub, d->hub->db, &d->by, d->arena, &words[i], hits, e) < 0)
			return -1;
	return outward_clean(hits, e);
}

static int answer(struct desk *d, void *options, struct err *e)
{
	const struct reporting *o = options;
	struct leak_hits hits = { 0 };
	struct str ja, en;

	if (cli_text_file(d->arena, o->text_ja, &ja, e) < 0 || cli_text_file(d->arena, o->text_en, &en, e) < 0)
		return -1;
	if ((ja.p != NULL && en.p != NULL && check_words(d, ja, en, &hits, e) < 0) ||
	    reporter_answer_draft(d->hub, &d->by, d->arena, d->operand[0], ja, en, e) < 0)
		return -1;
	return desk_done(d, "reporter.answer-drafted", d->operand[0], tr("the answer is drafted; a second person releases it"), e);
}

/* The dictionaries may have grown since it was written. */
static int release(struct desk *d, void *options, struct err *e)
{
	struct leak_hits hits = { 0 };
	struct reporter_row x;
	bool told;

	(void)options;
	if (reporter_get(d->hub->db, d->arena, d->operand[0], &x, e) < 0 ||
	    (x.text_ja.p != NULL && check_words(d, x.text_ja, x.text_en, &hits, e) < 0) ||
	    acknowledge_reporter(d->hub, &d->by, d->arena, d->operand[0], &told, e) < 0)
		return -1;
	return desk_done(d, "reporter.answer-released", d->operand[0], told ? tr("the answer is released and leaves by mail (noroshi outbox)") :
	    tr("the answer is released; noroshi reporter letter prints it for sending"), e);
}

static int letter(struct desk *d, void *options, struct err *e)
{
	struct reporter_row x;

	(void)options;
	if (reporter_get(d->hub->db, d->arena, d->operand[0], &x, e) < 0)
		return -1;
	if (x.answered_ms == TIME_NONE)
		return err_set(e, ERR_CONFLICT, "the answer to " STR_FMT " is not released yet", STR_ARG(d->operand[0]));
	buf_printf(&d->out, "To: " STR_FMT "\n\n", STR_ARG(x.contact));
	return print_own(d, &x, e);
}

int cli_reporter(int argc, char **argv)
{
	static const struct desk_verb verbs[] = { { "list", "", DESK_ANALYST, list }, { "show", "RECEIPT", DESK_ANYBODY, show },
		{ "answer", "RECEIPT", DESK_ANALYST, answer }, { "release", "RECEIPT", DESK_ANALYST, release },
		{ "letter", "RECEIPT", DESK_ANALYST, letter } };
	struct reporting o = { 0 };
	const struct option_spec specs[] = { { "--contact", OPTION_VALUE, &o.contact }, { "--text-ja", OPTION_VALUE, &o.text_ja },
		{ "--text-en", OPTION_VALUE, &o.text_en }, { "--open", OPTION_FLAG, &o.open } };

	return desk_command(argc, argv, verbs, sizeof verbs / sizeof verbs[0], specs, sizeof specs / sizeof specs[0], &o);
}
