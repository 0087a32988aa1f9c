/* consultation.c - noroshi consultation: questions of members answered, by two people, with what was answered before. */
#include "ask/consultation.h"

#include "ask/ready_text.h"
#include "base/time.h"
#include "cli/desk.h"
#include "intake/look.h"

enum { SIMILAR_MOST = 5 };

struct consultation_options {
	struct str template, outcome, about, ja, en, rev, org, text;
	bool all;
};

static int templates(struct desk *d, void *options, struct err *e)
{
	(void)options;
	for (size_t i = 0; i < consultation_texts_count; i++) {
		const struct ready_text *t = &consultation_texts[i];
		bool ja = tr_lang() == LANG_JA;

		if (!d->json) {
			buf_printf(&d->out, "%s (%s)\n  %s\n  %s\n", t->id, desk_word(d, "desk.outcome", str_of(t->topics)).p, ja ? t->ja : t->en,
			    ja ? t->advice_ja : t->advice_en);
			continue;
		}
		desk_json(d);
		jw_kz(&d->w, "schema", "noroshi/ready-answer/1");
		jw_kz(&d->w, "template", t->id);
		jw_kz(&d->w, "outcome", t->topics);
		jw_kz(&d->w, "ja", t->ja);
		jw_kz(&d->w, "en", t->en);
		jw_kz(&d->w, "advice_ja", t->advice_ja);
		jw_kz(&d->w, "advice_en", t->advice_en);
		if (desk_json_end(d, e) < 0)
			return -1;
	}
	return 0;
}

/* ---- deeds ---- */

static struct str or_empty(struct str s)
{
	return s.p != NULL ? s : STR("");
}

static int draft(struct desk *d, void *options, struct err *e)
{
	const struct consultation_options *o = options;
	const struct consultation_text t = { o->template, o->outcome, or_empty(o->about), or_empty(o->ja), or_empty(o->en) };

	if (consultation_draft(d->hub, &d->by, d->arena, d->operand[0], &t, e) < 0)
		return -1;
	return desk_done(d, "consultation.drafted", d->operand[0], tr("drafted; a second person reads it (noroshi consultation show, review)"), e);
}

static int review(struct desk *d, void *options, struct err *e)
{
	const struct consultation_options *o = options;
	long long rev;

	if (o->rev.p == NULL || !str_to_int(o->rev, &rev))
		return err_set(e, ERR_USAGE, "which version did you read? --rev N, as noroshi consultation show says");
	if (consultation_review(d->hub, &d->by, d->arena, d->operand[0], rev, e) < 0)
		return -1;
	return desk_done(d, "consultation.reviewed", d->operand[0], tr("read; it can be sent"), e);
}

static int send_verb(struct desk *d, void *options, struct err *e)
{
	(void)options;
	if (consultation_send(d->hub, &d->by, d->arena, d->operand[0], e) < 0)
		return -1;
	return desk_done(d, "consultation.sent", d->operand[0], tr("answered"), e);
}

/* ---- looking ---- */

static void fields(struct desk *d, const struct consultation_row *c, bool staff)
{
	struct jw *w = &d->w;

	jw_kz(w, "schema", "noroshi/consultation/1");
	jw_kstr(w, "submission", c->submission);
	jw_kstr(w, "org", c->org_id);
	jw_kstr(w, "state", c->state.n > 0 ? c->state : STR("waiting"));
	jw_kstr(w, "outcome", c->outcome);
	jw_ktime(w, "received", c->received_ms);
	jw_ktime(w, "sent", c->state.n > 0 ? c->sent_ms : TIME_NONE);
	if (!staff)
		return;
	jw_kstr(w, "template", c->template);
	jw_kint(w, "rev", c->rev);
	jw_kstr(w, "drafted_by", c->drafted_by);
	jw_kstr(w, "reviewed_by", c->reviewed_by);
	jw_ktime(w, "opened", c->opened_ms);
	jw_kint(w, "member_wait_minutes", c->member_wait_ms / MS_MINUTE);
}

/* Days that the hub took or has taken: without those that the submitter was waited for. */
static long long hub_days(const struct desk *d, const struct consultation_row *c)
{
	return ((c->sent_ms != TIME_NONE ? c->sent_ms : d->by.now_ms) - c->received_ms - c->member_wait_ms) / MS_DAY;
}

static int print_row(struct desk *d, const struct consultation_row *c, bool staff, struct err *e)
{
	if (d->json) {
		desk_json(d);
		fields(d, c, staff);
		return desk_json_end(d, e);
	}
	desk_cell(d, desk_date(d, c->received_ms), 10);
	desk_cell(d, c->submission, 20);
	desk_cell(d, c->org_id, 14);
	desk_cell(d, c->state.n == 0 ? str_of(tr("no answer yet")) : desk_word(d, "states.consultation.state", c->state), 24);
	desk_cell(d, desk_word(d, "desk.outcome", c->outcome), 16);
	buf_printf(&d->out, TR_N("%lld {day|days} with the hub\n", hub_days(d, c)), hub_days(d, c));
	return 0;
}

