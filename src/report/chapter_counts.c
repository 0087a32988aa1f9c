/* chapter_counts.c - chapter 2: Table 1 with its notes, what came in, and the consultations. */
#include "report/advice.h"
#include "report/figures.h"
#include "report/report.h"

/* Years span the columns that begin in them. */
static void heads(struct doc *d, const struct records *r, struct table *t)
{
	struct row *years = table_row(d, t, true);
	struct row *months;
	int i = COLUMNS - r->columns;

	row_cell(d, years, SAY(d, "report.item.no"), ALIGN_CENTRE)->head = true;
	row_cell(d, years, SAY(d, "report.item"), ALIGN_CENTRE)->head = true;
	years->cells[0].down = years->cells[1].down = 2;
	while (i < COLUMNS) {
		int year = r->column[i].period.first.year, across = 0;
		struct cell *cell = row_cell(d, years, SAY(d, "report.year", arena_printf(d->arena, "%d", year)), ALIGN_CENTRE);

		while (i < COLUMNS && r->column[i].period.first.year == year) {
			i++;
			across++;
		}
		cell->head = true;
		cell->across = across;
	}
	months = table_row(d, t, true);
	for (i = COLUMNS - r->columns; i < COLUMNS; i++) {
		struct cell *cell = row_cell(d, months, period_months(d->arena, &r->column[i].period, d->lang), ALIGN_CENTRE);

		cell->head = true;
		cell->now = i == COLUMNS - 1;
	}
}

static struct str cases_of(struct doc *d, const struct figure *f)
{
	if (!f->known)
		return STR("-");
	return f->about ? SAY(d, "report.count.about", doc_number(d, f->value)) : SAY(d, "report.count", doc_number(d, f->value));
}

static void count_line(struct doc *d, const char *item, const struct column *c, const struct figure *f)
{
	char day[TIME_TEXT];
	struct str id = arena_printf(d->arena, "table1.%s." STR_FMT, item,
	    STR_ARG(time_date(day, c->period.from_ms, c->period.zone)));

	doc_count(d, id, f->value, f->records, f->opening,
	    f->closed ? "closing" : f->opening ? "opening" : str_starts(str_of(item), STR("sub")) ? records_sql_submissions : records_sql_shares);
}

static void table_1(struct doc *d, struct records *r)
{
	struct table *t = doc_table_numbered(d, "table1", SAY(d, "report.table1.caption"));
	struct row *in, *out;
	const struct column *now = records_now(r);

	heads(d, r, t);
	in = table_row(d, t, false);
	row_cell(d, in, STR("1"), ALIGN_CENTRE);
	row_cell(d, in, SAY(d, "report.table1.in"), ALIGN_START);
	for (int i = COLUMNS - r->columns; i < COLUMNS; i++) {
		struct cell *cell = row_cell(d, in, cases_of(d, &r->column[i].submissions), ALIGN_END);

		cell->now = cell->strong = i == COLUMNS - 1;
		count_line(d, "submissions", &r->column[i], &r->column[i].submissions);
	}
	out = table_row(d, t, false);
	row_cell(d, out, STR("2"), ALIGN_CENTRE);
	row_cell(d, out, SAY(d, "report.table1.out"), ALIGN_START)->mark = STR("※1");
	for (int i = COLUMNS - r->columns; i < COLUMNS; i++) {
		struct cell *cell = row_cell(d, out, cases_of(d, &r->column[i].shares), ALIGN_END);

		cell->now = cell->strong = i == COLUMNS - 1;
		count_line(d, "shares", &r->column[i], &r->column[i].shares);
	}
	table_note(d, t, SAY(d, "report.table1.note1"));
	if (now->own.value > 0) {
		out->cells[out->cells_count - 1].mark = STR("※2");
		table_note(d, t, SAY(d, "report.table1.note2", doc_number(d, now->own.value)));
		doc_count(d, STR("table1.own"), now->own.value, now->own.records, now->own.opening, records_sql_shares);
	}
	table_note(d, t, SAY(d, "report.table1.rule"));
	if (now->outside.value > 0)
		table_note(d, t, SAY(d, "report.table1.outside", doc_number(d, now->outside.value)));
	if (now->drills.value > 0)
		table_note(d, t, SAY(d, "report.table1.drills", doc_number(d, now->drills.value)));
}

/* "およそ 9 割": tenths of the targeted ones, not of all. */
static struct str tenths(struct doc *d, long long part, long long whole)
{
	long long n = (part * 10 + whole / 2) / whole;

	if (part == whole)
		return SAY(d, "report.share.all");
	if (n > 9)
		n = 9;
	if (n < 1)
		n = 1;
	return SAY(d, "report.share.tenths", doc_number(d, n), doc_number(d, n * 10));
}

