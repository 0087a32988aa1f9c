/* series.c - the figures of many quarters in one table and chart: entered, closed or counted, with gaps as gaps. */
#include "report/closing.h"
#include "report/figures.h"

enum { QUARTERS_MOST = 200 };

static const char *const items[] = { "report.series.submissions", "report.series.shares", "report.series.own", "report.series.targeted" };

static const struct figure *figure_at(const struct column *c, size_t item)
{
	const struct figure *all[] = { &c->submissions, &c->shares, &c->own, &c->targeted };

	return all[item];
}

static struct str number_text(struct doc *d, const struct figure *f)
{
	if (!f->known)
		return STR("-");
	return f->about ? SAY(d, "report.series.about", doc_number(d, f->value)) : doc_number(d, f->value);
}

static struct str from_where(struct doc *d, const struct column *c)
{
	const struct figure *f = c->submissions.known ? &c->submissions : &c->shares;

	if (!f->known)
		return STR("-");
	return f->closed ? SAY(d, "report.series.closed") : f->opening ? SAY(d, "report.series.opening") : SAY(d, "report.series.records");
}

static void heads(struct doc *d, struct table *t)
{
	struct row *row = table_row(d, t, true);

	row_cell(d, row, SAY(d, "report.series.year"), ALIGN_CENTRE)->head = true;
	row_cell(d, row, SAY(d, "report.series.months"), ALIGN_CENTRE)->head = true;
	for (size_t i = 0; i < sizeof items / sizeof items[0]; i++)
		row_cell(d, row, str_of(text(d->lang, items[i])), ALIGN_CENTRE)->head = true;
	row_cell(d, row, SAY(d, "report.series.source"), ALIGN_CENTRE)->head = true;
}

static void count_figures(struct doc *d, const struct column *c)
{
	static const char *const names[] = { "submissions", "shares", "own", "targeted" };
	char day[TIME_TEXT];

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		const struct figure *f = figure_at(c, i);

		if (f->known)
			doc_count(d, arena_printf(d->arena, "series.%s." STR_FMT, names[i], STR_ARG(time_date(day, c->period.from_ms, c->period.zone))),
			    f->value, f->records, f->opening, f->closed ? "closing" : f->opening ? "opening" :
			    i == 0 || i == 3 ? records_sql_submissions : records_sql_shares);
	}
}

static int fiscal_year(const struct period *p)
{
	return p->first.month >= 4 ? p->first.year : p->first.year - 1;
}

/* The sum of four known quarters. */
static struct figure year_figure(const struct series_year *y, size_t item)
{
	struct figure sum = { .known = y->quarters == 4 };

	for (size_t i = 0; i < y->quarters; i++) {
		const struct figure *f = figure_at(&y->first[i], item);

		sum.known &= f->known;
		sum.about |= f->about;
		sum.opening |= f->opening;
		sum.value += f->value;
	}
	return sum;
}

static void quarter_row(struct doc *d, struct row *row, const struct column *c)
{
	row_cell(d, row, period_label(d->arena, &c->period, d->lang), ALIGN_START);
	for (size_t i = 0; i < sizeof items / sizeof items[0]; i++)
		row_cell(d, row, number_text(d, figure_at(c, i)), ALIGN_END);
	row_cell(d, row, from_where(d, c), ALIGN_CENTRE);
	count_figures(d, c);
}

static void year_rows(struct doc *d, struct table *t, const struct series_year *y)
{
	struct row *row;
	struct cell *name;
	bool given = false;

	for (size_t i = 0; i < y->quarters; i++) {
		row = table_row(d, t, false);
		if (i == 0) {
			name = row_cell(d, row, y->name, ALIGN_CENTRE);
			name->down = (int)y->quarters + 1;
			name->head = true;
		}
		quarter_row(d, row, &y->first[i]);
	}
	row = table_row(d, t, false);
	row_cell(d, row, SAY(d, "report.series.sum"), ALIGN_START)->strong = true;
	for (size_t i = 0; i < sizeof items / sizeof items[0]; i++) {
		row_cell(d, row, number_text(d, &y->sum[i]), ALIGN_END)->strong = true;
		given |= y->sum[i].known && !y->summed[i];
	}
	row_cell(d, row, given ? from_where(d, &y->given) : STR(""), ALIGN_CENTRE);
}

/* Quarters by fiscal year; a year may begin or end within. */
static int read_years(struct doc *d, struct records *r, struct series *s, struct err *e)
{
	for (size_t i = 0; i < s->quarters_count; i++) {
		int year = fiscal_year(&s->quarters[i].period);
		struct series_year *y = s->years_count > 0 ? &s->years[s->years_count - 1] : NULL;

		if (y == NULL || y->year != year) {
			y = &s->years[s->years_count++];
			*y = (struct series_year){ .year = year, .first = &s->quarters[i],
				.name = SAY(d, "report.fiscal-year", arena_printf(d->arena, "%d", year)) };
			if (period_preset(PRESET_FISCAL_YEAR, arena_printf(d->arena, "%d", year), r->period.zone, &y->given.period, e) < 0 ||
			    records_given(r, &y->given, e) < 0)
				return -1;
		}
		y->quarters++;
	}
	for (size_t i = 0; i < s->years_count; i++)
		for (size_t k = 0; k < SERIES_ITEMS; k++) {
			s->years[i].sum[k] = year_figure(&s->years[i], k);
			s->years[i].summed[k] = s->years[i].sum[k].known;
			if (!s->years[i].summed[k])     /* else what was entered or closed for the year as a whole */
				s->years[i].sum[k] = *figure_at(&s->years[i].given, k);
		}
	return 0;
}

