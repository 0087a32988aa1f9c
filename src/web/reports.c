/* reports.c - the report of a period, made out of the records when it is asked for. */
#include "report/report.h"
#include "web/quarters.h"

enum { REPORT_MOST = 64 << 20 };

int web_report_page(struct web_call *c, struct err *e)
{
	struct report_form *f = ARENA_NEW(c->a, struct report_form);
	struct str from = http_query(c->q, "from"), to = http_query(c->q, "to");
	struct period p;

	*f = (struct report_form){ .from = from.p != NULL ? from : STR(""), .to = to.p != NULL ? to : STR("") };
	f->quarters = quarters_last(c, "/report", 1, &f->quarters_count);
	if (from.n > 0 && to.n > 0) {
		const char *base = "/report/print?from=" STR_FMT "&to=" STR_FMT "&format=%s";

		if (period_parse(from, to, (int)c->hub->conf.zone_minutes, &p, e) < 0)
			return -1;
		f->print_ja = arena_printf(c->a, base, STR_ARG(from), STR_ARG(to), "html&lang=ja");
		f->print_en = arena_printf(c->a, base, STR_ARG(from), STR_ARG(to), "html&lang=en");
		f->csv = arena_printf(c->a, base, STR_ARG(from), STR_ARG(to), "csv");
		f->json = arena_printf(c->a, base, STR_ARG(from), STR_ARG(to), "json");
	}
	c->page.report = f;
	return web_show(c, "web.report");
}

int web_report_print(struct web_call *c, struct err *e)
{
	struct report_order order = { .as_recorded_ms = AS_NOW_KNOWN, .made_ms = c->q->now_ms, .lang = c->lang };
	struct str format = http_query(c->q, "format"), lang = http_query(c->q, "lang"), from = http_query(c->q, "from"), to = http_query(c->q, "to");
	struct doc *d;

	if (from.n == 0 || to.n == 0)
		return err_set(e, ERR_INPUT, "which period? --from DATE --to DATE, both inclusive");
	if (lang.n > 0)
		order.lang = str_eq(lang, STR("en")) ? LANG_EN : LANG_JA;
	if (period_parse(from, to, (int)c->hub->conf.zone_minutes, &order.period, e) < 0 || report_make(c->hub, c->a, &order, &d, e) < 0)
		return -1;
	buf_init_arena(&c->r->body, c->a, REPORT_MOST);
	if (str_eq(format, STR("csv"))) {
		report_csv(d, &c->r->body);
		http_answer_header(c->r, "Content-Type", STR("text/csv; charset=utf-8"));
		http_answer_header(c->r, "Content-Disposition", STR("attachment; filename=\"report.csv\""));
		return 0;
	}
	if (str_eq(format, STR("json"))) {
		report_json(d, &c->r->body, order.as_recorded_ms);
		http_answer_header(c->r, "Content-Type", STR("application/json"));
		return 0;
	}
	report_html_page(d, &c->r->body);
	http_answer_header(c->r, "Content-Type", STR("text/html; charset=utf-8"));
	http_answer_header(c->r, "Content-Security-Policy", STR("default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; "
	    "frame-ancestors 'none'; sandbox allow-modals"));
	return 0;
}
