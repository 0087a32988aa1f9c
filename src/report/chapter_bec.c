/* chapter_bec.c - chapter 3: Table 3, the BEC cases in the order in which they were handed in. */
#include "report/advice.h"
#include "report/report.h"

/* The hub's words on a case: every paragraph of a slot in the reader's language. */
static int case_words(struct records *r, struct doc *d, struct str case_id, const char *slot, struct str **list_r, size_t *n_r,
    struct err *e)
{
	struct db_rows rows;

	*n_r = 0;
	if (case_id.p == NULL)
		return 0;
	if (DB_QUERY(r->db, r->arena, &rows, e, "SELECT body FROM case_text WHERE case_id = $1 AND slot = $2 AND lang = $3 ORDER BY n",
	    DB_TEXT(case_id), DB_TEXT(str_of(slot)), DB_TEXT(d->lang == LANG_JA ? STR("ja") : STR("en"))) < 0)
		return -1;
	*list_r = ARENA_ARRAY(r->arena, struct str, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		(*list_r)[(*n_r)++] = db_text(&rows, i, 0);
	return 0;
}

/* Which of the told cases this is: story.1, story.2. */
static struct str story_of(struct records *r, struct doc *d, struct str case_id)
{
	static const char *const slots[] = { "story.1", "story.2", "story.3" };
	const struct case_row *c = records_case(r, case_id);

	for (size_t i = 0; i < 3 && c != NULL; i++)
		if (choice_get(r, slots[i]).p != NULL && str_eq(choice_get(r, slots[i]), c->number))
			return SAY(d, "report.table3.story", doc_number(d, (long long)i + 1));
	return STR("-");
}

static int row_of(struct doc *d, struct records *r, struct table *t, const struct submission_row *s, int number, int *year,
    struct err *e)
{
	struct row *row = table_row(d, t, false);
	struct civil day = time_civil(s->received_ms, r->period.zone);
	bool hurt = s->damage.p != NULL && str_eq(s->damage, STR("money"));
	struct str *words = NULL;
	struct cell *cell;
	size_t n;

	if (case_words(r, d, s->case_id, "table3", &words, &n, e) < 0)
		return -1;
	row_cell(d, row, arena_printf(d->arena, "%d", number), ALIGN_CENTRE);
	row_cell(d, row, day.year != *year ? day_full(d->arena, s->received_ms, r->period.zone, d->lang) :
	    day_short(d->arena, s->received_ms, r->period.zone, d->lang), ALIGN_CENTRE);
	*year = day.year;
	cell = row_cell(d, row, n > 0 ? words[0] : SAY(d, "report.table3.untold"), ALIGN_START);
	if (n > 1) {
		cell->items = &words[1];
		cell->items_count = n - 1;
	}
	cell = row_cell(d, row, hurt ? SAY(d, "report.table3.hurt") : SAY(d, "report.table3.unhurt"), ALIGN_CENTRE);
	cell->strong = hurt;
	row_cell(d, row, story_of(r, d, s->case_id), ALIGN_CENTRE);
	return 0;
}

static int table_3(struct doc *d, struct records *r, struct err *e)
{
	static const char *const heads[] = { "report.item.no", "report.table3.day", "report.table3.what", "report.table3.damage",
		"report.table3.remark" };
	struct table *t = doc_table(d, "table3", SAY(d, "report.table3.caption"));
	struct row *head = table_row(d, t, true);
	const struct column *now = records_now(r);
	int number = 0, year = 0;

	for (size_t i = 0; i < 5; i++)
		row_cell(d, head, str_of(text(d->lang, heads[i])), ALIGN_CENTRE)->head = true;
	for (size_t i = 0; i < now->list.count; i++) {
		const struct submission_row *s = &now->list.rows[i];

		if (s->outside || s->class.p == NULL || !str_eq(s->class, STR("bec")))
			continue;
		if (row_of(d, r, t, s, ++number, &year, e) < 0)
			return -1;
	}
	doc_count(d, STR("table3"), number, number, false, records_sql_submissions);
	return 0;
}

static int story(struct doc *d, struct records *r, const char *slot, int number, struct err *e)
{
	struct str chosen = choice_get(r, slot), *words;
	const struct case_row *c = chosen.p != NULL ? records_case_number(r, chosen) : NULL;
	size_t n;

	if (c == NULL)
		return 0;
	if (case_words(r, d, c->id, "story", &words, &n, e) < 0)
		return -1;
	if (n == 0)
		return 0;
	doc_heading(d, SAY(d, "report.story", arena_printf(d->arena, "3.%d", number), doc_number(d, number), words[0]));
	for (size_t i = 1; i < n; i++)
		doc_paragraph(d, words[i], false);
	return 0;
}

int chapter_bec(struct doc *d, struct records *r, struct err *e)
{
	if (r->bec == 0)
		return 0;
	doc_chapter(d, STR("3"), SAY(d, "report.ch3"));
	doc_paragraph(d, SAY(d, "report.ch3.lead", doc_number(d, r->bec), d->this_period), false);
	if (table_3(d, r, e) < 0 || story(d, r, "story.1", 1, e) < 0 || story(d, r, "story.2", 2, e) < 0)
		return -1;
	doc_heading(d, SAY(d, "report.ch3.sum"));
	doc_paragraph(d, SAY(d, "report.ch3.advice"), false);
	advice_add(d, r, "advice.3.3", "bec");
	return 0;
}