static int list(struct desk *d, void *options, struct err *e)
{
	const struct consultation_options *o = options;
	struct consultation_row *rows;
	size_t n;

	if (desk_known_org(d, o->org, e) < 0 || consultation_list(d->hub->db, d->arena, o->org, o->all, d->by.now_ms, &rows, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (print_row(d, &rows[i], true, e) < 0)
			return -1;
	if (n == 0 && !d->json)
		buf_printf(&d->out, "%s\n", tr("no consultation waits for an answer"));
	return 0;
}

static int show(struct desk *d, void *options, struct err *e)
{
	struct consultation_words w;
	struct consultation_row c;
	bool staff;

	(void)options;
	if (consultation_get(d->hub->db, &d->by, d->arena, d->operand[0], &c, &staff, e) < 0 ||
	    consultation_read(d->hub, &d->by, d->arena, &c, staff, &w, e) < 0)
		return -1;
	if (d->json) {
		desk_json(d);
		fields(d, &c, staff);
		if (staff)
			jw_kstr(&d->w, "about", w.about);
		jw_kstr(&d->w, "ja", w.ja);
		jw_kstr(&d->w, "en", w.en);
		return desk_json_end(d, e);
	}
	if (print_row(d, &c, staff, e) < 0)
		return -1;
	if (staff && c.rev > 0)
		buf_printf(&d->out, tr("version %lld, written by %s, read by %s\nabout: %s\n"), c.rev, c.drafted_by.p,
		    c.reviewed_by.n > 0 ? c.reviewed_by.p : "-", arena_cstr(d->arena, w.about));
	if (w.ja.n + w.en.n > 0)
		buf_char(&d->out, '\n'), buf_add(&d->out, w.ja), buf_char(&d->out, '\n'), buf_add(&d->out, w.en);
	return 0;
}

/* ---- what was answered before ---- */

static int words_of(struct desk *d, const struct consultation_options *o, struct str *words_r, struct err *e)
{
	struct consultation_words w;
	struct consultation_row c;
	bool staff;

	*words_r = o->text;
	if (o->text.p != NULL)
		return 0;
	if (d->operand_count == 0)
		return err_set(e, ERR_USAGE, "similar to what? name a consultation that has a draft, or --text WORDS");
	if (consultation_get(d->hub->db, &d->by, d->arena, d->operand[0], &c, &staff, e) < 0 ||
	    consultation_read(d->hub, &d->by, d->arena, &c, staff, &w, e) < 0)
		return -1;
	*words_r = w.about;
	return w.about.n > 0 ? 0 : err_set(e, ERR_USAGE, "nothing says yet what " STR_FMT " asks; give --text WORDS", STR_ARG(c.submission));
}

static int print_similar(struct desk *d, const struct consultation_similar *s, struct err *e)
{
	if (d->json) {
		desk_json(d);
		jw_kz(&d->w, "schema", "noroshi/similar-answer/1");
		jw_kstr(&d->w, "submission", s->submission);
		jw_kint(&d->w, "likeness", s->score);
		jw_kstr(&d->w, "outcome", s->outcome);
		jw_kstr(&d->w, "template", s->template);
		jw_ktime(&d->w, "sent", s->sent_ms);
		jw_kstr(&d->w, "about", s->about);
		jw_kstr(&d->w, "ja", s->ja);
		jw_kstr(&d->w, "en", s->en);
		return desk_json_end(d, e);
	}
	buf_printf(&d->out, "%3d%%  " STR_FMT "  " STR_FMT "  " STR_FMT "  " STR_FMT "\n      " STR_FMT "\n", s->score, STR_ARG(desk_date(d, s->sent_ms)),
	    STR_ARG(s->submission), STR_ARG(desk_word(d, "desk.outcome", s->outcome)), STR_ARG(s->template), STR_ARG(s->about));
	return 0;
}

static int similar(struct desk *d, void *options, struct err *e)
{
	struct consultation_similar *all;
	struct str words;
	size_t n;

	if (words_of(d, options, &words, e) < 0 || consultation_find_similar(d->hub, &d->by, d->arena, words, SIMILAR_MOST, &all, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (print_similar(d, &all[i], e) < 0)
			return -1;
	if (n == 0 && !d->json)
		buf_printf(&d->out, "%s\n", tr("nothing similar was answered before"));
	return 0;
}

static const struct desk_verb verbs[] = {
	{ "templates", "", DESK_ANYBODY, templates },
	{ "list", "", DESK_STAFF, list },
	{ "draft", "RECEIPT/N", DESK_ANALYST, draft },
	{ "review", "RECEIPT/N", DESK_ANALYST, review },
	{ "send", "RECEIPT/N", DESK_ANALYST, send_verb },
	{ "show", "RECEIPT/N", DESK_PERSON, show },
	{ "similar", "[RECEIPT/N]", DESK_ANALYST, similar },
};

int cli_consultation(int argc, char **argv)
{
	struct consultation_options o = { 0 };
	const struct option_spec specs[] = {
		{ "--template", OPTION_VALUE, &o.template }, { "--outcome", OPTION_VALUE, &o.outcome }, { "--about", OPTION_VALUE, &o.about },
		{ "--ja", OPTION_VALUE, &o.ja }, { "--en", OPTION_VALUE, &o.en }, { "--rev", OPTION_VALUE, &o.rev },
		{ "--org", OPTION_VALUE, &o.org }, { "--text", OPTION_VALUE, &o.text }, { "--all", OPTION_FLAG, &o.all },
	};

	return desk_command(argc, argv, verbs, sizeof verbs / sizeof verbs[0], specs, sizeof specs / sizeof specs[0], &o);
}
