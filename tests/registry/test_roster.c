/* test_roster.c - rosters at dates, as now known and as recorded; counts of memberships and of organisations. */
#include "rows.h"
#include "testhub.h"

#include <stdlib.h>

#include "base/time.h"
#include "registry/change.h"
#include "registry/lookup.h"
#include "registry/roster.h"

static long long day(const char *text)
{
	struct err e;
	long long ms = TIME_NONE;

	assert_ok(time_parse_date(str_of(text), ZONE_JST, &ms, &e), e);
	return ms;
}

/* Who says what when: each step is recorded on its day. */
static const struct step {
	const char *recorded, *deed, *org, *sig, *from, *to, *reason;
} steps[] = {
	{ "2018-04-02", "sig", NULL, "power", "2018-04-01", NULL, NULL },
	{ "2018-04-02", "sig", NULL, "gas", "2018-04-01", NULL, NULL },
	{ "2018-04-02", "org", "a", NULL, NULL, NULL, NULL },
	{ "2018-04-02", "org", "b", NULL, NULL, NULL, NULL },
	{ "2018-04-02", "org", "c", NULL, NULL, NULL, NULL },
	{ "2018-04-03", "join", "a", "power", "2018-04-01", NULL, "founding" },
	{ "2018-04-03", "join", "a", "gas", "2018-04-01", NULL, "founding" },
	{ "2018-04-03", "join", "b", "gas", "2018-04-01", NULL, "founding" },
	{ "2019-07-05", "join", "c", "power", "2019-07-01", NULL, "join" },
	{ "2019-08-20", "leave", "b", "gas", "2019-08-01", NULL, "leave" },
	/* back-dated: b had left in June already; c's joining was a transfer of May */
	{ "2019-11-01", "correct", "b", "gas", "2018-04-01", "2019-06-01", "reorganise" },
	{ "2019-11-02", "correct", "c", "power", "2019-05-01", NULL, "transfer" },
};

static void take_step(struct db *db, struct arena *a, const struct step *s)
{
	struct act by = test_act(day(s->recorded) + 12LL * MS_HOUR);
	struct rng system = rng_system();       /* ids must differ from step to step */
	struct membership_row m = { .org_id = str_of(s->org), .sig_id = str_of(s->sig), .leave_reason = STR(""), .basis = STR("individual-nda"),
		.from_precision = "day", .to_precision = "day", .to_ms = TIME_FOREVER };
	struct err e;

	by.rng = &system;
	if (strcmp(s->deed, "sig") == 0) {
		const struct sig_row sig = { str_of(s->sig), str_of(s->sig), str_of(s->sig), 0, day(s->from), TIME_FOREVER };

		assert_ok(sig_add(db, &by, a, &sig, &e), e);
	} else if (strcmp(s->deed, "org") == 0) {
		const struct org_row org = { str_of(s->org), STR("member"), STR_NONE, 0, TIME_FOREVER };

		assert_ok(org_add(db, &by, &org, &e), e);
	} else if (strcmp(s->deed, "join") == 0) {
		m.from_ms = day(s->from);
		m.join_reason = str_of(s->reason);
		assert_ok(membership_add(db, &by, a, &m, &e), e);
	} else if (strcmp(s->deed, "leave") == 0) {
		assert_ok(membership_end(db, &by, a, str_of(s->org), str_of(s->sig), day(s->from), "day", str_of(s->reason), &e), e);
	} else {
		assert_ok(membership_last(db, a, str_of(s->org), str_of(s->sig), &m, &e), e);
		m.from_ms = day(s->from);
		m.to_ms = s->to != NULL ? day(s->to) : TIME_FOREVER;
		*(s->to != NULL ? &m.leave_reason : &m.join_reason) = str_of(s->reason);
		assert_ok(membership_correct(db, &by, a, &m, &e), e);
	}
}

