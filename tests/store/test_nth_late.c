/* test_nth_late.c - what is done about an answer that does not come (drop the source, share what a public source states), with
 * every question to the database failing once. */
#include "rows.h"
#include "story.h"
#include "testhub.h"

#include "share/change.h"
#include "share/own_origin.h"

enum { LATE_HOURS = 4 + 24 * 5 - 11 };

static int own_origin(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", LATE_HOURS);
	struct share_made made;

	return share_own_origin(n->hub, &n->by, a, s->share, &made, e);
}

static int drop_source(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", LATE_HOURS);
	const struct share_change c = { .kind = SHARE_EDIT, .number = s->share, .without_org = STR("a"), .is_late = true };
	struct share_made made;

	return share_change(n->hub, &n->by, a, &c, &made, e);
}

/* The story until an answer is late. */
static void do_all(struct nth *n, struct story *s)
{
	static const struct { nth_fn *deed; int at; } steps[] = { { deed_import, 0 }, { deed_receive, 0 }, { deed_receive, 1 }, { deed_receive, 2 },
		{ deed_receive, 3 }, { deed_split, 0 }, { deed_split, 1 }, { deed_split, 2 }, { deed_split, 3 }, { deed_analysed, 0 },
		{ deed_analysed, 1 }, { deed_analysed, 2 }, { deed_classify, 2 }, { deed_accept_first, 2 }, { deed_target_case, 2 },
		{ deed_set_case, 2 }, { deed_corroborate, 2 }, { deed_states_value, 2 }, { deed_policy, 2 }, { deed_give_consent, 2 }, { deed_draft, 2 }, { deed_ask, 2 } };

	for (size_t i = 0; i < COUNT_OF(steps); i++) {
		struct arena *a = arena_new(64 << 20, arena_full_exit);
		struct err e = { 0 };

		s->at = steps[i].at;
		if (steps[i].deed(n, a, &e) < 0)
			fprintf(stderr, "step %zu: ", i);
		assert_ok(e.text[0] == '\0' ? 0 : -1, e);
		arena_free(a);
	}
}

static void all_deeds(const char *place, void *ctx)
{
	struct hub *hub = test_hub(place);
	struct story s = { .arena = arena_new(1 << 20, arena_full_exit) };
	struct nth n;

	(void)ctx;
	nth_start(&n, hub, &s);
	do_all(&n, &s);
	nth_run(&n, "own_origin", own_origin, NULL);
	nth_run(&n, "drop_source", drop_source, NULL);
	fprintf(stderr, "%ld failures injected\n", n.failures);
	assert_int_equal(n.bad, 0);
	assert_true(n.failures > 40);
	nth_end(&n);
	arena_free(s.arena);
	test_hub_close(hub);
}

static void run_all(void **state)
{
	(void)state;
	test_on_databases(all_deeds, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(run_all) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
