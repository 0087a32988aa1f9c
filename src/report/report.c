/* report.c - one period's document: records read, chapters in order. */
#include "report/report.h"

#include "report/corrections.h"

static const char *this_id(const struct period *p)
{
	return p->months == 3 ? "report.this.quarter" : period_is_fiscal_year(p) ? "report.this.fiscal-year" :
	    p->months == 12 && p->first.month == 1 ? "report.this.calendar-year" : "report.this.period";
}

static struct doc *start(const struct hub *hub, struct arena *a, const struct report_order *order)
{
	struct doc *d = ARENA_NEW(a, struct doc);
	const struct conf *conf = &hub->conf;

	d->arena = a;
	d->lang = order->lang;
	d->period = order->period;
	d->this_period = str_of(text(d->lang, this_id(&order->period)));
	d->hub_name = d->lang == LANG_JA ? conf->hub_name_ja : conf->hub_name_en;
	d->period_label = period_label(a, &order->period, d->lang);
	d->title = SAY(d, "report.title", d->hub_name);
	d->running = SAY(d, "report.running", d->hub_name, d->period_label);
	d->issued = SAY(d, "report.issued", day_full(a, order->made_ms, order->period.zone, d->lang), d->hub_name);
	return d;
}

static int chapters(struct doc *d, struct records *r, const struct hub *hub, const struct report_order *order, struct err *e)
{
	if (chapter_roster(d, r, e) < 0 || chapter_counts(d, r, e) < 0 || chapter_corrections(d, r, hub, order, e) < 0 || chapter_bec(d, r, e) < 0 || chapter_probing(d, r, e) < 0 ||
	    chapter_lure(d, r, e) < 0 || chapter_sample(d, r, e) < 0)
		return -1;
	chapter_call(d, r, &hub->conf);
	chapter_appendix(d, r);
	return 0;
}

int report_make_from(const struct hub *hub, struct arena *a, const struct report_order *order, struct records **r_r,
    struct doc **doc_r, struct err *e)
{
	struct records *r = ARENA_NEW(a, struct records);
	struct doc *d = start(hub, a, order);

	r->arena = a;
	r->db = hub->db;
	r->period = order->period;
	r->as_recorded_ms = order->as_recorded_ms;
	if (records_read(r, e) < 0 || chapters(d, r, hub, order, e) < 0)
		return -1;
	*r_r = r;
	*doc_r = d;
	return 0;
}

int report_make(const struct hub *hub, struct arena *a, const struct report_order *order, struct doc **doc_r, struct err *e)
{
	struct records *r;

	return report_make_from(hub, a, order, &r, doc_r, e);
}
