/* chapter_probing.c - what members saw of a shared indicator: the days of the loop, the table per organisation,
 * public sources, and what stays unknown. */
#include "report/advice.h"
#include "report/figures.h"
#include "report/report.h"
#include "report/told.h"

static long long to_ms(struct doc *d, struct str day)
{
	struct err ignored;
	long long ms;

	return time_parse_date(day, d->period.zone, &ms, &ignored) == 0 ? ms : TIME_NONE;
}

/* 2018-12-14 -> 2018/12/14; 2018-12 -> December 2018 */
static struct str shown_day(struct doc *d, struct str s)
{
	char text[TIME_TEXT];
	long long ms = to_ms(d, s);

	if (ms != TIME_NONE)
		return arena_str(d->arena, time_slashed(text, ms, d->period.zone));
	ms = to_ms(d, arena_printf(d->arena, STR_FMT "-01", STR_ARG(s)));
	return ms != TIME_NONE ? month_full(d->arena, ms, d->period.zone, d->lang) : s;
}

static struct str shown_period(struct doc *d, struct str first, struct str last)
{
	return SAY(d, "report.range", shown_day(d, first), shown_day(d, last));
}

static long long days_of(struct doc *d, struct str first, struct str last)
{
	return (to_ms(d, last) - to_ms(d, first)) / MS_DAY + 1;
}

static void one_row(struct doc *d, const struct probing *p, struct table *t, size_t i)
{
	const struct probing_row *w = &p->rows[i];
	struct row *row = table_row(d, t, false);
	struct str letter = arena_printf(d->arena, "%c", (char)('A' + i % 26));

	row_cell(d, row, SAY(d, "report.table4.letter", letter), ALIGN_CENTRE);
	row_cell(d, row, shown_period(d, w->first, w->last), ALIGN_CENTRE);
	row_cell(d, row, p->exact ? doc_number(d, w->hits) : w->count, ALIGN_END);
	if (p->exact)
		row_cell(d, row, SAY(d, "report.days", doc_number(d, days_of(d, w->first, w->last))), ALIGN_END);
	row_cell(d, row, w->port >= 0 ? SAY(d, "report.table4.from", arena_printf(d->arena, "%lld", w->port)) :
	    SAY(d, "report.table4.from.any"), ALIGN_CENTRE);
	doc_count(d, arena_printf(d->arena, "table4." STR_FMT, STR_ARG(letter)), w->hits, 1, false, records_sql_probing);
}

static void sum_row(struct doc *d, const struct probing *p, struct table *t)
{
	struct str first = p->rows[0].first, last = p->rows[0].last;
	struct row *row = table_foot(d, t);
	long long sum = 0;

	for (size_t i = 0; i < p->rows_count; i++) {
		first = str_cmp(p->rows[i].first, first) < 0 ? p->rows[i].first : first;
		last = str_cmp(p->rows[i].last, last) > 0 ? p->rows[i].last : last;
		sum += p->rows[i].hits;
	}
	row_cell(d, row, SAY(d, "report.table4.sum"), ALIGN_CENTRE);
	row_cell(d, row, shown_period(d, first, last), ALIGN_CENTRE);
	row_cell(d, row, doc_number(d, sum), ALIGN_END);
	row_cell(d, row, SAY(d, "report.days", doc_number(d, days_of(d, first, last))), ALIGN_END);
	row_cell(d, row, STR(""), ALIGN_CENTRE);
}

static void table_4(struct doc *d, struct records *r)
{
	static const char *const heads[] = { "report.table4.org", "report.table4.period", "report.table4.count", "report.table4.days",
		"report.table4.port" };
	const struct probing *p = &r->probing;
	struct table *t = doc_table_numbered(d, "table4", SAY(d, "report.table4.caption"));
	struct row *head = table_row(d, t, true);

	for (size_t i = 0; i < 5; i++)
		if (i != 3 || p->exact)
			row_cell(d, head, str_of(text(d->lang, heads[i])), ALIGN_CENTRE)->head = true;
	for (size_t i = 0; i < p->rows_count; i++)
		one_row(d, p, t, i);
	if (p->exact && p->rows_count > 1)
		sum_row(d, p, t);
	if (!p->exact)
		table_note(d, t, SAY(d, "report.table4.coarse"));
}

