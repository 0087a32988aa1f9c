/* reports.c - the report of a period, made out of the records when it is asked for: what stands in it, its checks, its closing. */
#include "report/closing.h"
#include "report/corrections.h"
#include "report/report.h"
#include "web/page_report.h"
#include "web/quarters.h"
#include "web/reports.h"

enum { REPORT_MOST = 64 << 20 };

static const char *const slots[] = { "story.1", "story.2", "story.3", "story.4", "story.5", "probing", "phishing", "malware", "appendix", "appendix.ja",
	"appendix.en", "advice.2", "advice.3.3", "advice.4", "advice.5", "advice.6" };

/* ---- the two languages ---- */

/* The words of a block; a table and a figure by their caption. */
static struct str words_of(struct web_call *c, const struct block *b)
{
	struct buf out;

	switch (b->kind) {
	case BLOCK_HEADING: case BLOCK_SUBHEADING: return b->text;
	case BLOCK_TABLE: return b->table->caption;
	case BLOCK_FIGURE: return b->figure.caption;
	case BLOCK_PARAGRAPH: break;
	default: return STR("");
	}
	buf_init_arena(&out, c->a, 1 << 20);
	for (size_t i = 0; i < b->paragraph.runs_count; i++)
		buf_add(&out, b->paragraph.runs[i].text);
	return buf_str(&out);
}

static void show_chapter(struct web_call *c, const struct chapter *ja, const struct chapter *en, struct report_chapter *x)
{
	size_t n = ja->blocks_count > en->blocks_count ? ja->blocks_count : en->blocks_count;

	x->ja = arena_printf(c->a, STR_FMT " " STR_FMT, STR_ARG(ja->number), STR_ARG(ja->title));
	x->en = arena_printf(c->a, STR_FMT " " STR_FMT, STR_ARG(en->number), STR_ARG(en->title));
	x->pairs = ARENA_ARRAY(c->a, struct report_pair, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct report_pair pair = { i < ja->blocks_count ? words_of(c, &ja->blocks[i]) : STR(""), i < en->blocks_count ? words_of(c, &en->blocks[i]) : STR(""),
			i < ja->blocks_count && ja->blocks[i].kind <= BLOCK_SUBHEADING };

		if (pair.ja.n > 0 || pair.en.n > 0)
			x->pairs[x->pairs_count++] = pair;
	}
}

static void show_chapters(struct web_call *c, struct report_page *f, const struct doc *ja, const struct doc *en)
{
	size_t n = ja->chapters_count < en->chapters_count ? ja->chapters_count : en->chapters_count;

	f->chapters = ARENA_ARRAY(c->a, struct report_chapter, n + 1);
	f->chapters_count = n;
	for (size_t i = 0; i < n; i++)
		show_chapter(c, &ja->chapters[i], &en->chapters[i], &f->chapters[i]);
}

/* ---- beside the period before ---- */

static struct str figure_text(struct web_call *c, const struct figure *f)
{
	return f->known ? arena_printf(c->a, "%lld", f->value) : STR("–");
}

static void show_steps(struct web_call *c, struct report_page *f, struct records *r)
{
	const struct column *now = records_now(r), *before = r->columns > 1 ? &r->column[COLUMNS - 2] : NULL;
	const struct { const char *id; const struct figure *now, *before; } items[] = {
		{ "web.stat.submissions", &now->submissions, before != NULL ? &before->submissions : NULL },
		{ "web.stat.targeted", &now->targeted, before != NULL ? &before->targeted : NULL },
		{ "web.stat.shares", &now->shares, before != NULL ? &before->shares : NULL },
		{ "web.stat.own", &now->own, before != NULL ? &before->own : NULL },
	};

	f->steps = ARENA_ARRAY(c->a, struct report_step, 4);
	for (size_t i = 0; i < 4 && before != NULL; i++)
		f->steps[f->steps_count++] = (struct report_step){ web_text(c, items[i].id), figure_text(c, items[i].now), figure_text(c, items[i].before),
			items[i].now->known && items[i].before->known ? arena_printf(c->a, "%+lld", items[i].now->value - items[i].before->value) : STR("–") };
}

/* ---- closing ---- */

