/* test_context.c - what readers are told follows the registry: every change of it and every day on
 * which somebody begins or ends gives another document, and nothing else does. */
#include "rows.h"

#include "base/time.h"
#include "registry/change.h"
#include "registry/context.h"
#include "testhub.h"

static long long day(const char *date)
{
	struct err e;
	long long ms;

	assert_ok(time_parse(str_of(date), 0, &ms, &e), e);
	return ms;
}

struct scene {
	struct hub *hub;
	struct arena *arena;
	struct act by;
};

static int add_org(struct scene *s, struct err *e)
{
	const struct org_row org = { STR("b"), STR("member"), STR_NONE, day("2019-03-01"), TIME_FOREVER };

	return org_add(s->hub->db, &s->by, &org, e);
}

static int add_name(struct scene *s, struct err *e)
{
	return org_name_add(s->hub->db, &s->by, s->arena, STR("a"), STR("legal"), STR("ja"), STR("甲社"), e);
}

static int rename_org(struct scene *s, struct err *e)
{
	return org_rename(s->hub->db, &s->by, s->arena, STR("a"), STR("ja"), STR("乙社"), e);
}

static int add_domain(struct scene *s, struct err *e)
{
	return org_domain_add(s->hub->db, &s->by, s->arena, STR("a"), STR("domain"), STR("a-company.example"), false, e);
}

static int add_person(struct scene *s, struct err *e)
{
	const struct person_row p = { STR("p"), STR("a"), STR("Alice Aoki"), STR("[]"), STR("ceo"), true, day("2019-03-10"),
		TIME_FOREVER };

	return person_add(s->hub->db, &s->by, s->arena, &p, e);
}

static int add_address(struct scene *s, struct err *e)
{
	return person_address_add(s->hub->db, s->arena, STR("p"), STR("alice@a-company.example"), true, e);
}

static int merge(struct scene *s, struct err *e)
{
	return org_merge(s->hub->db, &s->by, s->arena, STR("b"), STR("a"), day("2019-06-01"), "day", e);
}

static const struct row {
	const char *name;
	int (*change)(struct scene *s, struct err *e);
	const char *day, *says, *says_not;
} rows[] = {
	{ "organisation", add_org, "2019-03-02", "\"name\":\"b\"", "\"name\":\"甲社\"" },
	{ "the day before it begins", NULL, "2019-02-27", "\"name\":\"a\"", "\"name\":\"b\"" },
	{ "name", add_name, "2019-03-02", "\"name\":\"甲社\"", "乙社" },
	{ "new name", rename_org, "2019-03-02", "\"name\":\"乙社\"", "alice" },
	{ "domain", add_domain, "2019-03-02", "a-company.example", "Alice" },
	{ "person", add_person, "2019-03-12", "Alice Aoki", "alice@" },
	{ "the day before her first", NULL, "2019-03-08", "a-company.example", "Alice" },
	{ "address", add_address, "2019-03-12", "alice@a-company.example", "nobody" },
	{ "merged: before", merge, "2019-05-30", "\"name\":\"b\"", "nobody" },
	{ "merged: after", NULL, "2019-06-02", "alice@a-company.example", "\"name\":\"b\"" },
	{ "and back", NULL, "2019-05-30", "\"name\":\"b\"", "nobody" },
};

static void document_follows_registry(const char *place, void *ctx)
{
	struct scene s = { .hub = test_hub(place), .arena = arena_new(16 << 20, arena_full_exit),
		.by = test_act(day("2019-01-01")) };
	const struct org_row org = { STR("a"), STR("member"), STR_NONE, day("2018-01-01"), TIME_FOREVER };
	struct err e;
	int bad = 0;

	(void)ctx;
	assert_ok(org_add(s.hub->db, &s.by, &org, &e), e);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct str document, again;

		if (rows[i].change != NULL)
			assert_ok(rows[i].change(&s, &e), e);
		assert_ok(context_registry(s.hub->db, day(rows[i].day), &document, &e), e);
		ROW_CHECK(bad, rows[i].name, str_has(document, str_of(rows[i].says)));
		ROW_CHECK(bad, rows[i].name, !str_has(document, str_of(rows[i].says_not)));
		assert_ok(context_registry(s.hub->db, day(rows[i].day) + MS_HOUR, &again, &e), e);
		ROW_CHECK(bad, rows[i].name, again.p == document.p);    /* kept */
	}
	arena_free(s.arena);
	test_hub_close(s.hub);
	assert_int_equal(bad, 0);
}

static void on_databases(void **state)
{
	(void)state;
	test_on_databases(document_follows_registry, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(on_databases) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
