/* test_calendar.c - every national holiday from 2012 to 2030 derived once more from the rules of the law, and
 * business days counted over weekends, holidays and the hub's own days. */
#include "rows.h"
#include "testhub.h"

#include "base/time.h"
#include "registry/calendar.h"

static long long at(const char *text)
{
	struct err e;
	long long ms = TIME_NONE;

	assert_ok(time_parse(str_of(text), ZONE_JST, &ms, &e), e);
	return ms;
}

/* ---- the law, day by day ---- */

/* The n-th Monday of the month. */
static bool is_monday(struct civil c, int month, int nth)
{
	return c.month == month && c.weekday == 1 && (c.day - 1) / 7 + 1 == nth;
}

static bool is_day(struct civil c, int month, int day)
{
	return c.month == month && c.day == day;
}

/* The equinox's day in Japan, good from 1980 to 2099; in millionths of a day. */
static int equinox(int year, long long at_1980)
{
	long long years = year - 1980;

	return (int)((at_1980 + years * 242194) / 1000000 - years / 4);
}

/* What moved in a year of its own: the act for 2019, the Olympic years. */
static bool moved(struct civil c, bool *known_r)
{
	*known_r = c.year == 2020 || c.year == 2021;
	if (c.year == 2020)
		return is_day(c, 7, 23) || is_day(c, 7, 24) || is_day(c, 8, 10);
	if (c.year == 2021)
		return is_day(c, 7, 22) || is_day(c, 7, 23) || is_day(c, 8, 8);
	return false;
}

static bool movable(struct civil c)
{
	bool known, is = moved(c, &known);

	return known ? is : is_monday(c, 7, 3) || is_monday(c, 10, 2) || (c.year >= 2016 && is_day(c, 8, 11));
}

static bool emperor(struct civil c)
{
	if (c.year == 2019)
		return is_day(c, 5, 1) || is_day(c, 10, 22);
	return c.year < 2019 ? is_day(c, 12, 23) : is_day(c, 2, 23);
}

/* 国民の祝日, article 2. */
static bool is_named(long long ms)
{
	static const int fixed[][2] = { { 1, 1 }, { 2, 11 }, { 4, 29 }, { 5, 3 }, { 5, 4 }, { 5, 5 }, { 11, 3 }, { 11, 23 } };
	struct civil c = time_civil(ms, ZONE_JST);

	for (size_t i = 0; i < COUNT_OF(fixed); i++)
		if (is_day(c, fixed[i][0], fixed[i][1]))
			return true;
	return is_monday(c, 1, 2) || is_monday(c, 9, 3) || movable(c) || emperor(c) ||
	    is_day(c, 3, equinox(c.year, 20843100)) || is_day(c, 9, equinox(c.year, 23248800));
}

/* Article 3, 2: the first day behind a Sunday's holiday that is none itself. */
static bool is_substitute(long long ms)
{
	if (is_named(ms))
		return false;
	for (long long before = ms - MS_DAY; is_named(before); before -= MS_DAY)
		if (time_civil(before, ZONE_JST).weekday == 0)
			return true;
	return false;
}

/* Article 3, 3: between two of them. */
static bool is_between(long long ms)
{
	return !is_named(ms) && is_named(ms - MS_DAY) && is_named(ms + MS_DAY);
}

static const char *kind_of(long long ms)
{
	return is_substitute(ms) ? "振替休日" : is_between(ms) ? "国民の休日" : is_named(ms) ? "named" : "";
}

static bool fits(struct str name, const char *kind)
{
	bool special = str_eq(name, STR("振替休日")) || str_eq(name, STR("国民の休日"));

	return strcmp(kind, "named") == 0 ? !special && name.n > 0 : str_eq(name, str_of(kind));
}

/* As the Cabinet Office printed them: what nobody computes right by accident. */
static const char *const printed[] = { "2015-09-22", "2019-04-30", "2019-05-01", "2019-05-02", "2019-05-06", "2019-08-12", "2019-10-22",
	"2019-11-04", "2020-02-24", "2020-05-06", "2020-07-23", "2020-07-24", "2020-08-10", "2021-07-22", "2021-07-23", "2021-08-09",
	"2026-09-22", "2026-05-06", "2024-09-23", "2025-02-24" };

static const struct { int year, days; } counts[] = { { 2012, 18 }, { 2015, 17 }, { 2018, 20 }, { 2019, 22 }, { 2020, 18 }, { 2021, 17 },
	{ 2024, 21 }, { 2025, 19 }, { 2026, 18 } };