static long long days_between(const struct doc *d, long long from_ms, long long to_ms_)
{
	struct civil a = time_civil(from_ms, d->period.zone), b = time_civil(to_ms_, d->period.zone);

	a.hour = a.minute = a.second = a.ms = b.hour = b.minute = b.second = b.ms = 0;
	return (time_of(&b, d->period.zone) - time_of(&a, d->period.zone)) / MS_DAY;
}

/* The loop, day by day; no letter is named, so that nobody is known by how fast it answered. */
static void history(struct doc *d, struct records *r)
{
	const struct probing *p = &r->probing;
	struct block *list;
	long long shared_ms = TIME_NONE;

	if (p->events_count == 0)
		return;
	doc_heading(d, SAY(d, "report.ch4.history"));
	list = doc_block(d, BLOCK_LIST);
	for (size_t i = 0; i < p->events_count; i++) {
		const struct probing_event *v = &p->events[i];
		struct str day = day_full(d->arena, v->at_ms, r->period.zone, d->lang), n = doc_number(d, v->organisations);
		struct str lag = doc_number(d, shared_ms == TIME_NONE ? 0 : days_between(d, shared_ms, v->at_ms));

		if (v->kind == PROBING_SHARED)
			doc_item(d, list, str_eq(p->origin, STR("own")) ? SAY(d, "report.ch4.shared.own", day) : SAY(d, "report.ch4.shared", day));
		else if (v->kind == PROBING_SHARED_AGAIN)
			doc_item(d, list, SAY(d, "report.ch4.again", day));
		else
			doc_item(d, list, str_eq(lag, STR("0")) ? SAY(d, "report.ch4.told.today", day, n) : SAY(d, "report.ch4.told", day, n, lag));
		if (v->kind != PROBING_TOLD)
			shared_ms = v->at_ms;
	}
}

static bool one_port(const struct probing *p)
{
	for (size_t i = 1; i < p->rows_count; i++)
		if (p->rows[i].port != p->rows[0].port)
			return false;
	return p->rows[0].port >= 0;
}

static struct str port_words(struct doc *d, long long port)
{
	struct str number = arena_printf(d->arena, "%lld", port), name = doc_word(d, "report.port.", number);

	return str_eq(name, number) ? SAY(d, "report.port", number) : SAY(d, "report.port.named", number, name);
}

static void observed(struct doc *d, struct records *r)
{
	const struct probing *p = &r->probing;
	struct str n = doc_number(d, (long long)p->rows_count), table = doc_number(d, d->tables + 1);

	doc_heading(d, SAY(d, "report.ch4.observed"));
	doc_paragraph(d, one_port(p) ? SAY(d, "report.ch4.observed.port", n, table, port_words(d, p->rows[0].port)) :
	    SAY(d, "report.ch4.observed.text", n, table), true);
	table_4(d, r);
	if (p->exact && p->rows_count > 1) {
		struct drawing drawing = { .periods = figure_periods_make(d, r) };

		doc_figure_aside(d, "periods", drawing, SAY(d, "report.figure.periods"));
	}
}

static int sources(struct doc *d, struct records *r, struct err *e)
{
	size_t shown = 0, n;

	for (size_t k = 0; k < r->probing.case_count; k++) {
		struct told_source *list;

		if (told_sources(r, r->probing.case_ids[k], d->lang, &list, &n, e) < 0)
			return -1;
		for (size_t i = 0; i < n; i++, shown++) {
			const char *key = arena_printf(d->arena, "source@%zu", shown).p;

			doc_note_ready(d, key, SAY(d, "report.note.source", list[i].source, list[i].url));
			doc_paragraph(d, doc_with_note(d, list[i].says, str_of(key)), shown == 0);
		}
	}
	return 0;
}

int chapter_probing(struct doc *d, struct records *r, struct err *e)
{
	const struct probing *p = &r->probing;

	if (r->chapter.probing == 0)
		return 0;
	doc_chapter(d, doc_number(d, r->chapter.probing), SAY(d, "report.ch4"));
	doc_paragraph(d, SAY(d, "report.ch4.lead", doc_number(d, (long long)p->rows_count)), false);
	doc_paragraph(d, SAY(d, "report.ch4.open"), false);
	history(d, r);
	observed(d, r);
	if (sources(d, r, e) < 0)
		return -1;
	doc_paragraph(d, SAY(d, "report.ch4.unknown"), false);
	if (p->search.n > 0)
		doc_paragraph(d, str_eq(p->search, STR("to")) ? SAY(d, "report.ch4.purpose.to") : SAY(d, "report.ch4.purpose"), false);
	advice_add(d, r, "advice.4", "probing");
	return 0;
}