static const struct row {
	const char *at, *recorded;      /* recorded NULL: as now known */
	long long memberships, organisations;
	size_t power, gas;
} rows[] = {
	{ "2018-03-31", NULL, 0, 0, 0, 0 },             /* the SIGs begin a day later */
	{ "2018-04-01", NULL, 3, 2, 1, 2 },             /* a counts twice */
	{ "2019-05-01", NULL, 4, 3, 2, 2 },             /* c's corrected joining */
	{ "2019-06-01", NULL, 3, 2, 2, 1 },             /* the day b left on is not b's any more */
	{ "2019-09-30", NULL, 3, 2, 2, 1 },
	{ "2019-05-01", "2019-10-31", 3, 2, 1, 2 },     /* before the corrections */
	{ "2019-07-15", "2019-10-31", 4, 3, 2, 2 },     /* b was thought to stay until August */
	{ "2019-07-15", "2019-11-01", 3, 2, 2, 1 },     /* one correction recorded, the other not */
	{ "2019-06-15", "2019-11-01", 2, 1, 1, 1 },
	{ "2019-06-15", "2019-11-02", 3, 2, 2, 1 },
	{ "2019-09-30", "2019-07-31", 4, 3, 2, 2 },     /* nobody knew yet that b would leave */
	{ "2019-07-15", "2019-07-04", 3, 2, 1, 2 },     /* c's joining was recorded a day later */
	{ "2019-07-15", "2018-04-01", 0, 0, 0, 0 },     /* nothing was recorded */
};

static void at_dates(const char *place, void *ctx)
{
	struct hub *hub = test_hub(place);
	struct arena *a = arena_new(64 << 20, abort);
	struct err e;
	int bad = 0;

	(void)ctx;
	for (size_t i = 0; i < COUNT_OF(steps); i++)
		take_step(hub->db, a, &steps[i]);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct row *w = &rows[i];
		const char *name = arena_printf(a, "%s as of %s", w->at, w->recorded != NULL ? w->recorded : "now").p;
		struct roster_state r;

		assert_ok(roster_read(hub->db, a, day(w->at), w->recorded != NULL ? day(w->recorded) + MS_DAY - 1 : TIME_FOREVER - 1, &r, &e), e);
		ROW_CHECK(bad, name, r.memberships == w->memberships);
		ROW_CHECK(bad, name, r.organisations == w->organisations);
		ROW_CHECK(bad, name, r.sig_count == (w->memberships > 0 ? 2u : 0u));
		ROW_CHECK(bad, name, r.sig_count == 0 || (r.sigs[1].count == w->power && r.sigs[0].count == w->gas));
	}
	arena_free(a);
	test_hub_close(hub);
	assert_int_equal(bad, 0);
}

/* What happened in a period, each with its own reason; a correction moves it. */
static void changes(const char *place, void *ctx)
{
	struct hub *hub = test_hub(place);
	struct arena *a = arena_new(64 << 20, abort);
	struct roster_change *list;
	struct err e;
	size_t n;

	(void)ctx;
	for (size_t i = 0; i < COUNT_OF(steps); i++)
		take_step(hub->db, a, &steps[i]);
	assert_ok(roster_changes(hub->db, a, day("2019-07-01"), day("2019-10-01"), day("2019-10-31"), &list, &n, &e), e);
	assert_int_equal(n, 2);
	assert_true(list[0].joined && str_eq(list[0].member.org_id, STR("c")) && str_eq(list[0].member.join_reason, STR("join")));
	assert_true(!list[1].joined && str_eq(list[1].member.org_id, STR("b")) && str_eq(list[1].member.leave_reason, STR("leave")));
	assert_ok(roster_changes(hub->db, a, day("2019-07-01"), day("2019-10-01"), TIME_FOREVER - 1, &list, &n, &e), e);
	assert_int_equal(n, 0);
	assert_ok(roster_changes(hub->db, a, day("2019-04-01"), day("2019-07-01"), TIME_FOREVER - 1, &list, &n, &e), e);
	assert_int_equal(n, 2);
	assert_true(list[0].joined && str_eq(list[0].member.join_reason, STR("transfer")));
	assert_true(!list[1].joined && str_eq(list[1].member.leave_reason, STR("reorganise")));
	arena_free(a);
	test_hub_close(hub);
}