static struct str signed_by(struct web_call *c, struct str who, long long ms)
{
	return who.n == 0 ? STR("") : arena_printf(c->a, STR_FMT " – " STR_FMT, STR_ARG(who), STR_ARG(web_time(c, ms)));
}

static int show_closing(struct web_call *c, struct report_page *f, const struct period *p, struct err *e)
{
	struct unsettled list[UNSETTLED_KINDS];
	struct correction_places places = { 0 };
	struct closing k;

	if (closing_live(c->hub->db, c->a, p, &k, e) < 0 || unsettled_read(c->hub->db, c->a, p, list, e) < 0)
		return -1;
	report_unsettled_show(c, f, list);
	f->is_closed = k.id.p != NULL && str_eq(k.state, STR("closed"));
	f->may_propose = f->may_edit && !f->is_closed && !f->untold && p->to_ms <= c->q->now_ms;
	if (k.id.p == NULL)
		return 0;
	f->state = k.state;
	f->digest = k.digest;
	f->proposed = signed_by(c, k.proposed_by, k.proposed_ms);
	f->closed = signed_by(c, k.closed_by, k.closed_ms);
	f->may_confirm = f->may_edit && !f->is_closed && !f->untold && !str_eq(k.proposed_by, c->who.person_id);
	if (corrections_between(c->hub, c->a, &k, c->q->now_ms, c->lang, &places, e) < 0)
		return -1;
	report_places_show(c, &places, &f->corrections, &f->corrections_count);
	return report_errata_show(c, f, &k, e);
}

/* ---- choices ---- */

static void show_choices(struct web_call *c, struct report_page *f, const struct records *r)
{
	f->slots_count = sizeof slots / sizeof slots[0];
	f->slots = ARENA_ARRAY(c->a, struct option, f->slots_count);
	for (size_t i = 0; i < f->slots_count; i++)
		f->slots[i] = (struct option){ str_of(slots[i]), web_text(c, arena_printf(c->a, "web.report.slot.%s", slots[i]).p), false };
	f->chosen = ARENA_ARRAY(c->a, struct report_chosen, r->choices_count + 1);
	f->chosen_count = r->choices_count;
	for (size_t i = 0; i < r->choices_count; i++)
		f->chosen[i] = (struct report_chosen){ web_word(c, "web.report.slot", r->choices[i].slot), r->choices[i].value };
}

/* ---- the page ---- */

static int show_period(struct web_call *c, struct report_page *f, const struct period *p, struct err *e)
{
	struct report_order order = { .period = *p, .as_recorded_ms = AS_NOW_KNOWN, .made_ms = c->q->now_ms, .lang = LANG_JA };
	struct records *r;
	struct doc *ja, *en;

	if (report_make(c->hub, c->a, &order, &ja, e) < 0)
		return -1;
	order.lang = LANG_EN;
	if (report_make_from(c->hub, c->a, &order, &r, &en, e) < 0)
		return -1;
	f->label = period_label(c->a, p, c->lang);
	f->may_edit = who_may(c->who.roles, true, WHO_STAFF);
	show_chapters(c, f, ja, en);
	if (report_checks_show(c, f, ja, en, r, e) < 0)
		return -1;
	show_steps(c, f, r);
	show_choices(c, f, r);
	f->may_compare = r->columns > 1;
	if (f->may_compare && http_query(c->q, "beside").n > 0 && report_changes_show(c, f, p, c->lang == LANG_JA ? ja : en, &r->column[COLUMNS - 2].period, e) < 0)
		return -1;
	return show_closing(c, f, p, e);
}

int web_report_page(struct web_call *c, struct err *e)
{
	struct report_page *f = ARENA_NEW(c->a, struct report_page);
	struct period p;

	if (quarter_asked(c, true, &p, &f->from, &f->to, e) < 0)
		return -1;
	f->query = arena_printf(c->a, "from=%s&to=%s", quarter_day(c, &p.first).p, quarter_day(c, &p.last).p);
	if (show_period(c, f, &p, e) < 0)
		return -1;
	f->quarters = quarters_last(c, "/report", true, &f->quarters_count);
	c->page.report = f;
	return web_show(c, "web.report");
}

/* ---- deeds ---- */

