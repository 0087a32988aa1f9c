/* chapter_corrections.c - 訂正一覧 in the next report: what of closed periods turned out otherwise.
 *
 * A closing is corrected in one report only: the first of its own kind (quarters among quarters, years among
 * years) that is closed behind the correction.  Told are places and words of published reports, never the
 * records behind them: those name members. */
#include "base/text.h"
#include "report/corrections.h"

enum { WORDS_MOST = 240 };

/* When the last report of as many months before this one was closed; 0: none was. */
static int last_closing(struct records *r, long long *after_ms_r, struct err *e)
{
	struct closing before;
	struct period p = r->period;

	*after_ms_r = 0;
	if (p.months == 0)
		return 0;
	p = period_before(&p);
	if (closing_find(r->db, r->arena, &p, r->as_recorded_ms, &before, e) < 0)
		return -1;
	if (before.id.p != NULL)
		*after_ms_r = before.recorded_ms;
	return 0;
}

/* Too long words are told by their beginning. */
static struct str short_words(struct doc *d, struct str s)
{
	if (s.n == 0)
		return STR("-");
	return s.n <= WORDS_MOST ? s : doc_join(d, utf8_cut(s, WORDS_MOST), STR("…"), STR(""));
}

static struct table *begin(struct doc *d)
{
	static const char *const heads[] = { "report.corrections.period", "report.corrections.place", "report.corrections.before",
		"report.corrections.after", "report.corrections.day" };
	struct table *t;
	struct row *row;

	doc_heading(d, SAY(d, "report.corrections"));
	t = doc_table(d, "corrections", SAY(d, "report.corrections.caption"));
	row = table_row(d, t, true);
	for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
		row_cell(d, row, str_of(text(d->lang, heads[i])), ALIGN_CENTRE)->head = true;
	table_note(d, t, SAY(d, "report.corrections.note"));
	return t;
}

static void add_rows(struct doc *d, struct table *t, const struct closing *c, const struct correction *n)
{
	for (size_t i = 0; i < n->places.count; i++) {
		const struct correction_place *p = &n->places.list[i];
		struct row *row = table_row(d, t, false);

		row_cell(d, row, period_label(d->arena, &c->period, d->lang), ALIGN_START);
		row_cell(d, row, p->where, ALIGN_START);
		row_cell(d, row, short_words(d, p->before), ALIGN_START);
		row_cell(d, row, short_words(d, p->after), ALIGN_START);
		row_cell(d, row, day_full(d->arena, n->at_ms, c->period.zone, d->lang), ALIGN_CENTRE);
	}
}

static long long now_or(const struct records *r, const struct report_order *order)
{
	return r->as_recorded_ms < AS_NOW_KNOWN ? r->as_recorded_ms : order->made_ms;
}

int chapter_corrections(struct doc *d, struct records *r, const struct hub *hub, const struct report_order *order, struct err *e)
{
	struct closing_list all;
	struct table *t = NULL;
	long long after_ms, until_ms = now_or(r, order);

	if (order->replayed)
		return 0;
	if (closing_all(r->db, d->arena, r->period.zone, &all, e) < 0 || last_closing(r, &after_ms, e) < 0)
		return -1;
	for (size_t i = 0; i < all.count; i++) {
		struct closing *c = &all.list[i];
		struct corrections list;

		c->period.eras = r->period.eras;
		if (!str_eq(c->state, STR("closed")) || c->closed_ms > until_ms || c->period.to_ms > r->period.to_ms ||
		    period_same(&c->period, &r->period))
			continue;
		if (corrections_read(hub, d->arena, c, after_ms, until_ms, d->lang, &list, e) < 0)
			return -1;
		for (size_t k = 0; k < list.count; k++) {
			if (t == NULL && list.list[k].places.count > 0)
				t = begin(d);
			if (t != NULL)
				add_rows(d, t, c, &list.list[k]);
		}
	}
	return 0;
}
