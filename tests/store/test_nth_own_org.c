/* test_nth_own_org.c - what a member's own administrator does, with every question to the database failing once. */
#include "rows.h"

#include "access/own_org.h"
#include "base/time.h"
#include "registry/change.h"
#include "story.h"
#include "testhub.h"

static struct str added;                /* the person that is added; the arena of the test */

static int deed_administrator(struct nth *n, struct arena *a, struct err *e)
{
	(void)a;
	story_of(n, "h-1", 0);
	if (db_begin(n->hub->db, e) < 0)
		return -1;
	if (person_role_add(n->hub->db, &n->by, STR("a-1"), STR("org-admin"), n->by.now_ms, TIME_FOREVER, e) == 0)
		return db_commit(n->hub->db, e);
	db_rollback(n->hub->db);
	return -1;
}

static int deed_add(struct nth *n, struct arena *a, struct err *e)
{
	const struct own_new one = { STR("Kanae Sumida"), STR("kanae@aoi.example"), ROLE_SUBMITTER | ROLE_RECIPIENT };
	struct str id, token;

	if (own_person_add(n->hub, &n->by, a, &one, &id, &token, e) < 0)
		return -1;
	added = arena_str(n->arena, id);
	return 0;
}

static int deed_invite(struct nth *n, struct arena *a, struct err *e)
{
	struct str token;

	return own_person_invite(n->hub, &n->by, a, added, &token, e);
}

static int deed_roles(struct nth *n, struct arena *a, struct err *e)
{
	return own_person_roles(n->hub, &n->by, a, added, ROLE_APPROVER | ROLE_RECIPIENT, e);
}

static int deed_no_roles(struct nth *n, struct arena *a, struct err *e)
{
	return own_person_roles(n->hub, &n->by, a, STR("a-2"), 0, e);
}

static int deed_suspend(struct nth *n, struct arena *a, struct err *e)
{
	return own_person_suspend(n->hub, &n->by, a, added, true, e);
}

static int deed_resume(struct nth *n, struct arena *a, struct err *e)
{
	return own_person_suspend(n->hub, &n->by, a, added, false, e);
}

static int look_people(struct nth *n, struct arena *a, struct err *e)
{
	struct own_person *list;
	size_t count;

	if (own_people(n->hub, &n->by, a, &list, &count, e) < 0)
		return -1;
	assert_int_equal(count, 3);
	return 0;
}

static int look_names(struct nth *n, struct arena *a, struct err *e)
{
	struct own_name *list;
	size_t count;

	return own_names(n->hub, &n->by, a, &list, &count, e);
}

static int look_trail(struct nth *n, struct arena *a, struct err *e)
{
	const struct own_wanted wanted = { .from_ms = 0, .to_ms = TIME_FOREVER, .limit = 50 };
	struct own_line *list;
	struct str next;
	size_t count;

	if (own_trail(n->hub, &n->by, a, &wanted, &list, &count, &next, e) < 0)
		return -1;
	assert_true(count > 4);
	return 0;
}

static const struct { const char *name; nth_fn *run; } deeds[] = {
	{ "add", deed_add }, { "invite", deed_invite }, { "roles", deed_roles }, { "roles of another", deed_no_roles }, { "suspend", deed_suspend },
	{ "resume", deed_resume }, { "people", look_people }, { "names", look_names }, { "trail", look_trail },
};

static void all_deeds(const char *place, void *ctx)
{
	struct hub *hub = test_hub(place);
	struct story s = { .arena = arena_new(1 << 20, arena_full_exit) };
	struct nth n;

	(void)ctx;
	nth_start(&n, hub, &s);
	nth_run(&n, "import", deed_import, NULL);
	nth_run(&n, "administrator", deed_administrator, NULL);
	for (size_t i = 0; i < COUNT_OF(deeds); i++) {
		story_of(&n, "a-1", (long long)i + 1);
		nth_run(&n, deeds[i].name, deeds[i].run, NULL);
	}
	fprintf(stderr, "%ld failures injected\n", n.failures);
	assert_int_equal(n.bad, 0);
	assert_true(n.failures > 50);
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