/* Leaving ends memberships, roles and what was not sent; the last day is the day before. */
static void leaving(const char *place, void *ctx)
{
	static const struct { const char *at; bool may; } days[] = { { "2018-04-01", true }, { "2019-08-31", true }, { "2019-09-01", false },
		{ "2020-01-01", false } };
	const struct person_row person = { STR("a-con"), STR("a"), STR("x"), STR("[]"), STR("staff"), false, 0, TIME_FOREVER };
	struct hub *hub = test_hub(place);
	struct arena *a = arena_new(64 << 20, abort);
	struct act by = test_act(day("2019-09-10"));
	struct rng system = rng_system();
	struct org_state state;
	struct err e;
	bool has;
	int bad = 0;

	(void)ctx;
	by.rng = &system;
	for (size_t i = 0; i < COUNT_OF(steps); i++)
		take_step(hub->db, a, &steps[i]);
	assert_ok(person_add(hub->db, &by, a, &person, &e), e);
	assert_ok(person_role_add(hub->db, &by, STR("a-con"), STR("submitter"), day("2018-04-01"), TIME_FOREVER, &e), e);
	assert_int_equal(org_leave(hub->db, &by, a, STR("a"), day("2019-09-01"), "day", STR("leave"), &e), 2);
	for (size_t i = 0; i < COUNT_OF(days); i++) {
		assert_ok(org_state_at(hub->db, a, STR("a"), day(days[i].at), &state, &e), e);
		ROW_CHECK(bad, days[i].at, state.found && state.may_submit == days[i].may);
		assert_ok(person_has_role(hub->db, a, STR("a-con"), "submitter", day(days[i].at), &has, &e), e);
		ROW_CHECK(bad, days[i].at, has == days[i].may);
	}
	assert_int_equal(bad, 0);
	assert_int_equal(membership_end(hub->db, &by, a, STR("a"), STR("power"), day("2019-10-01"), "day", STR("leave"), &e), -1);
	arena_free(a);
	test_hub_close(hub);
}

/* A new declaration holds from its day on; what was recorded before stays. */
static void declared_sizes(const char *place, void *ctx)
{
	static const struct { const char *at, *recorded; long long reach; } wanted[] = { { "2018-03-31", NULL, -1 }, { "2018-04-01", NULL, 5500 },
		{ "2019-12-31", NULL, 5500 }, { "2020-01-01", NULL, 6000 }, { "2020-06-01", "2019-12-31", 5500 } };
	struct liaison_row l = { STR("medical"), STR("医療"), STR("Medical"), STR("groups"), 4, 5500, day("2018-04-01"), TIME_FOREVER, true };
	struct hub *hub = test_hub(place);
	struct arena *a = arena_new(64 << 20, abort);
	struct rng system = rng_system();
	struct act by = test_act(day("2018-04-02"));
	struct roster_state r;
	struct err e;
	int bad = 0;

	(void)ctx;
	by.rng = &system;
	assert_ok(liaison_add(hub->db, &by, a, &l, &e), e);
	by.now_ms = day("2020-01-05");
	l.from_ms = day("2020-01-01");
	l.reach = 6000;
	assert_ok(liaison_add(hub->db, &by, a, &l, &e), e);
	for (size_t i = 0; i < COUNT_OF(wanted); i++) {
		assert_ok(roster_read(hub->db, a, day(wanted[i].at), wanted[i].recorded != NULL ? day(wanted[i].recorded) : TIME_FOREVER - 1, &r,
		    &e), e);
		ROW_CHECK(bad, wanted[i].at, wanted[i].reach < 0 ? r.liaison_count == 0 : r.liaison_count == 1 &&
		    r.liaisons[0].reach == wanted[i].reach && r.liaisons[0].reach_approx);
		ROW_CHECK(bad, wanted[i].at, r.memberships == 0);       /* declared, never counted */
	}
	assert_int_equal(bad, 0);
	arena_free(a);
	test_hub_close(hub);
}

static void on_both(void **state)
{
	(void)state;
	test_on_databases(at_dates, NULL);
}

static void changes_on_both(void **state)
{
	(void)state;
	test_on_databases(changes, NULL);
}

static void leaving_on_both(void **state)
{
	(void)state;
	test_on_databases(leaving, NULL);
}

static void sizes_on_both(void **state)
{
	(void)state;
	test_on_databases(declared_sizes, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(on_both), cmocka_unit_test(changes_on_both), cmocka_unit_test(leaving_on_both),
		cmocka_unit_test(sizes_on_both) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
