/* chapter_bec.c - business e-mail compromise: the table in the order in which the cases were handed in, the told
 * cases, and advice. */
#include "report/advice.h"
#include "report/choice.h"
#include "report/report.h"
#include "report/story.h"

static bool hurt(const struct submission_row *s)
{
	return s->damage.p != NULL && str_eq(s->damage, STR("money"));
}

long long chapter_bec_damages(const struct records *r)
{
	const struct column *now = &r->column[COLUMNS - 1];
	long long n = 0;

	for (size_t i = 0; i < now->list.count; i++)
		n += records_is_bec(&now->list.rows[i]) && hurt(&now->list.rows[i]);
	return n;
}

/* All of them in English (or in Japanese), where every language is known. */
static struct str common_language(const struct records *r)
{
	const struct column *now = &r->column[COLUMNS - 1];
	struct str lang = STR_NONE;

	for (size_t i = 0; i < now->list.count; i++) {
		const struct submission_row *s = &now->list.rows[i];

		if (!records_is_bec(s))
			continue;
		if (lang.p != NULL && !str_eq(lang, s->language))
			return STR("");
		lang = s->language;
	}
	return lang.p != NULL ? lang : STR("");
}

/* Which of the told cases this is. */
static struct str remark(struct records *r, struct doc *d, const struct submission_row *s)
{
	for (size_t i = 0; i < r->stories_count; i++)
		if (str_eq(r->stories[i].of->id, s->case_id))
			return SAY(d, "report.table3.story", doc_number(d, (long long)i + 1));
	return STR("-");
}

/* Paragraphs, then "- " items. */
static int what_happened(struct doc *d, struct records *r, struct row *row, const struct submission_row *s, struct err *e)
{
	struct told_text words = { 0 };
	struct cell *cell;

	if (!s->withdrawn && told_text(r, s->case_id, "table3", d->lang, &words, e) < 0)
		return -1;
	cell = row_cell(d, row, words.count > 0 ? words.list[0] : s->withdrawn ? SAY(d, "report.table3.withdrawn") :
	    SAY(d, "report.table3.untold"), ALIGN_START);
	cell->lines = ARENA_ARRAY(d->arena, struct str, words.count + 1);
	cell->items = ARENA_ARRAY(d->arena, struct str, words.count + 1);
	for (size_t i = 1; i < words.count; i++)
		if (str_starts(words.list[i], STR("- ")))
			cell->items[cell->items_count++] = str_from(words.list[i], 2);
		else
			cell->lines[cell->lines_count++] = words.list[i];
	return 0;
}

static int table_row_of(struct doc *d, struct records *r, struct table *t, const struct submission_row *s, int *year,
    struct err *e)
{
	struct row *row = table_row(d, t, false);
	struct civil day = time_civil(s->received_ms, r->period.zone);
	struct cell *cell;

	row_cell(d, row, doc_number(d, (long long)t->body_count), ALIGN_CENTRE);
	row_cell(d, row, day.year != *year ? day_full(d->arena, s->received_ms, r->period.zone, d->lang) :
	    day_short(d->arena, s->received_ms, r->period.zone, d->lang), ALIGN_CENTRE);
	*year = day.year;
	if (what_happened(d, r, row, s, e) < 0)
		return -1;
	cell = row_cell(d, row, hurt(s) ? SAY(d, "report.table3.hurt") : SAY(d, "report.table3.unhurt"), ALIGN_CENTRE);
	cell->strong = hurt(s);
	row_cell(d, row, remark(r, d, s), ALIGN_CENTRE);
	return 0;
}

