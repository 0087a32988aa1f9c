/* test_nth_period.c - closing a period and taking in a ledger's row, with every question to the database failing once. */
#include "nth.h"
#include "rows.h"
#include "testhub.h"

#include "intake/ledger.h"
#include "registry/import.h"
#include "report/corrections.h"

enum { DAYS = 1000 };
#define NOON 1563321600000LL            /* 2019-07-17 */

struct period_ctx { struct period period; struct str digest; };

static void as(struct nth *n, const char *person, long long days)
{
	n->by.actor = str_of(person);
	n->by.now_ms = NOON + days * MS_DAY;
}

static int propose(struct nth *n, struct arena *a, struct err *e)
{
	struct period_ctx *c = n->ctx;
	struct closing closing;

	if (closing_propose(n->hub, &n->by, a, &c->period, STR_NONE, &closing, e) < 0)
		return -1;
	c->digest = arena_str(n->arena, closing.digest);
	return 0;
}

static int confirm(struct nth *n, struct arena *a, struct err *e)
{
	struct period_ctx *c = n->ctx;
	struct closing closing;

	return closing_confirm(n->hub, &n->by, a, &c->period, c->digest, &closing, e);
}

static int erratum(struct nth *n, struct arena *a, struct err *e)
{
	const struct erratum m = { STR(""), STR("chapter 1"), STR("tree"), STR("three") };
	struct period_ctx *c = n->ctx;
	struct closing closing;

	return closing_live(n->hub->db, a, &c->period, &closing, e) < 0 ? -1 : closing_erratum_add(n->hub->db, &n->by, a, &closing, &m, e);
}

static int about(struct nth *n, struct arena *a, struct err *e)
{
	struct period p;

	(void)a;
	return period_preset(PRESET_QUARTER, STR("2020-07"), 540, &p, e) < 0 ? -1 :
	    opening_set(n->hub->db, &n->by, &p, STR("submissions"), 4980, true, e);
}

static int import(struct nth *n, struct arena *a, struct err *e)
{
	struct opening_import done;
	struct buf problems;
	int status;

	buf_init_arena(&problems, a, 1 << 16);
	status = opening_import(n->hub, &n->by, a, STR("from,to,submissions,shares\n2013-07,2013-09,94,34\n"), false, &done, &problems, e);
	return status < 0 ? -1 : done.bad == 0 && done.figures == 2 ? 0 : err_set(e, ERR_INPUT, "figures");
}

static int ledger(struct nth *n, struct arena *a, struct err *e)
{
	const struct ledger_row r = { .org_id = STR("a"), .kind = STR("mail"), .channel = STR("phone"), .reference = STR("7"), .note = STR(""),
		.class = STR("targeted"), .outcome = STR(""), .damage = STR("none"), .received_ms = NOON - 60LL * MS_DAY, .copies = 1,
		.file_sha256 = STR("0"), .sheet = STR(""), .number = 2 };
	enum ledger_taken taken;
	struct str receipt;

	return ledger_enter(n->hub, &n->by, a, &r, false, &taken, &receipt, e);
}

static void member(struct hub *hub)
{
	struct arena *a = arena_new(1 << 20, arena_full_exit);
	struct act by = test_act(NOON - DAYS * (long long)MS_DAY);
	struct import_result done;
	struct buf problems;
	struct err e;

	buf_init_arena(&problems, a, 1 << 16);
	assert_ok(roster_import(hub, &by, a, STR("{\"sigs\":[{\"id\":\"power\",\"name_ja\":\"P\",\"name_en\":\"P\"}],\"organisations\":"
	    "[{\"id\":\"a\",\"names\":[{\"name\":\"A\"}],\"memberships\":[{\"sig\":\"power\",\"from\":\"2018-04\"}]}]}"), false, false, &done,
	    &problems, &e), e);
	assert_int_equal(done.bad, 0);
	arena_free(a);
}

static void both(const char *place, void *ctx)
{
	struct hub *hub = test_hub(place);
	struct period_ctx c = { .digest = STR_NONE };
	struct nth n;
	struct err e;

	(void)ctx;
	member(hub);
	assert_ok(period_preset(PRESET_QUARTER, STR("2019-04"), 540, &c.period, &e), e);
	nth_start(&n, hub, &c);
	as(&n, "h-1", 0);
	nth_run(&n, "ledger", ledger, NULL);
	nth_run(&n, "opening, about", about, NULL);
	nth_run(&n, "openings from a file", import, NULL);
	nth_run(&n, "propose", propose, NULL);
	as(&n, "h-1", 1);
	nth_run(&n, "propose again", propose, NULL);
	as(&n, "h-2", 2);
	nth_run(&n, "confirm", confirm, NULL);
	nth_run(&n, "erratum", erratum, NULL);
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
