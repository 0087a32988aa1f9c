/* Sentences with numbers, footnotes numbered where they are first referred to, tables and figures. */
#include "rows.h"

#include "report/doc.h"
#include "report/figures.h"
#include "report/told.h"

static struct doc *make(struct arena *a, enum lang lang)
{
	struct doc *d = ARENA_NEW(a, struct doc);

	d->arena = a;
	d->lang = lang;
	d->period.zone = ZONE_JST;
	return d;
}

static void sentences(void **state)
{
	struct arena *a = arena_new(4 << 20, arena_full_exit);
	struct doc *en = make(a, LANG_EN), *ja = make(a, LANG_JA);
	int bad = 0;

	(void)state;
	ROW_STR(bad, "one", SAY(en, "report.orgs", STR("1")), "1 organisation");
	ROW_STR(bad, "many", SAY(en, "report.orgs", STR("63")), "63 organisations");
	ROW_STR(bad, "none", SAY(en, "report.orgs", STR("0")), "0 organisations");
	ROW_STR(bad, "thousands are many", SAY(en, "report.orgs", doc_number(en, 1001)), "1,001 organisations");
	ROW_STR(bad, "ja", SAY(ja, "report.orgs", STR("1")), "1 組織");
	ROW_STR(bad, "about", SAY(ja, "report.structure.about", doc_number(ja, 5500)), "会員 約 5,500 組織");
	ROW_STR(bad, "a brace in an argument is no argument", SAY(ja, "report.orgs", STR("{1}")), "{1} 組織");
	assert_int_equal(bad, 0);
	arena_free(a);
}

static void footnotes(void **state)
{
	struct arena *a = arena_new(4 << 20, arena_full_exit);
	struct doc *d = make(a, LANG_EN);
	int bad = 0;

	(void)state;
	doc_chapter(d, STR("1"), STR("one"));
	doc_note_ready(d, "partly-inferred@C-1", STR("made from records"));
	doc_paragraph(d, STR("first[[bec]] second[[memberships]] first again[[bec]]"), false);
	doc_chapter(d, STR("2"), STR("two"));
	doc_paragraph(d, STR("third[[partly-inferred@C-1]] first[[bec]]"), false);
	ROW_CHECK(bad, "three notes", d->notes == 3);
	ROW_CHECK(bad, "two in the first chapter", d->chapters[0].footnotes_count == 2);
	ROW_CHECK(bad, "one in the second", d->chapters[1].footnotes_count == 1);
	ROW_CHECK(bad, "the same note has the same number", d->chapters[0].blocks[0].paragraph.runs[2].note == 1);
	ROW_CHECK(bad, "also in a later chapter", d->chapters[1].blocks[0].paragraph.runs[1].note == 1);
	ROW_STR(bad, "words from records", d->chapters[1].footnotes[0].text, "made from records");
	ROW_CHECK(bad, "with its address", str_starts(d->chapters[0].footnotes[0].url, STR("https://")));
	assert_int_equal(bad, 0);
	arena_free(a);
}

/* A paragraph may be longer than what printf is given at once. */
static void long_texts(void **state)
{
	struct arena *a = arena_new(4 << 20, arena_full_exit);
	struct doc *d = make(a, LANG_JA);
	char *text = arena_alloc(a, 9001);
	struct str joined;
	int bad = 0;

	(void)state;
	memset(text, 'x', 9000);
	joined = doc_with_note(d, (struct str){ text, 9000 }, STR("k"));
	ROW_CHECK(bad, "nothing is cut", joined.n == 9005 && str_ends(joined, STR("x[[k]]")));
	ROW_STR(bad, "no key, no note", doc_with_note(d, STR("t"), STR("")), "t");
	assert_int_equal(bad, 0);
	arena_free(a);
}

static void numbering(void **state)
{
	struct arena *a = arena_new(4 << 20, arena_full_exit);
	struct doc *d = make(a, LANG_JA);
	struct drawing none = { 0 };
	int bad = 0;

	(void)state;
	doc_chapter(d, STR("1"), STR("x"));
	ROW_STR(bad, "a table for reference has no number", doc_table(d, "t", STR("推移"))->caption, "推移");
	ROW_STR(bad, "the first", doc_table_numbered(d, "t", STR("状況"))->caption, "表 1　状況");
	ROW_STR(bad, "the second", doc_table_numbered(d, "t", STR("事例"))->caption, "表 2　事例");
	doc_figure_aside(d, "f", none, STR("推移"));
	doc_figure(d, "f", none, STR("体制"));
	ROW_STR(bad, "a figure for reference", d->chapters[0].blocks[3].figure.caption, "推移");
	ROW_STR(bad, "a figure", d->chapters[0].blocks[4].figure.caption, "図 1　体制");
	assert_int_equal(bad, 0);
	arena_free(a);
}