static int table_3(struct doc *d, struct records *r, struct err *e)
{
	static const char *const heads[] = { "report.item.no", "report.table3.day", "report.table3.what", "report.table3.damage",
		"report.table3.remark" };
	struct table *t = doc_table_numbered(d, "table3", SAY(d, "report.table3.caption"));
	struct row *head = table_row(d, t, true);
	const struct column *now = records_now(r);
	int year = 0;

	for (size_t i = 0; i < 5; i++)
		row_cell(d, head, str_of(text(d->lang, heads[i])), ALIGN_CENTRE)->head = true;
	for (size_t i = 0; i < now->list.count; i++)
		if (records_is_bec(&now->list.rows[i]) && table_row_of(d, r, t, &now->list.rows[i], &year, e) < 0)
			return -1;
	doc_count(d, STR("table3"), (long long)t->body_count, (long long)t->body_count, false, records_sql_submissions);
	return 0;
}

/* Which of the five types it is, what was lost, in which language: from the records. */
static struct str facts(struct doc *d, const struct told_case *t)
{
	long long type = t->of->bec_type > 0 ? t->of->bec_type : t->report->bec_type;
	struct buf out;

	buf_init_arena(&out, d->arena, 1 << 14);
	if (type >= 1 && type <= 5)
		buf_add(&out, SAY(d, "report.story.type", doc_number(d, type),
		    doc_word(d, "report.bec-type.", doc_number(d, type))));
	buf_add(&out, hurt(t->report) ? SAY(d, "report.story.hurt") : SAY(d, "report.story.unhurt"));
	if (str_eq(t->report->language, STR("en")))
		buf_add(&out, SAY(d, "report.story.english"));
	return arena_str(d->arena, buf_str(&out));
}

static int story(struct doc *d, struct records *r, int i, struct err *e)
{
	const struct told_case *t = &r->stories[i];
	struct told_text words;
	struct str title;

	if (told_text(r, t->of->id, "story", d->lang, &words, e) < 0)
		return -1;
	title = words.count > 0 ? words.list[0] : SAY(d, "report.table3.untold");
	doc_heading(d, SAY(d, "report.story", arena_printf(d->arena, "%d.%d", r->chapter.bec, i + 1), doc_number(d, i + 1), title));
	return story_add(d, r, t, &words, facts(d, t), e);
}

static void lead(struct doc *d, struct records *r)
{
	long long damages = chapter_bec_damages(r);
	struct str n = doc_number(d, r->bec), lang = common_language(r);
	struct buf out;

	doc_paragraph(d, SAY(d, "report.ch3.alerts", d->this_period), false);
	buf_init_arena(&out, d->arena, 1 << 14);
	buf_add(&out, SAY(d, "report.ch3.lead", n, d->this_period, doc_number(d, d->tables + 1)));
	if (damages > 0)
		buf_add(&out, damages == r->bec ? SAY(d, "report.ch3.damage.all", n) : SAY(d, "report.ch3.damage", doc_number(d, damages)));
	if (lang.n > 0)
		buf_add(&out, str_eq(lang, STR("en")) ? SAY(d, "report.ch3.english", n) : str_eq(lang, STR("ja")) ?
		    SAY(d, "report.ch3.japanese", n) : STR(""));
	if (r->stories_count > 0)
		buf_add(&out, SAY(d, "report.ch3.told", doc_number(d, (long long)r->stories_count)));
	doc_paragraph(d, arena_str(d->arena, buf_str(&out)), false);
}

int chapter_bec(struct doc *d, struct records *r, struct err *e)
{
	if (r->chapter.bec == 0)
		return 0;
	doc_chapter(d, doc_number(d, r->chapter.bec), SAY(d, "report.ch3"));
	lead(d, r);
	if (table_3(d, r, e) < 0)
		return -1;
	for (size_t i = 0; i < r->stories_count; i++)
		if (story(d, r, (int)i, e) < 0)
			return -1;
	doc_heading(d, SAY(d, "report.ch3.sum", arena_printf(d->arena, "%d.%zu", r->chapter.bec, r->stories_count + 1)));
	doc_paragraph(d, SAY(d, "report.ch3.sum.text"), false);
	doc_paragraph(d, SAY(d, "report.ch3.advice"), false);
	advice_add(d, r, "advice.3.3", "bec");
	return 0;
}
