/* test_nth_failure.c - every deed that changes the store, with every question to the database failing once. */
#include "rows.h"
#include "story.h"
#include "testhub.h"

#include "store/audit.h"

static void for_each_hand_in(struct nth *n, const char *name, nth_fn *deed, int from, int to)
{
	struct story *s = n->ctx;

	for (s->at = from; s->at < to; s->at++)
		nth_run(n, name, deed, NULL);
	s->at = 0;
}

#define RUN(deed) nth_run(&n, #deed, deed_##deed, NULL)

static void all_deeds(const char *place, void *ctx)
{
	struct hub *hub = test_hub(place);
	struct story s = { .arena = arena_new(1 << 20, arena_full_exit) };
	struct nth n;

	(void)ctx;
	nth_start(&n, hub, &s);
	RUN(import);
	RUN(rename_org);
	RUN(end_membership);
	RUN(merge_org);
	RUN(add_sig);
	RUN(add_org);
	RUN(name_org);
	RUN(add_domain);
	RUN(add_person);
	RUN(add_address);
	RUN(add_role);
	RUN(add_drill);
	RUN(add_liaison);
	RUN(add_liaison_org);
	RUN(add_membership);
	RUN(correct_membership);
	for_each_hand_in(&n, "receive", deed_receive, 0, 4);
	for_each_hand_in(&n, "split", deed_split, 0, 4);
	s.at = 0;
	RUN(analysed);
	s.at = 2;
	RUN(open_case);
	s.at = 1;
	RUN(analysed);
	s.at = 3;
	RUN(not_examined);
	RUN(read_again);
	RUN(not_examined);
	nth_run(&n, "look_inside", deed_look_inside, "audit audit_head");   /* its line is there before the bytes are */
	RUN(receive_unknown);
	RUN(quarantine_by_hand);
	RUN(receive_unknown);
	RUN(quarantine_away);
	RUN(receive_unknown);
	RUN(attribute);
	RUN(classify);
	RUN(accept_first);
	s.at = 2;
	RUN(analysed);
	RUN(reject_one);
	RUN(add_to_case);
	RUN(remove_from_case);
	RUN(open_case);
	RUN(merge_cases);
	RUN(unmerge_cases);
	RUN(split_case);
	RUN(merge_back);
	RUN(close_case);
	RUN(reopen_case);
	RUN(target_case);
	RUN(set_case);
	RUN(text_of_case);
	RUN(party_of_case);
	RUN(moment_of_case);
	RUN(policy);
	RUN(give_consent);
	RUN(enroll);
	RUN(draft);
	RUN(edit);
	RUN(check_leaks);
	RUN(holiday);
	RUN(reopen);
	RUN(oncall);
	RUN(ask);
	RUN(review);
	RUN(deputy);
	RUN(absent);
	RUN(remind);
	RUN(late);
	RUN(lines);
	RUN(spoken);
	RUN(attest);
	RUN(end_absence);
	RUN(answer);
	RUN(recall);
	RUN(answer);
	RUN(release);
	nth_run(&n, "flush", deed_flush, "notice delivery");
	RUN(look_again);
	RUN(remind_acks);
	RUN(end_oncall);
	RUN(open_it);
	RUN(acknowledge);
	RUN(say);
	RUN(corroborate);
	RUN(states_value);
	RUN(uncorroborate);
	RUN(fact_ask);
	RUN(fact_remind);
	RUN(fact_answer);
	RUN(note_provenance);
	s.at = 4;
	RUN(receive);
	RUN(split);
	RUN(seen);
	RUN(correct);
	RUN(retract);
	RUN(expire);
	RUN(recall_consent);
	RUN(keep_content);
	RUN(withdraw);
	RUN(destroy);
	RUN(leave);
	RUN(forget);
	RUN(give_up);
	fprintf(stderr, "%ld failures injected on %s\n", n.failures, str_starts(str_of(place), STR("postgresql:")) ? "PostgreSQL" : "SQLite");
	assert_int_equal(n.bad, 0);
	assert_true(n.failures > 300);
	nth_end(&n);
	arena_free(s.arena);
	test_hub_close(hub);
}

/* ---- controls: what the same check must catch ---- */

static int two_steps(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "hub", 0);

	s->at++;
	if (DB_EXEC(n->hub->db, e, "INSERT INTO hub_state (key, value) VALUES ($1, '1')", DB_TEXT(arena_printf(a, "step-%d", s->at))) < 0)
		return -1;
	return audit_add(n->hub->db, &n->by, "test.deed", STR("x"), e);
}

static int swallows(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "hub", 0);
	long long ignored;

	s->at++;
	ignored = DB_EXEC(n->hub->db, e, "INSERT INTO hub_state (key, value) VALUES ($1, '2')", DB_TEXT(arena_printf(a, "step-%d", s->at)));
	(void)ignored;
	return 0;
}

static int leaves_open(struct nth *n, struct arena *a, struct err *e)
{
	(void)a;
	story_of(n, "hub", 0);
	if (db_begin(n->hub->db, e) < 0 || audit_add(n->hub->db, &n->by, "test.deed", STR("x"), e) < 0)
		return -1;
	return db_commit(n->hub->db, e);
}

static void controls(const char *place, void *ctx)
{
	struct hub *hub = test_hub(place);
	struct story s = { 0 };
	struct nth n;
	int before;

	(void)ctx;
	nth_start(&n, hub, &s);
	n.quiet = 1;
	nth_run(&n, "two steps without a transaction", two_steps, NULL);
	assert_true(n.bad > 0);
	before = n.bad;
	nth_run(&n, "a failure is swallowed", swallows, NULL);
	assert_true(n.bad > before);
	before = n.bad;
	nth_run(&n, "a transaction is left open", leaves_open, NULL);
	assert_true(n.bad > before);
	nth_end(&n);
	test_hub_close(hub);
}

static void run_all(void **state)
{
	(void)state;
	test_on_databases(all_deeds, NULL);
}

static void run_controls(void **state)
{
	(void)state;
	test_on_databases(controls, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(run_all), cmocka_unit_test(run_controls) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
