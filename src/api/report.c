/* report.c - the report of a period, what an editor chooses for it, and its closing under two names. */
#include "report/closing.h"

#include "api/api.h"
#include "base/time.h"

enum { REPORT_MOST = 64 << 20 };

/* ---- shapes ---- */

#define PERIOD_(S) \
	TEXT_(S, "from", from, API_NEEDED, NULL, "the first day"), \
	TEXT_(S, "to", to, API_NEEDED, NULL, "the last day")

struct report_query { struct str from, to, format, lang; };
static const struct api_field report_fields[] = {
	PERIOD_(struct report_query),
	TEXT_(struct report_query, "format", format, 0, "json csv html", "without it json"),
	TEXT_(struct report_query, "lang", lang, 0, "ja en", "without it by Accept-Language"),
};
API_SHAPE(report_query, NULL, NULL, struct report_query, report_fields);

static const struct api_field period_fields[] = { PERIOD_(struct period_query) };
API_SHAPE(period_query, NULL, NULL, struct period_query, period_fields);

struct choice_body { struct str from, to, slot, value; };
static const struct api_field choice_fields[] = {
	PERIOD_(struct choice_body),
	TEXT_(struct choice_body, "slot", slot, API_NEEDED, NULL, "story.1 to 5, phishing, malware, appendix, appendix.ja, advice.2 ..."),
	TEXT_(struct choice_body, "value", value, 0, NULL, "a case, advice ids with commas between, a text; without it the choice is taken back"),
};
API_SHAPE(report_choice, NULL, NULL, struct choice_body, choice_fields);

struct propose_body { struct str from, to, open; };
static const struct api_field propose_fields[] = {
	PERIOD_(struct propose_body),
	TEXT_(struct propose_body, "open", open, 0, NULL, "what is unsettled, named with its count: open of GET /report/closing"),
};
API_SHAPE(report_propose, NULL, NULL, struct propose_body, propose_fields);

struct confirm_body { struct str from, to, digest; };
static const struct api_field confirm_fields[] = {
	PERIOD_(struct confirm_body),
	TEXT_(struct confirm_body, "digest", digest, API_NEEDED, NULL, "of the documents that were read"),
};
API_SHAPE(report_confirm, NULL, NULL, struct confirm_body, confirm_fields);

struct erratum_body { struct str from, to; struct erratum m; };
static const struct api_field erratum_fields[] = {
	PERIOD_(struct erratum_body),
	TEXT_(struct erratum_body, "lang", m.lang, 0, "ja en", "without it in both"),
	TEXT_(struct erratum_body, "place", m.place, API_NEEDED, NULL, "where it stands"),
	TEXT_(struct erratum_body, "before", m.before, API_NEEDED, NULL, "as it is printed"),
	TEXT_(struct erratum_body, "after", m.after, API_NEEDED, NULL, "as it should be"),
};
API_SHAPE(report_erratum, NULL, NULL, struct erratum_body, erratum_fields);

struct choice_view { struct str slot, value; };
static const struct api_field chosen_fields[] = {
	TEXT_(struct choice_view, "slot", slot, 0, NULL, NULL),
	TEXT_(struct choice_view, "value", value, 0, NULL, NULL),
};
API_SHAPE(report_chosen, "noroshi/report-choice/1", "What an editor chose.", struct choice_view, chosen_fields);

struct open_view { struct str kind, names; long long count; };
static const struct api_field open_fields[] = {
	TEXT_(struct open_view, "kind", kind, 0, NULL, "submissions proposals shares urgent-reviews"),
	INT_(struct open_view, "count", count, 0, NULL),
	TEXT_(struct open_view, "names", names, API_NULL, NULL, "the first of them"),
};
API_SHAPE(report_open, NULL, "What is unsettled.", struct open_view, open_fields);

struct closing_view { struct closing k; struct str state, open; struct open_view *unsettled; size_t unsettled_count; };
static const struct api_field closing_fields[] = {
	TEXT_(struct closing_view, "state", state, 0, "open proposed closed", NULL),
	TEXT_(struct closing_view, "digest", k.digest, API_NULL, NULL, "of the frozen documents"),
	TEXT_(struct closing_view, "proposed_by", k.proposed_by, API_NULL, NULL, NULL),
	TIME_(struct closing_view, "proposed", k.proposed_ms, API_NULL, NULL),
	TEXT_(struct closing_view, "closed_by", k.closed_by, API_NULL, NULL, NULL),
	TIME_(struct closing_view, "closed", k.closed_ms, API_NULL, NULL),
	TEXT_(struct closing_view, "open", open, API_NULL, NULL, "as a proposal names it; null: everything is settled"),
	LIST_(struct closing_view, "unsettled", unsettled, unsettled_count, 0, &api_shape_report_open, NULL),
};
API_SHAPE(report_closing, "noroshi/report-closing/1", "How far the closing of a period is.", struct closing_view, closing_fields);

static int period_of_days(struct api_call *c, struct str from, struct str to, struct period *p, struct err *e)
{
	c->seen = true;
	return period_parse(from, to, (int)c->hub->conf.zone_minutes, p, e);
}

