/* chapter_roster.c - chapter 1: who takes part at the end of the period, and what changed. */
#include "report/figures.h"
#include "report/report.h"

static struct str sig_name(const struct doc *d, const struct records *r, struct str id)
{
	const struct roster_at *at = &r->roster.at[COLUMNS - 1];

	for (size_t i = 0; i < at->sigs_count; i++)
		if (str_eq(at->sigs[i].id, id))
			return d->lang == LANG_JA ? at->sigs[i].name_ja : at->sigs[i].name_en;
	return id;
}

/* "医療業界 4 団体およびその会員約 5,500 組織" */
static struct str liaison_words(struct doc *d, const struct liaison_row *l)
{
	struct str name = d->lang == LANG_JA ? l->name_ja : l->name_en;
	struct str counted = doc_number(d, l->counted), reach = doc_number(d, l->reach);
	bool groups = str_eq(l->counted_as, STR("groups"));

	if (l->reach == 0)
		return groups ? SAY(d, "report.liaison.groups", name, counted) : SAY(d, "report.liaison.orgs", name, counted);
	if (l->approx)
		return SAY(d, "report.liaison.about", name, counted, reach);
	return SAY(d, "report.liaison.reach", name, counted, reach);
}

static struct str all_liaisons(struct doc *d, const struct roster *roster)
{
	struct buf out;

	buf_init_arena(&out, d->arena, 1 << 14);
	for (size_t i = 0; i < roster->liaisons_count; i++) {
		if (i > 0)
			buf_add(&out, SAY(d, "report.list.comma"));
		buf_add(&out, liaison_words(d, &roster->liaisons[i]));
	}
	return arena_str(d->arena, buf_str(&out));
}

static void heads(struct doc *d, struct table *t, const char *const *ids, size_t n)
{
	struct row *row = table_row(d, t, true);

	for (size_t i = 0; i < n; i++)
		row_cell(d, row, str_of(text(d->lang, ids[i])), ALIGN_CENTRE)->head = true;
}

/* Changes are known to the month unless the registry knows the day. */
static void changes(struct doc *d, const struct records *r)
{
	static const char *const ids[] = { "report.roster.when", "report.roster.sig", "report.roster.change",
		"report.roster.before", "report.roster.after" };
	const struct roster *roster = &r->roster;
	struct table *t = doc_table(d, "roster", SAY(d, "report.roster.caption"));

	heads(d, t, ids, 5);
	for (size_t i = 0; i < roster->changes_count; i++) {
		const struct roster_change *c = &roster->changes[i];
		struct row *row = table_row(d, t, false);
		struct str day = c->month_only ? month_full(d->arena, c->at_ms, r->period.zone, d->lang)
		                               : day_full(d->arena, c->at_ms, r->period.zone, d->lang);
		struct str reason = doc_word(d, "report.reason.", c->reason);

		row_cell(d, row, day, ALIGN_CENTRE);
		row_cell(d, row, sig_name(d, r, c->sig_id), ALIGN_START);
		row_cell(d, row, c->joined + c->left > 1 ? SAY(d, "report.roster.several", reason,
		    doc_number(d, c->joined + c->left)) : reason, ALIGN_CENTRE);
		row_cell(d, row, SAY(d, "report.orgs", doc_number(d, c->before)), ALIGN_END);
		row_cell(d, row, SAY(d, "report.orgs", doc_number(d, c->after)), ALIGN_END);
	}
}

static void trend_row(struct doc *d, const struct records *r, struct table *t, const char *label, const char *unit,
    int which)
{
	struct row *row = table_row(d, t, false);

	row_cell(d, row, str_of(text(d->lang, label)), ALIGN_START)->head = true;
	for (int i = COLUMNS - r->columns; i < COLUMNS; i++) {
		const struct roster_at *at = &r->roster.at[i];
		long long value = which == 0 ? (long long)at->sigs_count : which == 1 ? at->memberships : at->liaisons;
		const struct str number = doc_number(d, value);
		struct str shown = at->memberships == 0 ? STR("-") : doc_say(d, unit, &number, 1);
		struct cell *cell = row_cell(d, row, shown, ALIGN_END);

		cell->now = cell->strong = i == COLUMNS - 1;
	}
}

/* The same totals at the end of each period of Table 1. */
static void trend(struct doc *d, const struct records *r)
{
	struct table *t = doc_table(d, "roster-trend", SAY(d, "report.trend.caption"));
	struct row *row = table_row(d, t, true);

	row_cell(d, row, SAY(d, "report.trend.kind"), ALIGN_CENTRE)->head = true;
	for (int i = COLUMNS - r->columns; i < COLUMNS; i++) {
		const struct period *p = &r->column[i].period;
		struct cell *cell = row_cell(d, row, month_full(d->arena, p->to_ms - 1, p->zone, d->lang), ALIGN_CENTRE);

		cell->head = true;
		cell->now = i == COLUMNS - 1;
	}
	trend_row(d, r, t, "report.trend.sigs", "report.industries", 0);
	trend_row(d, r, t, "report.trend.orgs", "report.orgs", 1);
	trend_row(d, r, t, "report.trend.liaisons", "report.plain", 2);
}

int chapter_roster(struct doc *d, struct records *r, struct err *e)
{
	const struct roster *roster = &r->roster;
	const struct roster_at *end = &roster->at[COLUMNS - 1];
	struct str sigs = doc_number(d, (long long)end->sigs_count), orgs = doc_number(d, end->memberships);
	struct str liaisons = doc_number(d, (long long)roster->liaisons_count);
	struct str month = month_full(d->arena, r->period.to_ms - 1, r->period.zone, d->lang);
	struct drawing drawing = { 0 };

	(void)e;
	doc_chapter(d, STR("1"), SAY(d, "report.ch1"));
	doc_paragraph(d, r->chapter.bec + r->chapter.probing + r->chapter.lure + r->chapter.sample > 0 ?
	    SAY(d, "report.lead", month, d->period_label, d->this_period) :
	    SAY(d, "report.lead.plain", month, d->period_label, d->this_period), false);
	if (roster->liaisons_count > 0)
		doc_paragraph(d, SAY(d, "report.ch1.state", sigs, orgs, liaisons, all_liaisons(d, roster)), false);
	else
		doc_paragraph(d, SAY(d, "report.ch1.state.alone", sigs, orgs), false);
	doc_paragraph(d, roster->changes_count > 0 ? SAY(d, "report.ch1.changes") : SAY(d, "report.ch1.nochange"), false);
	if (roster->changes_count > 0)
		changes(d, r);
	drawing.structure = figure_structure_make(d, r);
	doc_figure(d, "structure", drawing, SAY(d, "report.figure.structure",
	    day_full(d->arena, r->period.to_ms - 1, r->period.zone, d->lang)));
	if (r->columns > 1)
		trend(d, r);
	doc_count(d, STR("roster.sigs"), (long long)end->sigs_count, (long long)end->sigs_count, false, records_sql_roster);
	doc_count(d, STR("roster.memberships"), end->memberships, end->memberships, false, records_sql_roster);
	doc_count(d, STR("roster.organisations"), end->organisations, end->organisations, false, records_sql_roster);
	return 0;
}
