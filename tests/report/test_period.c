/* Periods and the forms of days, months and numbers in both languages. */
#include "rows.h"

#include "base/buf.h"
#include "report/period.h"

static const struct row {
	const char *from, *to;
	int months;
	const char *ja, *en, *before_ja;        /* before: the period of as many months before; NULL: none */
} rows[] = {
	{ "2019-07-01", "2019-09-30", 3, "2019 年 7 月～9 月", "July–September 2019", "2019 年 4 月～6 月" },
	{ "2019-01-01", "2019-03-31", 3, "2019 年 1 月～3 月", "January–March 2019", "2018 年 10 月～12 月" },
	{ "2019-02-01", "2019-02-28", 1, "2019 年 2 月", "February 2019", "2019 年 1 月" },
	{ "2020-02-01", "2020-02-29", 1, "2020 年 2 月", "February 2020", "2020 年 1 月" },
	{ "2020-02-01", "2020-02-28", 0, "2020 年 2/1～2/28", "1 Feb–28 Feb 2020", NULL },
	{ "2018-04-01", "2019-03-31", 12, "2018 年 4 月～2019 年 3 月", "April 2018–March 2019", "2017 年 4 月～2018 年 3 月" },
	{ "2019-01-01", "2019-12-31", 12, "2019 年 1 月～12 月", "January–December 2019", "2018 年 1 月～12 月" },
	{ "2018-12-10", "2019-02-13", 0, "2018/12/10～2019/2/13", "2018/12/10～2019/2/13", NULL },
	{ "2019-07-31", "2019-07-31", 0, "2019 年 7/31～7/31", "31 Jul–31 Jul 2019", NULL },
};

static void labels(void **state)
{
	struct arena *a = arena_new(1 << 20, arena_full_exit);
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct period p, before;
		struct err e;

		assert_ok(period_parse(str_of(rows[i].from), str_of(rows[i].to), ZONE_JST, &p, &e), e);
		ROW_CHECK(bad, rows[i].from, p.months == rows[i].months);
		ROW_STR(bad, rows[i].from, period_label(a, &p, LANG_JA), rows[i].ja);
		ROW_STR(bad, rows[i].from, period_label(a, &p, LANG_EN), rows[i].en);
		/* never a bare number of a quarter: it means other months in fiscal years */
		ROW_CHECK(bad, rows[i].from, !str_has(period_label(a, &p, LANG_JA), STR("四半期")));
		if (rows[i].before_ja == NULL)
			continue;
		before = period_before(&p);
		ROW_STR(bad, rows[i].from, period_label(a, &before, LANG_JA), rows[i].before_ja);
		ROW_CHECK(bad, rows[i].from, before.to_ms == p.from_ms);
	}
	assert_int_equal(bad, 0);
	arena_free(a);
}

static void presets(void **state)
{
	static const struct { enum preset preset; const char *name, *ja, *eras; } rows2[] = {
		{ PRESET_QUARTER, "2019-07", "2019 年 7 月～9 月", "2019 年（令和元年）7 月～9 月" },
		{ PRESET_QUARTER, "2019-04", "2019 年 4 月～6 月", "2019 年（平成 31 年／令和元年）4 月～6 月" },
		{ PRESET_QUARTER, "2019-10", "2019 年 10 月～12 月", "2019 年（令和元年）10 月～12 月" },
		{ PRESET_QUARTER, "2023-10", "2023 年 10 月～12 月", "2023 年（令和 5 年）10 月～12 月" },
		{ PRESET_MONTH, "2019-04", "2019 年 4 月", "2019 年（平成 31 年）4 月" },
		{ PRESET_MONTH, "2019-12", "2019 年 12 月", "2019 年（令和元年）12 月" },
		{ PRESET_FISCAL_YEAR, "2019", "2019 年 4 月～2020 年 3 月", "2019 年（平成 31 年／令和元年）4 月～2020 年（令和 2 年）3 月" },
		{ PRESET_FISCAL_YEAR, "2018", "2018 年 4 月～2019 年 3 月", "2018 年（平成 30 年）4 月～2019 年（平成 31 年）3 月" },
		{ PRESET_CALENDAR_YEAR, "2019", "2019 年 1 月～12 月", "2019 年（平成 31 年／令和元年）1 月～12 月" },
		{ PRESET_QUARTER, "2019-08", NULL, NULL }, { PRESET_QUARTER, "2019Q3", NULL, NULL }, { PRESET_QUARTER, "2019-7", NULL, NULL },
		{ PRESET_QUARTER, "2019", NULL, NULL }, { PRESET_MONTH, "2019-13", NULL, NULL }, { PRESET_MONTH, "2019-+7", NULL, NULL },
		{ PRESET_FISCAL_YEAR, "2019-04", NULL, NULL }, { PRESET_FISCAL_YEAR, "R1", NULL, NULL }, { PRESET_CALENDAR_YEAR, "", NULL, NULL },
	};
	struct arena *a = arena_new(1 << 20, arena_full_exit);
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows2); i++) {
		struct period p, after;
		struct err e;
		int status = period_preset(rows2[i].preset, str_of(rows2[i].name), ZONE_JST, &p, &e);

		ROW_CHECK(bad, rows2[i].name, (status == 0) == (rows2[i].ja != NULL));
		if (status < 0 || rows2[i].ja == NULL)
			continue;
		ROW_STR(bad, rows2[i].name, period_label(a, &p, LANG_JA), rows2[i].ja);
		after = period_after(&p);
		ROW_CHECK(bad, rows2[i].name, after.from_ms == p.to_ms && after.months == p.months);
		after = period_before(&after);
		ROW_CHECK(bad, rows2[i].name, period_same(&after, &p));
		p.eras = true;
		ROW_STR(bad, rows2[i].name, period_label(a, &p, LANG_JA), rows2[i].eras);
	}
	assert_int_equal(bad, 0);
	arena_free(a);
}

