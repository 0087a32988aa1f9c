/* test_nth_access.c - keys made, used, refused and revoked, with every question to the database failing once. */
#include "rows.h"

#include "access/key.h"
#include "base/time.h"
#include "story.h"
#include "testhub.h"

static struct str secret, id;           /* of the key that is made; the arena of the test */

static int deed_key_make(struct nth *n, struct arena *a, struct err *e)
{
	const struct key_spec spec = { .person_id = STR("a-1"), .purpose = STR("test"), .scopes = SCOPE_READ | SCOPE_SUBMIT, .networks = STR(""), .days = 30 };
	struct str made, shown;

	if (key_make(n->hub, &n->by, a, &spec, &made, &shown, e) < 0)
		return -1;
	id = arena_str(n->arena, made);
	secret = arena_str(n->arena, shown);
	return 0;
}

static int deed_key_use(struct nth *n, struct arena *a, struct err *e)
{
	struct key_holder holder;
	long long wait_s;

	if (key_find(n->hub, &n->by, a, secret, STR("192.0.2.7"), &holder, &wait_s, e) < 0)
		return -1;
	assert_true(holder.who.found && wait_s == 0);
	return key_use(n->hub, &n->by, a, &holder, "GET", "/api/v1/me", STR("192.0.2.7"), 600, &wait_s, e);
}

static int deed_key_refuse(struct nth *n, struct arena *a, struct err *e)
{
	struct key_holder holder;
	long long wait_s;

	if (key_find(n->hub, &n->by, a, STR("noroshi_nothing"), STR("192.0.2.8"), &holder, &wait_s, e) < 0)
		return -1;
	assert_false(holder.who.found);
	return 0;
}

static int deed_key_revoke(struct nth *n, struct arena *a, struct err *e)
{
	return key_revoke(n->hub, &n->by, a, id, e);
}

static void all_deeds(const char *place, void *ctx)
{
	struct hub *hub = test_hub(place);
	struct story s = { .arena = arena_new(1 << 20, arena_full_exit) };
	struct nth n;

	(void)ctx;
	nth_start(&n, hub, &s);
	nth_run(&n, "import", deed_import, NULL);
	nth_run(&n, "key_make", deed_key_make, NULL);
	nth_run(&n, "key_use", deed_key_use, NULL);
	nth_run(&n, "key_refuse", deed_key_refuse, NULL);
	nth_run(&n, "key_revoke", deed_key_revoke, NULL);
	fprintf(stderr, "%ld failures injected\n", n.failures);
	assert_int_equal(n.bad, 0);
	assert_true(n.failures > 30);
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
