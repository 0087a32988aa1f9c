/* machines.c - see machines.h. */
#include "machines.h"

#include <stdlib.h>

#include "base/time.h"
#include "circle.h"
#include "copies.h"
#include "nth.h"
#include "rows.h"
#include "testhub.h"

enum { ARENA = 512 << 20 };

struct act machine_act(struct machine_world *w, const char *person)
{
	w->now_ms += MS_MINUTE;
	return test_act_as(w->now_ms, person);
}

static bool has(const char *const *list, const char *word)
{
	for (size_t i = 0; list != NULL && list[i] != NULL; i++)
		if (strcmp(list[i], word) == 0)
			return true;
	return false;
}

/* What every table holds, in digests. */
static struct str dump_of(struct hub *hub, struct arena *a)
{
	struct db_table *tables;
	size_t n;
	struct err e;

	assert_ok(db_tables(hub->db, a, &tables, &n, &e), e);
	return test_dump(hub->db, a, tables, n);
}

/* One deed on *copy, which is made where there is none, and given up unless a refusal left every table as it was: most are
 * refused, and a copy takes longer than all else. */
static int try_deed(const struct machine_test *t, const struct hub_original *o, const struct machine_world *made, struct str before,
    struct hub **copy, const char *state, const char *deed)
{
	struct machine_world w = *made;
	struct str from = str_upto(str_of(state), '+'), to;
	struct err e = { 0 };
	int bad = 0, done;
	const char *row;

	w.arena = arena_new(ARENA, abort);
	w.hub = *copy = *copy != NULL ? *copy : hub_copy_open(o);
	row = arena_printf(w.arena, "%s: %s %s", t->machine->name, state, deed).p;
	done = t->deed(&w, deed, &e);
	to = t->now(&w);
	if (done == 0) {
		ROW_CHECK(bad, row, state_leads(t->machine, from, deed, to));
	} else {
		ROW_CHECK(bad, row, state_find(t->machine, from, deed) == NULL || has(t->guarded, arena_printf(w.arena, "%s %s", state, deed).p));
		ROW_CHECK(bad, row, str_eq(from, to));
		ROW_CHECK(bad, row, e.text[0] != '\0' && (e.kind == ERR_CONFLICT || e.kind == ERR_UNKNOWN || e.kind == ERR_DENIED || e.kind == ERR_INPUT));
	}
	if (bad > 0)
		fprintf(stderr, "  %s, now \"" STR_FMT "\": %s\n", done == 0 ? "done" : "refused", STR_ARG(to), e.text);
	if (done == 0 || !str_eq(before, dump_of(w.hub, w.arena))) {
		hub_copy_close(o, w.hub);
		*copy = NULL;
	}
	arena_free(w.arena);
	return bad;
}

static int check_state(const struct machine_test *t, const struct hub_original *circle, const char *state)
{
	struct machine_world w = { .arena = arena_new(ARENA, abort), .now_ms = test_time("2019-07-17T09:00:00+09:00") };
	struct hub_original *made;
	struct hub *copy = NULL;
	struct str dir, database, before;
	struct err e;
	int bad = 0;

	w.hub = hub_copy_open(circle);
	dir = arena_str(w.arena, str_of(w.hub->dir));
	database = arena_str(w.arena, w.hub->conf.database);
	t->make(&w, state);
	ROW_CHECK(bad, arena_printf(w.arena, "%s: %s is made", t->machine->name, state).p, str_eq(t->now(&w), str_upto(str_of(state), '+')));
	before = dump_of(w.hub, w.arena);
	made = hub_original_new(w.hub, database.p);
	for (size_t i = 0; t->deeds[i] != NULL; i++)
		bad += try_deed(t, made, &w, before, &copy, state, t->deeds[i]);
	if (copy != NULL)
		hub_copy_close(made, copy);
	free(made);
	assert_ok(hub_open(dir.p, &w.hub, &e), e);
	hub_copy_close(circle, w.hub);
	arena_free(w.arena);
	return bad;
}

/* No state and no deed of the table is left out. */
static int check_whole(const struct machine_test *t)
{
	struct arena *a = arena_new(1 << 20, abort);
	struct str *states;
	size_t n;
	int bad = 0;

	state_list(t->machine, a, &states, &n);
	for (size_t i = 0; i < n; i++)
		ROW_CHECK(bad, arena_cstr(a, states[i]), has(t->states, arena_cstr(a, states[i])));
	for (size_t i = 0; i < t->machine->count; i++)
		ROW_CHECK(bad, t->machine->moves[i].deed, t->machine->moves[i].from[0] == '\0' || has(t->deeds, t->machine->moves[i].deed));
	arena_free(a);
	return bad;
}

static int count_wrong(const struct machine_test *t, const char *place)
{
	struct hub *hub = test_hub(place);
	struct hub_original *circle;
	int bad = 0;

	test_circle(hub, test_time("2019-07-01"));
	circle = hub_original_new(hub, place);
	for (size_t i = 0; t->states[i] != NULL; i++)
		bad += check_state(t, circle, t->states[i]);
	hub_original_free(circle);
	return bad;
}

void machine_check(const struct machine_test *t, const char *place)
{
	assert_int_equal(check_whole(t) + count_wrong(t, place), 0);
}

int machine_count_wrong(const struct machine_test *t)
{
	return count_wrong(t, "");
}
