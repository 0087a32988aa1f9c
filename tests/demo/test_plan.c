/* test_plan.c - the demo's year: its figures are those of Table 1 for every seed, and what it
 * hands in is the same bytes for the same seed.  With NOROSHI_DUMP=DIR the hand-ins are written there. */
#include "rows.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/sha256.h"
#include "base/time.h"
#include "demo/plan.h"

static struct gen *make(uint64_t seed, struct arena *a)
{
	struct gen *g = ARENA_NEW(a, struct gen);
	static struct rng rng;

	rng = rng_seeded(seed);
	*g = (struct gen){ .kept = a, .rng = &rng, .words = grammar_load(a), .next_family = 1 };
	g->world = world_make(a, g->words, &rng);
	plan_make(g);
	return g;
}

static void figures_of_table_1(void **state)
{
	static const int submissions[4] = { 1072, 238, 424, 235 }, targeted[4] = { 93, 47, 75, 113 };
	int bad = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= 6; seed++) {
		struct arena *a = arena_new(1 << 30, arena_full_exit);
		struct gen *g = make(seed, a);

		for (int q = 0; q < 4; q++) {
			long long from = plan_day(quarters[q].from), to = plan_day(quarters[q].to) + MS_DAY;
			int total = 0, aimed = 0;

			for (size_t i = 0; i < g->plan.count; i++) {
				const struct planned *item = &g->plan.items[i];

				if (item->at_ms < from || item->at_ms >= to)
					continue;
				total += (int)item->truth_count;
				for (size_t n = 0; n < item->truth_count; n++)
					aimed += item->truths[n].class == TRUTH_TARGETED;
			}
			ROW_CHECK(bad, quarters[q].from, total == submissions[q]);
			ROW_CHECK(bad, quarters[q].from, aimed == targeted[q]);
			if (total != submissions[q] || aimed != targeted[q])
				fprintf(stderr, "seed %d: %d submissions, %d targeted\n", (int)seed, total, aimed);
		}
		arena_free(a);
	}
	assert_int_equal(bad, 0);
}

static void same_seed_same_bytes(void **state)
{
	struct arena *a = arena_new(1 << 30, arena_full_exit);
	struct gen *one = make(7, a), *two = make(7, a), *other = make(8, a);
	size_t differ = 0;

	(void)state;
	assert_int_equal(one->plan.count, two->plan.count);
	for (size_t i = 0; i < one->plan.count; i++) {
		assert_true(str_eq(one->plan.items[i].bytes, two->plan.items[i].bytes));
		differ += i >= other->plan.count || !str_eq(one->plan.items[i].bytes, other->plan.items[i].bytes);
	}
	assert_true(differ > one->plan.count / 2);
	arena_free(a);
}

static void sizes_of_the_circle(void **state)
{
	static const struct { const char *date; int members; } rows[] = {
		{ "2018-10-01", 228 }, { "2018-12-31", 249 }, { "2019-03-31", 249 }, { "2019-06-30", 249 }, { "2019-09-30", 249 },
	};
	struct arena *a = arena_new(1 << 26, arena_full_exit);
	struct rng rng = rng_seeded(1);
	struct world *w = world_make(a, grammar_load(a), &rng);
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		int total = 0, members[100];

		for (int sig = 0; sig < WORLD_SIGS; sig++)
			total += (int)world_members_at(w, sig, plan_day(rows[i].date) + MS_HOUR, members, 100);
		ROW_CHECK(bad, rows[i].date, total == rows[i].members);
		if (total != rows[i].members)
			fprintf(stderr, "%s: %d\n", rows[i].date, total);
	}
	for (size_t i = 0; i < w->org_count; i++)
		for (size_t j = 0; j < i; j++)
			if (str_eq(w->orgs[i].id, w->orgs[j].id))
				ROW_CHECK(bad, w->orgs[i].id.p, false);
	arena_free(a);
	assert_int_equal(bad, 0);
}

static void dump(void **state)
{
	const char *dir = getenv("NOROSHI_DUMP");
	struct arena *a = arena_new(1 << 30, arena_full_exit);
	struct gen *g = dir != NULL ? make(1, a) : NULL;
	struct err e;

	(void)state;
	for (size_t i = 0; g != NULL && i < g->plan.count; i++) {
		const struct planned *item = &g->plan.items[i];
		static const char *const classes[] = { "targeted", "bec", "phishing", "bulk", "drill", "consult", "sighting", "other" };

		assert_ok(file_replace(arena_printf(a, "%s/%04zu-%s%s-f%d-" STR_FMT, dir, i, item->story,
		    classes[item->truths[0].class], item->truths[0].family, STR_ARG(item->name)).p, item->bytes, 0644, &e), e);
	}
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(figures_of_table_1), cmocka_unit_test(same_seed_same_bytes),
		cmocka_unit_test(sizes_of_the_circle), cmocka_unit_test(dump) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