/* ---- looking ---- */

int api_report(struct api_call *c, struct err *e)
{
	const struct report_query *q = c->query;
	struct report_order order = { .as_recorded_ms = AS_NOW_KNOWN, .made_ms = c->q->now_ms,
		.lang = q->lang.n == 0 ? c->lang : str_eq(q->lang, STR("en")) ? LANG_EN : LANG_JA };
	struct str format = q->format.n > 0 ? q->format : STR("json");
	struct buf out;

	buf_init_arena(&out, c->a, REPORT_MOST);
	if (period_of_days(c, q->from, q->to, &order.period, e) < 0 || report_print(c->hub, c->a, &order, format, &out, e) < 0)
		return -1;
	return api_bytes(c, str_eq(format, STR("csv")) ? "text/csv; charset=utf-8" : str_eq(format, STR("html")) ? "text/html; charset=utf-8" :
	    "application/json", buf_str(&out));
}

static struct str key_of_choice(struct arena *a, const void *item)
{
	(void)a;
	return ((const struct choice_view *)item)->slot;
}

static int page_of_choices(struct api_call *c, struct api_page *page, struct err *e)
{
	const struct period_query *q = c->query;
	struct choice_view *list;
	struct db_rows rows;
	struct period p;
	size_t n = 0;

	if (period_of_days(c, q->from, q->to, &p, e) < 0 || choice_list(c->hub->db, page->a, &rows, e) < 0)
		return -1;
	list = ARENA_ARRAY(page->a, struct choice_view, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		if (db_int(&rows, i, 0) == p.from_ms && db_int(&rows, i, 1) == p.to_ms)
			list[n++] = (struct choice_view){ db_text(&rows, i, 2), db_text(&rows, i, 3) };
	api_cut_behind(page, list, n, sizeof *list, key_of_choice);
	return 0;
}

int api_report_choices(struct api_call *c, struct err *e)
{
	return api_list(c, page_of_choices, e);
}

int api_report_closing(struct api_call *c, struct err *e)
{
	const struct period_query *q = c->query;
	struct unsettled list[UNSETTLED_KINDS];
	struct closing_view v = { .state = STR("open") };
	struct period p;

	if (period_of_days(c, q->from, q->to, &p, e) < 0 || closing_live(c->hub->db, c->a, &p, &v.k, e) < 0 ||
	    unsettled_read(c->hub->db, c->a, &p, list, e) < 0)
		return -1;
	if (v.k.id.p != NULL)
		v.state = v.k.state;
	else
		v.k.proposed_ms = v.k.closed_ms = TIME_NONE;
	v.open = unsettled_named(c->a, list);
	v.unsettled = ARENA_ARRAY(c->a, struct open_view, UNSETTLED_KINDS);
	for (size_t i = 0; i < UNSETTLED_KINDS; i++)
		if (list[i].count > 0)
			v.unsettled[v.unsettled_count++] = (struct open_view){ str_of(list[i].kind), list[i].names, list[i].count };
	return api_give(c, &v);
}

/* ---- deeds ---- */

int api_report_choose(struct api_call *c, struct err *e)
{
	const struct choice_body *b = c->body;
	struct str value = b->value.p != NULL ? b->value : STR("");
	struct period p;

	return period_of_days(c, b->from, b->to, &p, e) < 0 || choice_check(c->hub->db, c->a, b->slot, value, e) < 0 ||
	    choice_set(c->hub->db, &c->by, &p, b->slot, value, e) < 0 ? -1 : api_done(c, "report.chosen", b->slot);
}

int api_report_propose(struct api_call *c, struct err *e)
{
	const struct propose_body *b = c->body;
	struct closing k;
	struct period p;

	return period_of_days(c, b->from, b->to, &p, e) < 0 || closing_propose(c->hub, &c->by, c->a, &p, b->open, &k, e) < 0 ? -1 :
	    api_done(c, "period.proposed", k.digest);
}

int api_report_confirm(struct api_call *c, struct err *e)
{
	const struct confirm_body *b = c->body;
	struct closing k;
	struct period p;

	return period_of_days(c, b->from, b->to, &p, e) < 0 || closing_confirm(c->hub, &c->by, c->a, &p, b->digest, &k, e) < 0 ? -1 :
	    api_done(c, "period.closed", k.digest);
}

/* A mistake in the printed text of a closed period that no record shows. */
int api_report_correct(struct api_call *c, struct err *e)
{
	const struct erratum_body *b = c->body;
	const struct erratum m = { b->m.lang.p != NULL ? b->m.lang : STR(""), b->m.place, b->m.before, b->m.after };
	struct closing k;
	struct period p;

	if (period_of_days(c, b->from, b->to, &p, e) < 0 || closing_live(c->hub->db, c->a, &p, &k, e) < 0)
		return -1;
	if (k.id.p == NULL)
		return err_set(e, ERR_CONFLICT, "this period is not closed; mend the records instead, the report is made out of them");
	return closing_erratum_add(c->hub->db, &c->by, c->a, &k, &m, e) < 0 ? -1 : api_done(c, "period.erratum", m.place);
}
