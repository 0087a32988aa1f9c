/* factcheck.c - noroshi factcheck: the company in whose name something was sent is asked. */
#include "base/time.h"
#include "cli/case_rests.h"
#include "share/outward.h"

struct checking { struct str party, label, by, on, answer, others; bool open, reminder; };

static int ask(struct desk *d, void *options, struct err *e)
{
	const struct checking *o = options;
	long long on_ms;
	struct str id;

	if (cli_date(d->hub, o->on, d->by.now_ms, &on_ms, e) < 0 || fact_check_ask(d->hub->db, &d->by, d->arena, d->operand[0], o->party, o->label,
	    o->by.p != NULL ? o->by : STR("submitter"), on_ms, &id, e) < 0)
		return -1;
	return desk_done(d, "factcheck.asked", id, tr("the entry is recorded"), e);
}

static int take_answer(struct desk *d, void *options, struct err *e)
{
	const struct checking *o = options;
	long long on_ms, others = -1;

	if (o->others.p != NULL && (!str_to_int(o->others, &others) || others < 0))
		return err_set(e, ERR_USAGE, "of how many further recipients was learnt? --others N");
	if (o->answer.p == NULL)
		return err_set(e, ERR_USAGE, "what did the company say? --answer confirmed-fake, genuine or unknown");
	if (cli_date(d->hub, o->on, d->by.now_ms, &on_ms, e) < 0 ||
	    fact_check_answer(d->hub->db, &d->by, d->arena, d->operand[0], o->answer, on_ms, others, e) < 0)
		return -1;
	return desk_done(d, "factcheck.answered", d->operand[0], tr("the entry is recorded"), e);
}

void fact_check_line(struct desk *d, const struct fact_check *f)
{
	desk_cell(d, f->case_number, 12);
	desk_cell(d, str_at(f->id, 0, 8), 8);
	desk_cell(d, f->party_org.p != NULL ? f->party_org : f->party_label, 20);
	buf_printf(&d->out, tr("asked on %s by the %s"), desk_date(d, f->asked_ms).p, desk_word(d, "desk.asked-by", f->asked_by).p);
	buf_z(&d->out, tr_lang() == LANG_JA ? "、" : "; ");
	if (f->answered_ms == TIME_NONE)
		buf_printf(&d->out, TR_N("no answer for %lld {day|days}", (d->by.now_ms - f->asked_ms) / MS_DAY), (d->by.now_ms - f->asked_ms) / MS_DAY);
	else
		buf_printf(&d->out, tr("answered on %s: %s"), desk_date(d, f->answered_ms).p, desk_word(d, "desk.fact", f->answer).p);
	if (f->answered_ms == TIME_NONE && f->reminders > 0)
		buf_printf(&d->out, TR_N(", reminded %lld {time|times}, last on %s", f->reminders), f->reminders, desk_date(d, f->reminded_ms).p);
	if (f->others_learnt > 0)
		buf_printf(&d->out, TR_N(" (%lld further {recipient|recipients})", f->others_learnt), f->others_learnt);
	buf_char(&d->out, '\n');
}

void fact_check_fields(struct jw *w, const struct fact_check *f)
{
	jw_kstr(w, "id", f->id);
	jw_kstr(w, "case", f->case_number);
	jw_kstr(w, "party_org", f->party_org);
	jw_kstr(w, "party", f->party_label);
	jw_kstr(w, "asked_by", f->asked_by);
	jw_ktime(w, "asked", f->asked_ms);
	jw_ktime(w, "answered", f->answered_ms);
	jw_kstr(w, "answer", f->answer);
	if (f->others_learnt >= 0)
		jw_kint(w, "others", f->others_learnt);
	else
		jw_knull(w, "others");
	jw_kint(w, "reminders", f->reminders);
	jw_ktime(w, "reminded", f->reminded_ms);
}

static int print_check(struct desk *d, const struct fact_check *f, struct err *e)
{
	if (!d->json) {
		fact_check_line(d, f);
		return 0;
	}
	desk_json(d);
	jw_kz(&d->w, "schema", "noroshi/fact-check/1");
	fact_check_fields(&d->w, f);
	return desk_json_end(d, e);
}

static int checks(struct desk *d, void *options, struct err *e)
{
	const struct checking *o = options;
	struct fact_check *all;
	size_t n;

	if (fact_check_list(d->hub->db, d->arena, d->operand_count > 0 ? d->operand[0] : STR_NONE, o->open, TIME_NONE, STR(""), TIME_FOREVER, &all, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (print_check(d, &all[i], e) < 0)
			return -1;
	if (n == 0 && !d->json)
		buf_printf(&d->out, "%s\n", tr("nothing is recorded"));
	return 0;
}

/* A ready text names nobody but the one who is asked; whether it does is checked against the registry of today. */
static int print_letter(struct desk *d, const char *id, struct err *e)
{
	const struct outward words = { STR("letter"), str_of(text(tr_lang(), id)), STR(""), NULL, 0 };
	struct leak_hits hits = { 0 };

	if (outward_check(d->hub, d->hub->db, &d->by, d->arena, &words, &hits, e) < 0 || outward_clean(&hits, e) < 0)
		return -1;
	buf_add(&d->out, words.text);
	buf_char(&d->out, '\n');
	return 0;
}

static int letter(struct desk *d, void *options, struct err *e)
{
	const struct checking *o = options;

	return print_letter(d, o->reminder ? "desk.fact.reminder" : "desk.fact.letter", e);
}

/* Recorded, and the text for it. */
static int remind(struct desk *d, void *options, struct err *e)
{
	(void)options;
	if (print_letter(d, "desk.fact.reminder", e) < 0)
		return -1;
	if (d->json)
		buf_clear(&d->out);
	if (fact_check_remind(d->hub->db, &d->by, d->arena, d->operand[0], e) < 0)
		return -1;
	return d->json ? desk_done(d, "factcheck.reminded", d->operand[0], "", e) : 0;
}

int cli_factcheck(int argc, char **argv)
{
	static const struct desk_verb verbs[] = { { "ask", "CASE", DESK_ANALYST, ask }, { "answer", "ID", DESK_ANALYST, take_answer },
		{ "list", "[CASE]", DESK_ANALYST, checks }, { "remind", "ID", DESK_ANALYST, remind }, { "letter", "", DESK_ANYBODY, letter } };
	struct checking o = { 0 };
	const struct option_spec specs[] = { { "--party", OPTION_VALUE, &o.party }, { "--label", OPTION_VALUE, &o.label }, { "--by", OPTION_VALUE, &o.by },
		{ "--on", OPTION_VALUE, &o.on }, { "--answer", OPTION_VALUE, &o.answer }, { "--others", OPTION_VALUE, &o.others }, { "--open", OPTION_FLAG, &o.open }, { "--reminder", OPTION_FLAG, &o.reminder } };

	return desk_command(argc, argv, verbs, sizeof verbs / sizeof verbs[0], specs, sizeof specs / sizeof specs[0], &o);
}
