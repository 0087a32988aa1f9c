/* report_changes.c - in which words a report differs: from its own kept version, or from the report of the period before; and
 * the mistakes of a printed report that people enter. */
#include "report/corrections.h"
#include "report/report.h"
#include "web/page_report.h"
#include "web/quarters.h"
#include "web/reports.h"

enum { JSON_MOST = 64 << 20, CHANGES_MOST = 200 };

static bool is_word(char ch) { return ascii_digit((unsigned char)ch) || ascii_alpha((unsigned char)ch) || ch == ','; }
static bool is_inside(char ch) { return (ch & 0xC0) == 0x80; }

/* What stands at both ends of both texts is told once; a number or a Latin word is never cut. */
static struct report_place place_of(struct str where, struct str before, struct str after)
{
	size_t least = before.n < after.n ? before.n : after.n, head = 0, tail = 0;

	while (head < least && before.p[head] == after.p[head])
		head++;
	while (head > 0 && ((head < before.n && is_inside(before.p[head])) || (head < after.n && is_inside(after.p[head])) || is_word(before.p[head - 1])))
		head--;
	while (tail < least - head && before.p[before.n - 1 - tail] == after.p[after.n - 1 - tail])
		tail++;
	while (tail > 0 && (is_inside(before.p[before.n - tail]) || is_word(before.p[before.n - tail])))
		tail--;
	return (struct report_place){ .where = where, .head = str_at(before, 0, head), .before = str_at(before, head, before.n - head - tail),
		.after = str_at(after, head, after.n - head - tail), .tail = str_from(before, before.n - tail) };
}

void report_places_show(struct web_call *c, const struct correction_places *places, struct report_place **list_r, size_t *n_r)
{
	*list_r = ARENA_ARRAY(c->a, struct report_place, places->count + 1);
	*n_r = places->count < CHANGES_MOST ? places->count : CHANGES_MOST;
	for (size_t i = 0; i < *n_r; i++) {
		bool again = i > 0 && str_eq(places->list[i].where, places->list[i - 1].where);

		(*list_r)[i] = place_of(again ? STR("") : places->list[i].where, places->list[i].before, places->list[i].after);
	}
}

/* ---- beside the period before ---- */

static struct str without(struct web_call *c, struct str s, struct str label)
{
	long long at;

	label = arena_printf(c->a, c->lang == LANG_JA ? "（" STR_FMT "）" : " (" STR_FMT ")", STR_ARG(label));
	at = str_find(s, label);
	return at < 0 ? s : arena_printf(c->a, STR_FMT STR_FMT, STR_ARG(str_at(s, 0, (size_t)at)), STR_ARG(str_from(s, (size_t)at + label.n)));
}

/* The sentences of a report; a chapter is the same one in every period. */
static int sentences(struct web_call *c, struct doc *d, const struct period *p, struct printed *out, struct err *e)
{
	struct str label = period_label(c->a, p, c->lang);
	struct printed all;
	struct buf json;

	buf_init_arena(&json, c->a, JSON_MOST);
	report_json(d, &json, AS_NOW_KNOWN);
	if (printed_places(c->a, buf_str(&json), &all, e) < 0)
		return -1;
	for (size_t i = 0; i < all.count; i++) {
		if (!all.list[i].paragraph)
			continue;
		all.list[i].key = without(c, all.list[i].key, label);
		all.list[i].where = without(c, all.list[i].where, label);
		*ARENA_PUSH(c->a, out->list, out->count, out->room) = all.list[i];
	}
	return 0;
}

int report_changes_show(struct web_call *c, struct report_page *f, const struct period *p, struct doc *now, const struct period *before, struct err *e)
{
	const struct report_order order = { .period = *before, .as_recorded_ms = AS_NOW_KNOWN, .made_ms = c->q->now_ms, .lang = c->lang };
	struct printed was = { 0 }, is = { 0 };
	struct correction_places places = { 0 };
	struct doc *d;

	if (report_make(c->hub, c->a, &order, &d, e) < 0 || sentences(c, d, before, &was, e) < 0 || sentences(c, now, p, &is, e) < 0)
		return -1;
	printed_compare(c->a, &was, &is, &places);
	report_places_show(c, &places, &f->changes, &f->changes_count);
	f->beside = period_label(c->a, before, c->lang);
	return 0;
}

/* ---- mistakes of the printed text ---- */

int report_errata_show(struct web_call *c, struct report_page *f, const struct closing *k, struct err *e)
{
	struct corrections list = { 0 };

	if (corrections_errata(c->hub->db, c->a, k, TIME_NONE, c->q->now_ms, c->lang, &list, e) < 0)
		return -1;
	f->errata = ARENA_ARRAY(c->a, struct report_erratum, list.count + 1);
	f->errata_count = list.count;
	for (size_t i = 0; i < list.count; i++) {
		const struct correction_place *one = &list.list[i].places.list[0];

		f->errata[i] = (struct report_erratum){ web_date(c, list.list[i].at_ms), one->where, one->before, one->after };
	}
	return 0;
}

int web_report_correct_do(struct web_call *c, struct err *e)
{
	struct str from, to, lang = web_field(c, "lang"), place = web_field(c, "place"), before = web_field(c, "before"), after = web_field(c, "after");
	const struct erratum m = { str_eq(lang, STR("ja")) || str_eq(lang, STR("en")) ? lang : STR(""), place.p != NULL ? place : STR(""),
		before.p != NULL ? before : STR(""), after.p != NULL ? after : STR("") };
	struct err why = { 0 };
	struct closing k;
	struct period p;
	int status;

	if (quarter_asked(c, true, &p, &from, &to, e) < 0 || closing_live(c->hub->db, c->a, &p, &k, e) < 0)
		return -1;
	if (k.id.p == NULL)
		status = err_set(&why, ERR_CONFLICT, "this period is not closed; mend the records instead, the report is made out of them");
	else
		status = closing_erratum_add(c->hub->db, &c->by, c->a, &k, &m, &why);
	return report_ended(c, &p, status, &why, "corrected", e);
}
