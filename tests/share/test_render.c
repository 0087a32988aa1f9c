/* Rendering: TLP first and last, escaping, defanging, formulas, deterministic bytes, both languages. */
#include "rows.h"

#include "share/render/render.h"

static struct projection sample(struct arena *a)
{
	struct projection p = { .number = STR("K7P3-Q9XM"), .version = 1, .parent = STR(""), .change = STR("first"),
		.class = STR("normal"), .tlp = STR("AMBER+STRICT"), .search = STR("both"), .figures = STR("coarse"), .expires = STR("") };

	texts_add(a, &p.title, STR("不審な<請求>書"), STR("A suspicious <invoice> & more"));
	texts_add(a, &p.summary, STR("概要です。"), STR("=SUM(A1) summary"));
	*ARENA_PUSH(a, p.indicators.list, p.indicators.count, p.indicators.room) = (struct shown_indicator){ STR("url"),
		STR("http://evil.example/a.php?x=<1>"), STR("kept"), STR("malicious"), false };
	*ARENA_PUSH(a, p.indicators.list, p.indicators.count, p.indicators.room) = (struct shown_indicator){ STR("email"),
		STR("<local>.<org>.<cc>@<freemail>"), STR("generalised"), STR("suspect"), true };
	*ARENA_PUSH(a, p.sightings.list, p.sightings.count, p.sightings.room) = (struct shown_sighting){ STR("B"),
		STR("203.0.113.9"), STR("from"), 1433, STR("2018-12"), STR("2019-02"), STR("10-99") };
	return p;
}


static void renders_all(void **state)
{
	struct arena *a = arena_new(32 << 20, arena_full_exit);
	const struct render_hub hub = { STR("ハブ"), STR("Hub"), STR("desk@hub.example") };
	struct projection p = sample(a);
	struct artefact one[ARTEFACTS], two[ARTEFACTS];
	struct err e = { 0 };

	(void)state;
	assert_ok(render_all(a, &p, &hub, one, &e), e);
	assert_ok(render_all(a, &p, &hub, two, &e), e);
	for (size_t i = 0; i < ARTEFACTS; i++)
		assert_true(str_eq(one[i].bytes, two[i].bytes) && str_eq(one[i].sha256, two[i].sha256));
	assert_true(str_starts(one[0].bytes, STR("TLP:AMBER+STRICT\n")) && str_ends(one[0].bytes, STR("TLP:AMBER+STRICT\n")));
	assert_true(str_has(one[0].bytes, STR("hxxp://evil[.]example/a.php")));
	assert_true(str_has(one[2].bytes, STR("不審な&lt;請求&gt;書")) && !str_has(one[2].bytes, STR("<請求>")));
	assert_true(str_has(one[3].bytes, STR("&lt;local&gt;.&lt;org&gt;")));
	assert_false(str_has(one[2].bytes, STR("http://evil")));
	assert_int_equal(str_find(one[4].bytes, STR("\xEF\xBB\xBF")), 0);
	assert_true(str_has(one[4].bytes, STR("http://evil.example/a.php?x=<1>")));
	assert_true(str_has(one[5].bytes, STR("\"schema\":\"noroshi/share/1\"")));
	arena_free(a);
}

static void json_comes_back(void **state)
{
	struct arena *a = arena_new(32 << 20, arena_full_exit);
	struct projection p = sample(a), back;
	struct str json = projection_json(a, &p), bad;
	struct err e = { 0 };

	(void)state;
	assert_ok(projection_read(a, json, &back, &e), e);
	assert_true(str_eq(projection_json(a, &back), json));
	/* A key without a label, and a missing one, are refused. */
	bad = arena_printf(a, "{\"sender\":\"x\"," STR_FMT, STR_ARG(str_from(json, 1)));
	assert_int_equal(projection_read(a, bad, &back, &e), -1);
	bad = arena_printf(a, "{\"schema\":\"noroshi/share/1\"}");
	assert_int_equal(projection_read(a, bad, &back, &e), -1);
	arena_free(a);
}

static const struct bad_row {
	const char *name;
	const char *value;
} bad_rows[] = {
	{ "exact date in a coarse share", "2018-12-14" }, { "a time", "2018-12-14T01:02" }, { "a word", "yesterday" },
};

static void fails_closed(void **state)
{
	struct arena *a = arena_new(32 << 20, arena_full_exit);
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad_rows); i++) {
		struct projection p = sample(a);

		p.sightings.list[0].first = str_of(bad_rows[i].value);
		ROW_CHECK(bad, bad_rows[i].name, projection_check(&p, NULL) < 0);
	}
	for (int i = 0; i < 6; i++) {
		struct projection p = sample(a);

		if (i == 0)
			p.sightings.list[0].letter = STR("Shiomi");
		else if (i == 1)
			p.sightings.list[0].count = STR("74");
		else if (i == 2)
			p.summary.ja[0] = STR("{D}の担当者");
		else if (i == 3)
			p.summary.en[0] = STR("");
		else if (i == 4)
			p.indicators.list[0].type = STR("bank-account");
		else
			p.tlp = STR("WHITE");
		ROW_CHECK(bad, "fails closed", projection_check(&p, NULL) < 0);
	}
	assert_int_equal(bad, 0);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(renders_all),
		cmocka_unit_test(json_comes_back),
		cmocka_unit_test(fails_closed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
