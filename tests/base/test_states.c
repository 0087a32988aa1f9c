/* test_states.c - the tables themselves: reachable, named in both languages, refused with a sentence that helps. */
#include "rows.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/states.h"
#include "base/tr.h"

static const struct state_machine *const machines[] = {
#define STATES(name_) &states_##name_,
#include "base/states.def"
#undef STATES
};
enum { MACHINES = sizeof machines / sizeof machines[0] };

static bool both(struct arena *a, const char *first, const char *family, struct str id)
{
	return text_find(LANG_EN, arena_printf(a, "states.%s%s" STR_FMT, first, family, STR_ARG(id)).p) != NULL &&
	    text_find(LANG_JA, arena_printf(a, "states.%s%s" STR_FMT, first, family, STR_ARG(id)).p) != NULL;
}

static void every_word_has_its_text(void **state)
{
	struct arena *a = arena_new(1 << 20, abort);
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < MACHINES; i++) {
		const struct state_machine *m = machines[i];
		struct str *states;
		size_t n;

		ROW_CHECK(bad, m->name, both(a, m->name, "", STR("")));
		state_list(m, a, &states, &n);
		for (size_t k = 0; k < n; k++)
			ROW_CHECK(bad, arena_printf(a, "%s " STR_FMT, m->name, STR_ARG(states[k])).p, both(a, m->name, ".state.", states[k]));
		for (size_t k = 0; k < m->count; k++) {
			ROW_CHECK(bad, arena_printf(a, "%s %s", m->name, m->moves[k].deed).p, both(a, m->name, ".deed.", str_of(m->moves[k].deed)));
			ROW_CHECK(bad, arena_printf(a, "who %s", m->moves[k].who).p, both(a, "who.", "", str_of(m->moves[k].who)));
		}
	}
	assert_int_equal(bad, 0);
	arena_free(a);
}

/* From nothing, by the arrows. */
static bool reachable(struct arena *a, const struct state_machine *m, struct str wanted)
{
	struct state_arrow *arrows;
	struct str *seen;
	size_t n, count = 1;

	state_arrows(m, a, &arrows, &n);
	seen = ARENA_ARRAY(a, struct str, n + 2);
	seen[0] = STR("");
	for (size_t at = 0; at < count; at++)
		for (size_t i = 0; i < n; i++) {
			size_t k = 0;

			if (!str_eq(arrows[i].from, seen[at]))
				continue;
			while (k < count && !str_eq(seen[k], arrows[i].to))
				k++;
			if (k == count)
				seen[count++] = arrows[i].to;
		}
	for (size_t k = 0; k < count; k++)
		if (str_eq(seen[k], wanted))
			return true;
	return false;
}

static void every_state_is_reached(void **state)
{
	struct arena *a = arena_new(1 << 20, abort);
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < MACHINES; i++) {
		struct str *states;
		size_t n;

		state_list(machines[i], a, &states, &n);
		for (size_t k = 0; k < n; k++)
			ROW_CHECK(bad, arena_printf(a, "%s " STR_FMT, machines[i]->name, STR_ARG(states[k])).p, reachable(a, machines[i], states[k]));
	}
	assert_int_equal(bad, 0);
	arena_free(a);
}

/* One answer for one question: no two rows for the same deed in the same state. */
static void no_row_hides_another(void **state)
{
	struct arena *a = arena_new(1 << 20, abort);
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < MACHINES; i++) {
		struct state_arrow *arrows;
		size_t n;

		state_arrows(machines[i], a, &arrows, &n);
		for (size_t k = 0; k < n; k++)
			ROW_CHECK(bad, arena_printf(a, "%s " STR_FMT " %s", machines[i]->name, STR_ARG(arrows[k].from), arrows[k].deed).p,
			    state_leads(machines[i], arrows[k].from, arrows[k].deed, arrows[k].to));
	}
	assert_int_equal(bad, 0);
	arena_free(a);
}

static const struct state_move door_moves[] = {
	{ "", "build", "open shut", "analyst" }, { "open shut", "paint", "=", "hub" }, { "open", "shut", "shut", "analyst" }, { "open shut", "burn", "ash", "hub" },
};
static const struct state_machine door = { "door", door_moves, 4 };

static const struct row { const char *name, *from, *deed, *to; bool leads; } rows[] = {
	{ "leads there", "open", "shut", "shut", true },
	{ "not from elsewhere", "shut", "shut", "shut", false },
	{ "stays", "shut", "paint", "shut", true },
	{ "staying is not moving", "shut", "paint", "open", false },
	{ "one of two outcomes", "", "build", "shut", true },
	{ "what does not exist cannot be changed", "", "burn", "ash", false },
	{ "an end is an end", "ash", "paint", "ash", false },
	{ "a word is whole", "op", "shut", "shut", false },
	{ "an unknown deed", "open", "sh", "shut", false },
};

static void table_says(void **state)
{
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		ROW_CHECK(bad, rows[i].name, state_leads(&door, str_of(rows[i].from), rows[i].deed, str_of(rows[i].to)) == rows[i].leads);
	assert_int_equal(bad, 0);
}

static void refusal_says_what_can_be_done(void **state)
{
	struct err e = { 0 };

	(void)state;
	assert_int_equal(state_check(&states_case, STR("C-1"), STR("closed"), "reopen", &e), 0);
	assert_int_equal(state_check(&states_case, STR("C-1"), STR("closed"), "close", &e), -1);
	assert_int_equal(e.kind, ERR_CONFLICT);
	assert_non_null(strstr(e.text, "case C-1 is in the state “closed”: “close” is not possible there"));
	assert_non_null(strstr(e.text, "reopen (an analyst: noroshi case reopen)"));
	assert_int_equal(state_check(&states_question, STR("Q-1"), STR("closed"), "answer", &e), -1);
	assert_non_null(strstr(e.text, "nothing can be done to it any more"));
	assert_int_equal(state_changed(&states_case, STR("C-1"), STR("open"), STR("closed"), STR("an-2"), &e), -1);
	assert_non_null(strstr(e.text, "meanwhile by an-2: you saw “open”, now it is “closed”"));
	tr_set(LANG_JA);
	assert_int_equal(state_check(&states_case, STR("C-1"), STR("closed"), "close", &e), -1);
	assert_non_null(strstr(e.text, "「終了」の状態です"));
	tr_set(LANG_EN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_word_has_its_text), cmocka_unit_test(every_state_is_reached), cmocka_unit_test(no_row_hides_another),
		cmocka_unit_test(table_says), cmocka_unit_test(refusal_says_what_can_be_done),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