static void bounds(void **state)
{
	static const struct { const char *name, *from, *to; } refused[] = {
		{ "ends before it begins", "2019-09-30", "2019-07-01" }, { "no date", "2019-07", "2019-09-30" },
		{ "no such day", "2019-06-31", "2019-09-30" }, { "a quarter", "2019Q3", "2019Q3" },
	};
	struct period p;
	struct err e;
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(refused); i++)
		ROW_CHECK(bad, refused[i].name, period_parse(str_of(refused[i].from), str_of(refused[i].to), ZONE_JST, &p, &e) < 0);
	/* Days begin in the hub's zone: 2019-06-30T15:00Z is the first moment of July in Japan. */
	assert_ok(period_parse(STR("2019-07-01"), STR("2019-09-30"), ZONE_JST, &p, &e), e);
	ROW_CHECK(bad, "first moment", period_has(&p, 1561906800000));
	ROW_CHECK(bad, "a moment before", !period_has(&p, 1561906799999));
	ROW_CHECK(bad, "last moment", period_has(&p, 1569855599999));
	ROW_CHECK(bad, "a moment after", !period_has(&p, 1569855600000));
	assert_int_equal(bad, 0);
}

static void days(void **state)
{
	struct arena *a = arena_new(1 << 20, arena_full_exit);
	char text[TIME_TEXT];
	struct buf out;
	int bad = 0;

	(void)state;
	ROW_STR(bad, "slashed", time_slashed(text, 1544713200000, ZONE_JST), "2018/12/14");
	ROW_STR(bad, "slashed, no zeros", time_slashed(text, 1549119600000, ZONE_JST), "2019/2/3");
	ROW_STR(bad, "short ja", day_short(a, 1549119600000, ZONE_JST, LANG_JA), "2 月 3 日");
	ROW_STR(bad, "short en", day_short(a, 1549119600000, ZONE_JST, LANG_EN), "3 February");
	ROW_STR(bad, "full ja", day_full(a, 1549119600000, ZONE_JST, LANG_JA), "2019 年 2 月 3 日");
	ROW_STR(bad, "full en", day_full(a, 1549119600000, ZONE_JST, LANG_EN), "3 February 2019");
	ROW_STR(bad, "month ja", month_full(a, 1549119600000, ZONE_JST, LANG_JA), "2019 年 2 月");
	ROW_STR(bad, "month en", month_full(a, 1549119600000, ZONE_JST, LANG_EN), "February 2019");
	buf_init_arena(&out, a, 1000);
	buf_thousands(&out, 1072);
	buf_char(&out, ' ');
	buf_thousands(&out, 235);
	buf_char(&out, ' ');
	buf_thousands(&out, 1234567);
	buf_char(&out, ' ');
	buf_thousands(&out, -1000);
	ROW_STR(bad, "thousands", buf_str(&out), "1,072 235 1,234,567 -1,000");
	assert_int_equal(bad, 0);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(labels), cmocka_unit_test(presets), cmocka_unit_test(bounds), cmocka_unit_test(days) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