/* 2019-07-31 14:11 promise, 15:40 fake: about an hour and a half later, and no clock time is printed. */
static void sequence(void **state)
{
	const long long day = 1564498800000;
	const struct told_moment m[] = {
		{ day + 14 * MS_HOUR + 11 * MS_MINUTE, TIME_NONE, STR("minute"), STR("A"), STR("B"), STR("promise"), STR(""), STR("observed"), false },
		{ day + 15 * MS_HOUR + 40 * MS_MINUTE, TIME_NONE, STR("minute"), STR("attacker"), STR("B"), STR("fake of {A}"), STR("intrusion / more"),
		    STR("observed"), true },
		{ day + MS_DAY, TIME_NONE, STR("day"), STR("attacker"), STR("B"), STR("again"), STR(""), STR("inferred"), true },
		{ day + 2 * (long long)MS_DAY, day + 5 * (long long)MS_DAY, STR("day"), STR("A"), STR("B"), STR("talk"), STR(""), STR("told"), false },
	};
	struct arena *a = arena_new(4 << 20, arena_full_exit);
	struct doc *d = make(a, LANG_EN);
	const struct figure_sequence *f = figure_sequence_make(d, m, 4, 0, NULL, 0), *later = figure_sequence_make(d, &m[2], 1, 1, NULL, 0);
	int bad = 0;

	(void)state;
	ROW_CHECK(bad, "four steps", f->steps_count == 4);
	ROW_STR(bad, "the day once", f->steps[0].day, "31 Jul");
	ROW_STR(bad, "not again", f->steps[1].day, "");
	ROW_STR(bad, "a stretch", f->steps[3].day, "2–5 Aug");
	ROW_STR(bad, "how soon", f->steps[1].titles[0].text, "about 1½ hours later:");
	ROW_STR(bad, "letters are filled", f->steps[1].labels[0].text, "Fake mail 1: fake of A");
	ROW_STR(bad, "inferred is said", f->steps[2].labels[0].text, "Fake mail 2: again (inferred)");
	ROW_CHECK(bad, "and drawn", f->steps[2].dashed && !f->steps[1].dashed);
	ROW_STR(bad, "told is said", f->steps[3].labels[0].text, "talk (as told)");
	ROW_STR(bad, "fakes are counted on in the next figure", later->steps[0].labels[0].text, "Fake mail 2: again (inferred)");
	ROW_CHECK(bad, "both ways", f->steps[3].tail.n > 0 && f->steps[0].tail.n == 0);
	for (size_t i = 1; i < f->steps_count; i++)
		ROW_CHECK(bad, "time runs down", f->steps[i].y > f->steps[i - 1].y + 20);
	ROW_CHECK(bad, "nothing is cut off", f->height > f->steps[3].y + 20);
	ROW_CHECK(bad, "no clock time", !str_has(f->words, STR(":11")) && !str_has(f->words, STR(":40")));
	assert_int_equal(bad, 0);
	arena_free(a);
}

static void lines(void **state)
{
	struct arena *a = arena_new(4 << 20, arena_full_exit);
	struct doc *d = make(a, LANG_EN);
	struct figure_line *l;
	int bad = 0;

	(void)state;
	ROW_CHECK(bad, "three lines", figure_lines(d->arena, STR("one two three four five six"), 12, 60, 5, 10, 14, 3, &l) == 3);
	ROW_CHECK(bad, "14 apart", l[1].y == 24 && l[2].y == 38 && l[2].x == 5);
	ROW_CHECK(bad, "what does not fit is marked", figure_lines(d->arena, STR("one two three four five six"), 12, 60, 0, 0, 14, 1, &l) == 1);
	ROW_CHECK(bad, "with an ellipsis", str_ends(l[0].text, STR("…")));
	assert_int_equal(bad, 0);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(sentences), cmocka_unit_test(footnotes), cmocka_unit_test(long_texts),
		cmocka_unit_test(numbering),
		cmocka_unit_test(sequence), cmocka_unit_test(lines) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