static int read_quarters(struct records *r, struct series *s, struct err *e)
{
	struct str first = arena_printf(r->arena, "%04d-%02d", r->period.first.year, r->period.first.month);

	s->quarters_count = (size_t)r->period.months / 3;
	s->quarters = ARENA_ARRAY(r->arena, struct column, s->quarters_count + 1);
	s->years = ARENA_ARRAY(r->arena, struct series_year, s->quarters_count + 1);
	if (records_cases(r, e) < 0 || period_preset(PRESET_QUARTER, first, r->period.zone, &s->quarters[0].period, e) < 0)
		return -1;
	for (size_t i = 0; i < s->quarters_count; i++) {
		if (i > 0)
			s->quarters[i].period = period_after(&s->quarters[i - 1].period);
		if (records_column(r, &s->quarters[i], true, e) < 0)
			return -1;
	}
	return 0;
}

static void table_of(struct doc *d, const struct series *s)
{
	struct table *t = doc_table(d, "series", SAY(d, "report.series.caption"));

	heads(d, t);
	for (size_t i = 0; i < s->years_count; i++)
		year_rows(d, t, &s->years[i]);
	table_note(d, t, SAY(d, "report.series.note.gap"));
	table_note(d, t, SAY(d, "report.series.note.sum"));
	table_note(d, t, SAY(d, "report.series.note.source"));
}

static struct doc *start(const struct hub *hub, struct arena *a, const struct report_order *order)
{
	const struct conf *conf = &hub->conf;
	struct doc *d = ARENA_NEW(a, struct doc);

	d->arena = a;
	d->lang = order->lang;
	d->period = order->period;
	d->hub_name = d->lang == LANG_JA ? conf->hub_name_ja : conf->hub_name_en;
	d->period_label = period_label(a, &order->period, d->lang);
	d->title = SAY(d, "report.series.title", d->hub_name);
	d->running = SAY(d, "report.series.title", d->hub_name);
	d->issued = SAY(d, "report.issued", day_full(a, order->made_ms, order->period.zone, d->lang), d->hub_name);
	return d;
}

int series_make(const struct hub *hub, struct arena *a, const struct report_order *order, struct doc **doc_r, struct err *e)
{
	struct records *r = ARENA_NEW(a, struct records);
	struct series *s = ARENA_NEW(a, struct series);
	struct doc *d = start(hub, a, order);
	struct drawing drawing = { 0 };

	if (order->period.months < 3 || order->period.months % 3 != 0 || order->period.first.month % 3 != 1 ||
	    order->period.months / 3 > QUARTERS_MOST)
		return err_set(e, ERR_USAGE, "a series begins and ends with a quarter (January, April, July or October) and has at most %d of them",
		    QUARTERS_MOST);
	r->arena = a;
	r->db = hub->db;
	r->period = order->period;
	r->as_recorded_ms = order->as_recorded_ms;
	if (read_quarters(r, s, e) < 0 || read_years(d, r, s, e) < 0)
		return -1;
	doc_chapter(d, STR(""), SAY(d, "report.series.chapter"));
	drawing.series = figure_series_make(d, s);
	doc_figure_aside(d, "series-chart", drawing, SAY(d, "report.series.figure"));
	table_of(d, s);
	*doc_r = d;
	return 0;
}

int series_reach(const struct hub *hub, struct arena *a, long long now_ms, struct period *p_r, struct err *e)
{
	int zone = (int)hub->conf.zone_minutes;
	struct civil now = time_civil(now_ms, zone), first;
	struct period from, last;
	struct db_rows rows;

	if (DB_QUERY(hub->db, a, &rows, e, "SELECT MIN(x.at_ms) FROM (SELECT MIN(from_ms) AS at_ms FROM opening WHERE superseded_ms = $1 "
	        "UNION ALL SELECT MIN(received_ms) FROM hand_in) x", DB_INT(TIME_FOREVER)) < 0)
		return -1;
	if (db_is_null(&rows, 0, 0))
		return err_set(e, ERR_UNKNOWN, "the hub has neither opening figures nor submissions; name the series with --from and --to");
	first = time_civil(db_int(&rows, 0, 0), zone);
	if (period_preset(PRESET_QUARTER, arena_printf(a, "%04d-%02d", first.year, (first.month - 1) / 3 * 3 + 1), zone, &from, e) < 0 ||
	    period_preset(PRESET_QUARTER, arena_printf(a, "%04d-%02d", now.year, (now.month - 1) / 3 * 3 + 1), zone, &last, e) < 0)
		return -1;
	*p_r = period_of(from.from_ms, from.from_ms < last.from_ms ? last.from_ms : last.to_ms, zone);
	return 0;
}
