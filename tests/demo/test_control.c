/* test_control.c - the demo's tables follow what is handed in: where one member gets an advertisement in
 * place of one mail of the plant campaign, one targeted mail and one of the campaign are missing and
 * everything else stays.  The last quarter only, through the real path, twice. */
#include "rows.h"

#include <stdlib.h>

#include "base/time.h"
#include "demo/demo.h"
#include "report/report.h"
#include "worker/job.h"

struct figures {
	long long submissions, shares, own, targeted, plant, bec;
};

static long long number_of(const struct doc *d, const char *id)
{
	for (size_t i = 0; i < d->numbers_count; i++)
		if (str_eq(d->numbers[i].id, str_of(id)))
			return d->numbers[i].value;
	return -1;
}

static struct figures replay(bool spare_one)
{
	struct arena *a = arena_new(512 << 20, arena_full_exit);
	const struct demo_order order = { .dir = arena_printf(a, "%s/control-%d", getenv("TMPDIR"), spare_one).p, .seed = 1,
		.first_day = "2019-07-01", .spare_one = spare_one };
	struct report_order wanted = { .as_recorded_ms = AS_NOW_KNOWN, .made_ms = plan_day("2019-10-31"), .lang = LANG_EN };
	struct replay r;
	struct figures f;
	struct doc *d;
	struct err e;

	assert_ok(demo_build(&r, &order, &e), e);
	assert_ok(period_parse(STR("2019-07-01"), STR("2019-09-30"), ZONE_JST, &wanted.period, &e), e);
	assert_ok(report_make(r.hub, a, &wanted, &d, &e), e);
	f = (struct figures){ number_of(d, "table1.submissions.2019-07-01"), number_of(d, "table1.shares.2019-07-01"),
		number_of(d, "table1.own"), number_of(d, "targeted"), number_of(d, "campaign.plant"), number_of(d, "table3") };
	demo_close(&r);
	arena_free(a);
	return f;
}

static void tables_follow(void **state)
{
	struct figures as_ever = replay(false), spared = replay(true);

	(void)state;
	assert_int_equal(as_ever.submissions, 235);
	assert_int_equal(as_ever.shares, 75);
	assert_int_equal(as_ever.own, 16);
	assert_int_equal(as_ever.targeted, 113);
	assert_int_equal(as_ever.plant, 105);
	assert_int_equal(as_ever.bec, 5);
	assert_int_equal(spared.targeted, 112);
	assert_int_equal(spared.plant, 104);
	assert_int_equal(spared.submissions, 235);
	assert_int_equal(spared.shares, 75);
	assert_int_equal(spared.own, 16);
	assert_int_equal(spared.bec, 5);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(tables_follow) };

	zygote_role(argc, argv, &job_work);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