static struct str page_of(const struct web_call *c, const struct period *p)
{
	return arena_printf(c->a, "/report?from=%s&to=%s", quarter_day(c, &p->first).p, quarter_day(c, &p->last).p);
}

/* The period is in the address, as everywhere. */
int report_ended(struct web_call *c, const struct period *p, int status, const struct err *why, const char *done, struct err *e)
{
	if (status >= 0)
		return web_go(c, page_of(c, p), done);
	if (web_refused(c, why) < 0) {
		*e = *why;
		return -1;
	}
	return web_report_page(c, e);
}

int web_report_propose_do(struct web_call *c, struct err *e)
{
	struct str from, to;
	struct err why = { 0 };
	struct closing k;
	struct period p;

	if (quarter_asked(c, true, &p, &from, &to, e) < 0)
		return -1;
	return report_ended(c, &p, closing_propose(c->hub, &c->by, c->a, &p, web_field(c, "open"), &k, &why), &why, "proposed", e);
}

int web_report_confirm_do(struct web_call *c, struct err *e)
{
	struct str from, to, digest = web_field(c, "digest");
	struct err why = { 0 };
	struct closing k;
	struct period p;

	if (quarter_asked(c, true, &p, &from, &to, e) < 0)
		return -1;
	return report_ended(c, &p, closing_confirm(c->hub, &c->by, c->a, &p, digest.p != NULL ? digest : STR(""), &k, &why), &why, "period-closed", e);
}

int web_report_choose_do(struct web_call *c, struct err *e)
{
	struct str from, to, slot = web_field(c, "slot"), value = web_field(c, "value");
	struct err why = { 0 };
	struct period p;
	int status;

	if (quarter_asked(c, true, &p, &from, &to, e) < 0)
		return -1;
	slot = slot.p != NULL ? slot : STR("");
	value = value.p != NULL ? value : STR("");
	status = choice_check(c->hub->db, c->a, slot, value, &why) < 0 ? -1 : choice_set(c->hub->db, &c->by, &p, slot, value, &why);
	return report_ended(c, &p, status, &why, "chosen", e);
}

/* ---- to print and to take along ---- */

static int send_as(struct web_call *c, struct str format)
{
	if (str_eq(format, STR("csv"))) {
		http_answer_header(c->r, "Content-Type", STR("text/csv; charset=utf-8"));
		http_answer_header(c->r, "Content-Disposition", STR("attachment; filename=\"report.csv\""));
		return 0;
	}
	if (str_eq(format, STR("json"))) {
		http_answer_header(c->r, "Content-Type", STR("application/json"));
		return 0;
	}
	http_answer_header(c->r, "Content-Type", STR("text/html; charset=utf-8"));
	http_answer_header(c->r, "Content-Security-Policy", STR("default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; "
	    "frame-ancestors 'none'; sandbox allow-modals"));
	return 0;
}

int web_report_print(struct web_call *c, struct err *e)
{
	struct report_order order = { .as_recorded_ms = AS_NOW_KNOWN, .made_ms = c->q->now_ms, .lang = c->lang };
	struct str format = http_query(c->q, "format"), lang = http_query(c->q, "lang"), from = http_query(c->q, "from"), to = http_query(c->q, "to");
	bool series = str_eq(http_query(c->q, "what"), STR("series"));
	struct doc *d;

	format = str_eq(format, STR("csv")) || str_eq(format, STR("json")) ? format : STR("html");
	buf_init_arena(&c->r->body, c->a, REPORT_MOST);
	if (!series && (from.n == 0 || to.n == 0))
		return err_set(e, ERR_INPUT, "which period? --from DATE --to DATE, both inclusive");
	if (lang.n > 0)
		order.lang = str_eq(lang, STR("en")) ? LANG_EN : LANG_JA;
	if (series) {
		if (series_reach(c->hub, c->a, c->q->now_ms, &order.period, e) < 0 || series_make(c->hub, c->a, &order, &d, e) < 0)
			return -1;
		report_as(d, format, order.as_recorded_ms, &c->r->body);
	} else if (period_parse(from, to, (int)c->hub->conf.zone_minutes, &order.period, e) < 0 ||
	    report_print(c->hub, c->a, &order, format, &c->r->body, e) < 0) {
		return -1;
	}
	return send_as(c, format);
}