static void every_day(const char *place, void *ctx)
{
	struct hub *hub = test_hub(place);
	struct arena *a = arena_new(1 << 22, arena_full_exit);
	struct holiday *days;
	struct err e;
	size_t n, next = 0;
	int bad = 0;

	(void)ctx;
	assert_ok(calendar_holidays(hub->db, a, STR("0001-01-01"), STR("9999-12-31"), &days, &n, &e), e);
	for (long long ms = at("2012-01-01"); ms < at("2031-01-01"); ms += MS_DAY) {
		const char *wanted = kind_of(ms);
		char text[TIME_TEXT];
		struct str day = time_date(text, ms, ZONE_JST);
		bool listed = next < n && str_eq(days[next].day, day);

		ROW_CHECK(bad, text, listed == (wanted[0] != '\0'));
		ROW_CHECK(bad, text, !listed || fits(days[next].name_ja, wanted));
		next += listed;
	}
	assert_int_equal(next, n);
	for (size_t i = 0; i < COUNT_OF(printed); i++)
		ROW_CHECK(bad, printed[i], calendar_is_open(hub->db, a, at(printed[i]), &e) == 0);
	for (size_t i = 0; i < COUNT_OF(counts); i++) {
		struct str from = arena_printf(a, "%d-01-01", counts[i].year), to = arena_printf(a, "%d-12-31", counts[i].year);

		assert_ok(calendar_holidays(hub->db, a, from, to, &days, &n, &e), e);
		ROW_CHECK(bad, from.p, (int)n == counts[i].days);
	}
	assert_int_equal(bad, 0);
	arena_free(a);
	test_hub_close(hub);
}

/* ---- counting ---- */

static const struct { const char *from; int days; const char *due; } dues[] = {
	{ "2019-07-08T10:00:00+09:00", 5, "2019-07-16" },       /* Monday; Marine Day between */
	{ "2019-07-08", 0, "2019-07-08" },
	{ "2019-07-06", 0, "2019-07-08" },                      /* Saturday */
	{ "2019-07-06T23:59:59+09:00", 1, "2019-07-08" },
	{ "2019-04-26T18:00:00+09:00", 1, "2019-05-07" },       /* the ten days of 2019 */
	{ "2019-07-31T15:00:00Z", 1, "2019-08-02" },            /* the first of August in Japan already */
	{ "2019-12-27T10:00:00+09:00", 1, "2020-01-06" },       /* the hub's own days, below */
	{ "2019-12-27T10:00:00+09:00", 2, "2020-01-07" },
	{ "2031-01-01", 1, "2031-01-02" },                      /* behind the list: weekends only */
};

static void business_days(const char *place, void *ctx)
{
	struct hub *hub = test_hub(place);
	struct arena *a = arena_new(1 << 20, arena_full_exit);
	struct act by = test_act(at("2019-06-01"));
	struct err e = { 0 };
	long long due;
	int bad = 0;

	(void)ctx;
	assert_ok(calendar_close(hub->db, &by, a, STR("2019-12-30"), STR("2020-01-03"), STR("年末年始"), STR("New Year"), &e), e);
	for (size_t i = 0; i < COUNT_OF(dues); i++) {
		char text[TIME_TEXT];

		assert_ok(calendar_after(hub->db, a, at(dues[i].from), dues[i].days, &due, &e), e);
		ROW_STR(bad, dues[i].from, time_date(text, due, ZONE_JST), dues[i].due);
		ROW_CHECK(bad, dues[i].from, calendar_is_open(hub->db, a, due, &e) == 1);
		ROW_CHECK(bad, dues[i].from, dues[i].days == 0 || calendar_between(hub->db, a, at(dues[i].from), due, &e) == dues[i].days);
	}
	/* another zone's days */
	db_set_zone(hub->db, 0);
	assert_ok(calendar_after(hub->db, a, at("2019-07-31T15:00:00Z"), 1, &due, &e), e);
	ROW_CHECK(bad, "UTC", due == at("2019-08-01T23:59:59Z"));
	db_set_zone(hub->db, ZONE_JST);
	/* open again; nothing of the nation's can be opened */
	ROW_CHECK(bad, "reopened", calendar_reopen(hub->db, &by, a, STR("2019-12-30"), STR("2019-12-31"), &e) == 2);
	ROW_CHECK(bad, "reopened", calendar_is_open(hub->db, a, at("2019-12-30"), &e) == 1);
	ROW_CHECK(bad, "still closed", calendar_is_open(hub->db, a, at("2020-01-02"), &e) == 0);
	ROW_CHECK(bad, "national", calendar_reopen(hub->db, &by, a, STR("2019-07-15"), STR("2019-07-15"), &e) < 0 && e.kind == ERR_UNKNOWN);
	ROW_CHECK(bad, "backwards", calendar_close(hub->db, &by, a, STR("2020-01-03"), STR("2020-01-02"), STR("x"), STR("x"), &e) < 0);
	ROW_CHECK(bad, "too long", calendar_close(hub->db, &by, a, STR("2020-01-03"), STR("2022-01-02"), STR("x"), STR("x"), &e) < 0);
	/* a hub that is always closed is told so, not waited for */
	for (int year = 2032; year <= 2043; year++)
		assert_ok(calendar_close(hub->db, &by, a, arena_printf(a, "%d-01-01", year), arena_printf(a, "%d-12-31", year), STR("x"), STR("x"), &e), e);
	ROW_CHECK(bad, "always closed", calendar_after(hub->db, a, at("2032-01-01"), 1, &due, &e) < 0 && e.kind == ERR_INPUT);
	assert_int_equal(bad, 0);
	arena_free(a);
	test_hub_close(hub);
}

static void test_every_day(void **state)
{
	(void)state;
	test_on_databases(every_day, NULL);
}

static void test_business_days(void **state)
{
	(void)state;
	test_on_databases(business_days, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_every_day), cmocka_unit_test(test_business_days) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