static void targeted(struct doc *d, struct records *r)
{
	const struct column *now = records_now(r);
	struct str all = doc_number(d, now->submissions.value), n = doc_number(d, now->targeted.value);

	doc_paragraph(d, now->targeted.value > 0 ? SAY(d, "report.ch2.targeted", all, n, d->this_period) :
	    SAY(d, "report.ch2.targeted.none", all, d->this_period), true);
	doc_count(d, STR("targeted"), now->targeted.value, now->targeted.records, now->targeted.opening,
	    records_sql_submissions);
	if (r->plant > 0) {
		doc_paragraph(d, SAY(d, "report.ch2.plant", doc_number(d, r->plant),
		    tenths(d, r->plant, now->targeted.value)), false);
		doc_count(d, STR("campaign.plant"), r->plant, r->plant, false, records_sql_submissions);
	}
}

static long long outcome_count(const struct column *c, const char *const *words, size_t n, bool others)
{
	long long count = 0;

	for (size_t i = 0; i < c->list.count; i++) {
		const struct submission_row *s = &c->list.rows[i];
		bool named = false;

		if (s->outside || s->drill || !str_eq(s->kind, STR("consultation")))
			continue;
		for (size_t k = 0; k < n; k++)
			named |= s->outcome.p != NULL && str_eq(s->outcome, str_of(words[k]));
		count += named != others;
	}
	return count;
}

struct outcome_kind { const char *item, *told; long long count; };

static void table_2(struct doc *d, const struct outcome_kind *kinds, size_t n)
{
	struct table *t = doc_table_numbered(d, "table2", SAY(d, "report.table2.caption"));
	struct row *row = table_row(d, t, true);
	int number = 0;

	row_cell(d, row, SAY(d, "report.item.no"), ALIGN_CENTRE)->head = true;
	row_cell(d, row, SAY(d, "report.table2.what"), ALIGN_CENTRE)->head = true;
	row_cell(d, row, SAY(d, "report.table2.count"), ALIGN_CENTRE)->head = true;
	for (size_t i = 0; i < n; i++) {
		if (kinds[i].count == 0)
			continue;
		row = table_row(d, t, false);
		row_cell(d, row, doc_number(d, ++number), ALIGN_CENTRE);
		row_cell(d, row, str_of(text(d->lang, kinds[i].item)), ALIGN_START);
		row_cell(d, row, SAY(d, "report.count", doc_number(d, kinds[i].count)), ALIGN_END);
		doc_count(d, arena_printf(d->arena, "table2.%d", number), kinds[i].count, kinds[i].count, false,
		    records_sql_submissions);
	}
	number = 0;
	for (size_t i = 0; i < n; i++)
		if (kinds[i].count > 0) {
			const struct str no = doc_number(d, ++number);

			doc_paragraph(d, doc_say(d, kinds[i].told, &no, 1), number == 1);
		}
}

/* Consultations by outcome: a false positive is a result, with its caution. */
static void consultations(struct doc *d, struct records *r)
{
	static const char *const clean[] = { "false-positive" }, *const sites[] = { "malvertising", "scam-site" };
	static const char *const known[] = { "false-positive", "malvertising", "scam-site" };
	const struct column *now = records_now(r);
	const struct outcome_kind kinds[] = {
		{ "report.table2.false-positive", "report.ch2.false-positive", outcome_count(now, clean, 1, false) },
		{ "report.table2.bad-site", "report.ch2.bad-site", outcome_count(now, sites, 2, false) },
		{ "report.table2.unknown", "report.ch2.unknown", outcome_count(now, known, 3, true) },
	};

	if (kinds[0].count + kinds[1].count + kinds[2].count == 0)
		return;
	doc_paragraph(d, SAY(d, "report.ch2.consultations", doc_number(d, d->tables + 1)), true);
	table_2(d, kinds, 3);
	advice_add(d, r, "advice.2", "consultation");
}

int chapter_counts(struct doc *d, struct records *r, struct err *e)
{
	const struct roster_at *end = &r->roster.at[COLUMNS - 1];
	struct drawing drawing = { 0 };

	(void)e;
	doc_chapter(d, STR("2"), SAY(d, "report.ch2", d->period_label));
	doc_paragraph(d, SAY(d, "report.ch2.lead", d->period_label,
	    month_full(d->arena, r->period.to_ms - 1, r->period.zone, d->lang), doc_number(d, (long long)end->sigs_count),
	    doc_number(d, end->memberships), doc_number(d, (long long)r->roster.liaisons_count)), false);
	table_1(d, r);
	if (r->columns > 1) {
		drawing.bars = figure_bars_make(d, r);
		doc_figure_aside(d, "trend", drawing, SAY(d, "report.figure.trend"));
	}
	if (!records_now(r)->submissions.known || records_now(r)->submissions.value == 0) {
		doc_paragraph(d, SAY(d, "report.ch2.none", d->this_period), true);
		return 0;
	}
	targeted(d, r);
	if (!records_now(r)->submissions.opening) {
		drawing = (struct drawing){ .strip = figure_strip_make(d, r) };
		doc_figure_aside(d, "composition", drawing, SAY(d, "report.figure.composition",
		    doc_number(d, records_now(r)->submissions.value)));
	}
	chapter_counts_outlook(d, r);
	consultations(d, r);
	return 0;
}
