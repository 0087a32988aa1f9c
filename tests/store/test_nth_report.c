/* test_nth_report.c - what people enter for the report, with every question to the database failing once. */
#include "nth.h"
#include "rows.h"
#include "testhub.h"

#include "report/report.h"

static void at(struct nth *n, long long days)
{
	n->by.actor = STR("h-1");
	n->by.now_ms = 1563321600000LL + days * MS_DAY;
}

static int opening(struct nth *n, struct arena *a, struct err *e)
{
	struct period p;

	(void)a;
	return period_parse(STR("2018-07-01"), STR("2018-09-30"), 540, &p, e) < 0 ? -1 :
	    opening_set(n->hub->db, &n->by, &p, STR("submissions"), 519, false, e);
}

static int choice(struct nth *n, struct arena *a, struct err *e)
{
	struct period p;

	(void)a;
	return period_parse(STR("2019-07-01"), STR("2019-09-30"), 540, &p, e) < 0 ? -1 :
	    choice_set(n->hub->db, &n->by, &p, STR("story.1"), STR("C-2019-0001"), e);
}

static void both(const char *place, void *ctx)
{
	struct hub *hub = test_hub(place);
	struct nth n;

	(void)ctx;
	nth_start(&n, hub, NULL);
	at(&n, 0);
	nth_run(&n, "opening", opening, NULL);
	nth_run(&n, "choice", choice, NULL);
	at(&n, 1);      /* the second time something is superseded */
	nth_run(&n, "opening again", opening, NULL);
	nth_run(&n, "choice again", choice, NULL);
	assert_int_equal(n.bad, 0);
	nth_end(&n);
	test_hub_close(hub);
}

static void run_both(void **state)
{
	(void)state;
	test_on_databases(both, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(run_both) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
