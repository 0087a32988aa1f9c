/* test_received.c - Received lines as servers write them, and the dates in them. */
#include "rows.h"

#include "analyse/received.h"
#include "parse/mail/reading.h"

static const struct row {
	const char *name, *value;
	const char *helo, *host, *ip, *by, *when;       /* NULL: absent */
} rows[] = {
	{ "postfix", "from mail.a-company.example (mail.a-company.example [198.51.100.10]) by mx.b-company.example (Postfix) with ESMTP "
	  "id 4xQ7 for <bob@b-company.example>; Wed, 31 Jul 2019 15:41:00 +0900 (JST)",
	  "mail.a-company.example", "mail.a-company.example", "198.51.100.10", "mx.b-company.example", "2019-07-31T06:41:00Z" },
	{ "another name than it says", "from mail.a-company.example (vps31.hosting.test [198.18.201.44]) by mx.b-company.example; "
	  "Wed, 31 Jul 2019 15:41:00 +0900", "mail.a-company.example", "vps31.hosting.test", "198.18.201.44", "mx.b-company.example",
	  "2019-07-31T06:41:00Z" },
	{ "unknown host", "from x (unknown [203.0.113.9]) by mx.example; Wed, 31 Jul 2019 15:41:00 +0900", "x", NULL, "203.0.113.9",
	  "mx.example", "2019-07-31T06:41:00Z" },
	{ "address alone", "from [203.0.113.9] by mx.example; Wed, 31 Jul 2019 15:41:00 GMT", "", NULL, "203.0.113.9",
	  "mx.example", "2019-07-31T15:41:00Z" },
	{ "IPv6", "from a.example (a.example [IPv6:2001:db8::1]) by mx.example; Wed, 31 Jul 2019 15:41:00 +0000", "a.example", "a.example",
	  "2001:db8::1", "mx.example", "2019-07-31T15:41:00Z" },
	{ "exchange", "from A.b-company.example (10.1.2.3) by B.b-company.example (10.1.2.4) with Microsoft SMTP Server id 15.1; "
	  "Wed, 31 Jul 2019 15:41:00 +0900", "a.b-company.example", NULL, "10.1.2.3", "b.b-company.example", "2019-07-31T06:41:00Z" },
	{ "qmail", "(qmail 1234 invoked by uid 89); 31 Jul 2019 06:41:00 -0000", NULL, NULL, NULL, NULL, "2019-07-31T06:41:00Z" },
	{ "no date", "from a.example (a.example [203.0.113.9]) by mx.example", "a.example", "a.example", "203.0.113.9", "mx.example", NULL },
	{ "a date that is none", "from a.example by mx.example; Wed, 31 Feb 2019 15:41:00 +0900", "a.example", NULL, NULL, "mx.example", NULL },
	{ "nothing", "", NULL, NULL, NULL, NULL, NULL },
};

static void row_absent(int *bad, const char *name, struct str got, const char *wanted)
{
	if (wanted == NULL)
		ROW_CHECK(*bad, name, got.p == NULL);
	else
		ROW_STR(*bad, name, got, wanted);
}

static void lines_are_taken_apart(void **state)
{
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char text[TIME_TEXT];
		struct arena *a = arena_new(1 << 16, arena_full_exit);
		struct received r;

		received_read(a, str_of(rows[i].value), &r);
		row_absent(&bad, rows[i].name, r.helo, rows[i].helo);
		row_absent(&bad, rows[i].name, r.host, rows[i].host);
		row_absent(&bad, rows[i].name, r.ip, rows[i].ip);
		row_absent(&bad, rows[i].name, r.by, rows[i].by);
		row_absent(&bad, rows[i].name, r.when_ms == TIME_NONE ? STR_NONE : time_rfc3339(text, r.when_ms), rows[i].when);
		arena_free(a);
	}
	assert_int_equal(bad, 0);
}

static const struct date_row {
	const char *name, *text, *when;
	int zone;
} dates[] = {
	{ "as it should be", "Wed, 31 Jul 2019 16:05:00 +0900", "2019-07-31T07:05:00Z", 540 },
	{ "comment behind", "Wed, 31 Jul 2019 16:05:00 +0900 (JST)", "2019-07-31T07:05:00Z", 540 },
	{ "no weekday, no seconds", "31 Jul 2019 16:05 -0330", "2019-07-31T19:35:00Z", -210 },
	{ "two digits of the year", "31 Jul 19 16:05:00 GMT", "2019-07-31T16:05:00Z", 0 },
	{ "old zone names", "31 Jul 2019 16:05:00 EST", "2019-07-31T21:05:00Z", -300 },
	{ "leap second", "31 Dec 2016 23:59:60 +0000", "2016-12-31T23:59:59Z", 0 },
	{ "no such day", "31 Jun 2019 16:05:00 +0900", NULL, 0 },
	{ "no such hour", "31 Jul 2019 25:05:00 +0900", NULL, 0 },
	{ "words", "yesterday", NULL, 0 },
};

static void dates_are_read(void **state)
{
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(dates); i++) {
		char text[TIME_TEXT];
		int zone = 0;
		long long ms = date_read(str_of(dates[i].text), &zone);

		ROW_CHECK(bad, dates[i].name, (ms == TIME_NONE) == (dates[i].when == NULL));
		if (ms == TIME_NONE || dates[i].when == NULL)
			continue;
		ROW_STR(bad, dates[i].name, time_rfc3339(text, ms), dates[i].when);
		ROW_CHECK(bad, dates[i].name, zone == dates[i].zone);
	}
	assert_int_equal(bad, 0);
}

static void private_addresses(void **state)
{
	static const char *const inside[] = { "10.1.2.3", "192.168.0.1", "172.16.5.5", "172.31.255.255", "127.0.0.1", "169.254.1.1", "::1",
		"fe80::1", "fd00::1" };
	static const char *const outside[] = { "198.51.100.10", "172.15.0.1", "172.32.0.1", "11.0.0.1", "2001:db8::1", "x", "" };
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(inside); i++)
		ROW_CHECK(bad, inside[i], ip_is_private(str_of(inside[i])));
	for (size_t i = 0; i < COUNT_OF(outside); i++)
		ROW_CHECK(bad, outside[i], !ip_is_private(str_of(outside[i])));
	assert_int_equal(bad, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(lines_are_taken_apart), cmocka_unit_test(dates_are_read),
		cmocka_unit_test(private_addresses) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
