/* Zones of the zone database: what a clock's time means before, in and behind a change. */
#include "rows.h"

#include <stdlib.h>

#include "hunt/time_read.h"

struct row { const char *zone, *text, *utc; };

/* Berlin: 2019-03-31 01:00Z and 2019-10-27 01:00Z; Sao Paulo had its last summer until 2019-02-17 02:00Z; Japan has none. */
static const struct row rows[] = {
	{ "Europe/Berlin", "2019-01-15 12:00:00", "2019-01-15T11:00:00Z" },
	{ "Europe/Berlin", "2019-07-15 12:00:00", "2019-07-15T10:00:00Z" },
	{ "Europe/Berlin", "2019-03-31 01:59:59", "2019-03-31T00:59:59Z" },
	{ "Europe/Berlin", "2019-03-31 02:30:00", "2019-03-31T01:30:00Z" },     /* never comes: the offset before */
	{ "Europe/Berlin", "2019-03-31 03:00:00", "2019-03-31T01:00:00Z" },
	{ "Europe/Berlin", "2019-10-27 01:59:59", "2019-10-26T23:59:59Z" },
	{ "Europe/Berlin", "2019-10-27 02:30:00", "2019-10-27T00:30:00Z" },     /* comes twice: the earlier */
	{ "Europe/Berlin", "2019-10-27 03:00:00", "2019-10-27T02:00:00Z" },
	{ "Europe/Berlin", "2019-07-15 12:00:00 +0900", "2019-07-15T03:00:00Z" },       /* a zone that is written wins */
	{ "Europe/Berlin", "2019-07-15T12:00:00Z", "2019-07-15T12:00:00Z" },
	{ "Europe/Berlin", "Jul 15 12:00:00", "2019-07-15T10:00:00Z" },
	{ "Europe/Berlin", "Jan 15 12:00:00", "2019-01-15T11:00:00Z" },
	{ "America/Sao_Paulo", "2019-02-16 22:30:00", "2019-02-17T00:30:00Z" },
	{ "America/Sao_Paulo", "2019-02-17 12:00:00", "2019-02-17T15:00:00Z" },
	{ "Asia/Tokyo", "2019-07-15 12:00:00", "2019-07-15T03:00:00Z" },
	{ "Asia/Tokyo", "1989-01-15 12:00:00", "1989-01-15T03:00:00Z" },
	{ "Asia/Kathmandu", "2019-07-15 12:00:00", "2019-07-15T06:15:00Z" },
	{ "America/New_York", "2093-07-15 12:00:00", "2093-07-15T16:00:00Z" },
	{ "+09:00", "2019-07-15 12:00:00", "2019-07-15T03:00:00Z" },
	{ "-0330", "2019-07-15 12:00:00", "2019-07-15T15:30:00Z" },
	{ "+09", "2019-07-15 12:00:00", "2019-07-15T03:00:00Z" },
	{ "jst", "2019-07-15 12:00:00", "2019-07-15T03:00:00Z" },
	{ "utc", "2019-07-15 12:00:00", "2019-07-15T12:00:00Z" },
};

static void zones(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct arena *a = arena_new(1 << 20, arena_full_exit);
		struct time_rule rule = { .year_end_ms = 1577836800000LL };
		char text[TIME_TEXT];
		struct err e;

		assert_int_equal(zone_read(a, str_of(rows[i].zone), &rule.zone, &e), 0);
		assert_string_equal(time_rfc3339(text, time_read(str_of(rows[i].text), &rule, NULL)).p, rows[i].utc);
		arena_free(a);
	}
}

static void unknown(void **state)
{
	static const char *const names[] = { "Mars/Olympus", "Europe", "../../../etc/passwd", "+25:00", "+9", "+09:0x", "", "+09:000" };

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct arena *a = arena_new(1 << 20, arena_full_exit);
		const struct zone *zone;
		struct err e;

		assert_int_equal(zone_read(a, str_of(names[i]), &zone, &e), -1);
		assert_int_equal(e.kind, ERR_USAGE);
		arena_free(a);
	}
}

/* The machine's own zone is asked for and TZ stays as it was. */
static void local(void **state)
{
	struct arena *a = arena_new(1 << 20, arena_full_exit);
	const struct zone *zone;
	struct err e;

	(void)state;
	setenv("TZ", "Europe/Berlin", 1);
	assert_int_equal(zone_read(a, STR_NONE, &zone, &e), 0);
	assert_int_equal(zone_at(zone, 1563184800000LL), 120);
	assert_int_equal(zone_at(zone, 1547550000000LL), 60);
	assert_int_equal(zone_read(a, STR("Asia/Tokyo"), &zone, &e), 0);
	assert_int_equal(zone->count, 1);
	assert_string_equal(getenv("TZ"), "Europe/Berlin");
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(zones), cmocka_unit_test(unknown), cmocka_unit_test(local) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
