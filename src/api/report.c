/* report.c - the report of a period, made out of the records when it is asked for. */
#include "report/report.h"

#include "api/api.h"

enum { REPORT_MOST = 64 << 20 };

struct report_query { struct str from, to, format, lang; };
static const struct api_field report_fields[] = {
	TEXT_(struct report_query, "from", from, API_NEEDED, NULL, "the first day"),
	TEXT_(struct report_query, "to", to, API_NEEDED, NULL, "the last day"),
	TEXT_(struct report_query, "format", format, 0, "json csv html", "without it json"),
	TEXT_(struct report_query, "lang", lang, 0, "ja en", "without it by Accept-Language"),
};
API_SHAPE(report_query, NULL, NULL, struct report_query, report_fields);

int api_report(struct api_call *c, struct err *e)
{
	const struct report_query *q = c->query;
	struct report_order order = { .as_recorded_ms = AS_NOW_KNOWN, .made_ms = c->q->now_ms,
		.lang = q->lang.n == 0 ? c->lang : str_eq(q->lang, STR("en")) ? LANG_EN : LANG_JA };
	struct buf out;
	struct doc *d;

	c->seen = true;
	if (period_parse(q->from, q->to, (int)c->hub->conf.zone_minutes, &order.period, e) < 0 || report_make(c->hub, c->a, &order, &d, e) < 0)
		return -1;
	buf_init_arena(&out, c->a, REPORT_MOST);
	if (str_eq(q->format, STR("csv"))) {
		report_csv(d, &out);
		return api_bytes(c, "text/csv; charset=utf-8", buf_str(&out));
	}
	if (str_eq(q->format, STR("html"))) {
		report_html_page(d, &out);
		return api_bytes(c, "text/html; charset=utf-8", buf_str(&out));
	}
	report_json(d, &out, order.as_recorded_ms);
	return api_bytes(c, "application/json", buf_str(&out));
}
