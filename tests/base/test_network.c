/* test_network.c - which addresses a key may come from. */
#include "rows.h"

#include "base/network.h"

static const struct row {
	const char *name, *list, *address;
	bool inside;
} rows[] = {
	{ "no list",                    "",                          "203.0.113.9",   true },
	{ "one address",                "192.0.2.7",                 "192.0.2.7",     true },
	{ "its neighbour",              "192.0.2.7",                 "192.0.2.8",     false },
	{ "a network",                  "192.0.2.0/24",              "192.0.2.255",   true },
	{ "beside it",                  "192.0.2.0/24",              "192.0.3.0",     false },
	{ "not at a byte's end",        "192.0.2.64/26",             "192.0.2.127",   true },
	{ "just behind",                "192.0.2.64/26",             "192.0.2.128",   false },
	{ "everything",                 "0.0.0.0/0",                 "203.0.113.9",   true },
	{ "all of v4 holds no v6",      "0.0.0.0/0",                 "2001:db8::1",   false },
	{ "v6",                         "2001:db8::/32",             "2001:db8:f::1", true },
	{ "beside v6",                  "2001:db8::/32",             "2001:db9::1",   false },
	{ "v4 written as v6",           "192.0.2.0/24",              "::ffff:192.0.2.9", true },
	{ "the second of two",          "198.51.100.1, 192.0.2.0/24", "192.0.2.1",    true },
	{ "a socket of this machine",   "192.0.2.0/24",              "",              false },
};

static void holds(void **state)
{
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		ROW_CHECK(bad, rows[i].name, networks_hold(str_of(rows[i].list), str_of(rows[i].address)) == rows[i].inside);
	assert_int_equal(bad, 0);
}

static void refuses(void **state)
{
	static const char *const none[] = { "192.0.2.0/33", "192.0.2.0/-1", "192.0.2", "2001:db8::/129", "x", "192.0.2.0/", "192.0.2.1/2/3" };
	struct err e;
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
		ROW_CHECK(bad, none[i], networks_check(str_of(none[i]), &e) < 0);
	assert_int_equal(bad, 0);
	assert_int_equal(networks_check(STR("192.0.2.7, 2001:db8::/32"), &e), 0);
	assert_int_equal(networks_check(STR(""), &e), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(holds), cmocka_unit_test(refuses) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
