/* print.c - the bytes of a period's report: as they were frozen where the period is closed, else made out of the records. */
#include "report/closing.h"

int report_print(struct hub *hub, struct arena *a, const struct report_order *order, struct str format, struct buf *out, struct err *e)
{
	struct closing k;
	struct str bytes;
	struct doc *d;

	if (closing_find(hub->db, a, &order->period, order->as_recorded_ms, &k, e) < 0)
		return -1;
	if (k.id.p != NULL) {
		if (closing_document(hub->db, a, k.id, format, order->lang, &bytes, e) < 0)
			return -1;
		buf_add(out, bytes);
		return 0;
	}
	if (report_make(hub, a, order, &d, e) < 0)
		return -1;
	report_as(d, format, order->as_recorded_ms, out);
	return 0;
}

void report_as(struct doc *d, struct str format, long long as_recorded_ms, struct buf *out)
{
	if (str_eq(format, STR("csv")))
		report_csv(d, out);
	else if (str_eq(format, STR("json")))
		report_json(d, out, as_recorded_ms);
	else
		report_html_page(d, out);
}
