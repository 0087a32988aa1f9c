/* test_context.c - the context file: what is read, and what is refused with which line. */
#include "rows.h"

#include "analyse/analyse.h"
#include "base/time.h"

static const struct row {
	const char *name, *json;
	int line;                       /* 0: read without complaint */
	const char *words;              /* stand in the refusal */
} rows[] = {
	{ "empty object", "{}", 0, "" },
	{ "everything", "{ \"as_of\": \"2019-08-01\", \"organisations\": [ { \"name\": \"A\", \"aliases\": [\"B\"], \"domains\": [\"A.example\"],"
	  " \"member\": true, \"group\": \"g\", \"people\": [ { \"name\": \"P\", \"aliases\": [], \"addresses\": [\"p@a.example\"],"
	  " \"role\": \"ceo\", \"public\": false } ] } ], \"own_domains\": [\"a.example\"], \"sent_archive\": [\"sent.mbox\"],"
	  " \"sent_archive_from\": \"2019-01-01\", \"held_by\": { \"m/5.eml\": \"b.example\" }, \"free_mail\": [\"f.example\"],"
	  " \"expected_languages\": [\"ja\"], \"trusted_authserv\": [\"mx.a.example\"],"
	  " \"drills\": [ { \"domain\": \"d.example\", \"from\": \"2019-07-01\", \"to\": \"2019-07-31\" } ] }", 0, "" },
	{ "no JSON", "{\n \"as_of\": \n}", 3, "not JSON" },
	{ "a list", "[]", 1, "an object is expected" },
	{ "unknown key", "{\n \"as_of\": \"2019-08-01\",\n \"organizations\": []\n}", 3, "organizations" },
	{ "unknown key of an organisation", "{\n \"organisations\": [\n  { \"name\": \"A\" },\n  { \"domain\": [] }\n ]\n}", 4, "domain" },
	{ "unknown key of a person", "{\n \"organisations\": [ {\n  \"people\": [\n   { \"nmae\": \"P\" } ] } ] }", 4, "nmae" },
	{ "a number for a text", "{\n\n \"organisations\": [ { \"name\": 5 } ] }", 3, "a text in quotes" },
	{ "a text for a list", "{ \"own_domains\":\n \"a.example\" }", 1, "a list of texts" },
	{ "a number in a list", "{ \"own_domains\": [\n \"a.example\",\n 7 ] }", 3, "a text in quotes" },
	{ "a text for true", "{\n \"organisations\": [ { \"member\": \"yes\" } ] }", 2, "true or false" },
	{ "no date", "{\n \"as_of\": \"August\" }", 2, "a date like" },
	{ "no such day", "{\n \"as_of\": \"2019-02-30\" }", 2, "a date like" },
	{ "no role", "{ \"organisations\": [ { \"people\": [\n { \"role\": \"boss\" } ] } ] }", 2, "a role is" },
	{ "twice the same key", "{\n \"as_of\": \"2019-08-01\",\n \"as_of\": \"2019-08-02\" }", 3, "" },
	{ "held_by a list", "{\n \"held_by\": [] }", 2, "an object is expected" },
	{ "held_by a number", "{\n \"held_by\": {\n  \"m/5.eml\": 5 } }", 3, "a text in quotes" },
	{ "a drill without object", "{ \"drills\": [\n 5 ] }", 2, "an object is expected" },
	{ "escaped quotes before", "{ \"own_domains\": [\"a\\\"}],\"],\n \"nope\": 1 }", 2, "nope" },
};

static void refusals_name_the_line(void **state)
{
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena *a = arena_new(4 << 20, arena_full_exit);
		struct context c;
		struct err e = { 0 };
		int status = context_parse(a, str_of(rows[i].json), &c, &e);
		char line[40];

		snprintf(line, sizeof line, "line %d:", rows[i].line);
		ROW_CHECK(bad, rows[i].name, (status == 0) == (rows[i].line == 0));
		ROW_CHECK(bad, rows[i].name, status == 0 || (strstr(e.text, line) != NULL && strstr(e.text, rows[i].words) != NULL));
		arena_free(a);
	}
	assert_int_equal(bad, 0);
}

static void values_arrive(void **state)
{
	struct arena *a = arena_new(4 << 20, arena_full_exit);
	struct context c;
	struct err e = { 0 };
	long long ms;

	(void)state;
	assert_ok(context_parse(a, str_of(rows[1].json), &c, &e), e);
	assert_ok(time_parse(STR("2019-08-01"), ZONE_JST, &ms, &e), e);
	assert_true(c.as_of_ms == ms);
	assert_int_equal(c.org_count, 1);
	assert_true(str_eq(c.orgs[0].domains[0], STR("a.example")));     /* lower-case */
	assert_true(c.orgs[0].member);
	assert_true(str_eq(c.orgs[0].people[0].role, STR("ceo")));
	assert_true(str_eq(c.held_by_input[0], STR("m/5.eml")));
	assert_ok(time_parse(STR("2019-08-01"), ZONE_JST, &ms, &e), e);
	assert_true(c.drills[0].to_ms == ms);                           /* the day named last belongs to it */
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(refusals_name_the_line), cmocka_unit_test(values_arrive) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
