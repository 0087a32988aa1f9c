/* test_place.c - a demo's place is made, made again with its database, and never at the cost of somebody
 * else's hub.  What may stand in the directory is shown by tests/e2e/demo.sh. */
#include "rows.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/time.h"
#include "demo/place.h"
#include "registry/change.h"
#include "store/hub.h"
#include "testhub.h"

static const char *word_of(struct arena *a, struct hub *hub)
{
	struct db_rows rows;
	struct err e;

	assert_ok(DB_QUERY(hub->db, a, &rows, &e, "SELECT value, (SELECT COUNT(*) FROM org) FROM hub_state WHERE key = 'demo'"), e);
	assert_int_equal(rows.count, 1);
	assert_int_equal(db_int(&rows, 0, 1), 0);       /* nothing of an earlier demo */
	return arena_cstr(a, db_text(&rows, 0, 0));
}

static void add_org(struct hub *hub)
{
	const struct org_row org = { STR("a"), STR("member"), STR_NONE, 0, TIME_FOREVER };
	struct act by = test_act(1546300800000LL);
	struct err e;

	assert_ok(org_add(hub->db, &by, &org, &e), e);
}

static void made_and_made_again(const char *place, void *ctx)
{
	struct arena *a = arena_new(1 << 24, arena_full_exit);
	bool server = str_starts(str_of(place), STR("postgresql:"));
	const char *database = server ? place : NULL, *dir = arena_printf(a, "%s/place-%s", getenv("TMPDIR"), server ? "pg" : "lite").p;
	const char *other = arena_printf(a, "%s-other", dir).p, *words[2];
	struct hub *hub;
	struct err e = { 0 };
	struct str mark;

	(void)ctx;
	for (int i = 0; i < 2; i++) {
		assert_ok(place_make(a, dir, database, &e), e);
		assert_ok(hub_open(dir, &hub, &e), e);
		assert_true(hub->conf.demo);
		words[i] = word_of(a, hub);
		add_org(hub);
		hub_close(hub);
	}
	assert_string_not_equal(words[0], words[1]);
	/* another directory does not get a database that is in use; a forged mark does not help */
	if (server) {
		assert_int_equal(place_make(a, other, database, &e), -1);
		assert_ok(file_read(a, arena_printf(a, "%s/.noroshi-demo", other).p, 1 << 16, &mark, &e), e);
		assert_true(str_has(mark, str_of(database)));
		assert_int_equal(place_make(a, other, database, &e), -1);
		assert_true(strstr(e.text, "nothing was removed") != NULL);
		assert_ok(hub_open(dir, &hub, &e), e);
		hub_close(hub);
	}
	arena_free(a);
}

static void on_databases(void **state)
{
	(void)state;
	test_on_databases(made_and_made_again, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(on_databases) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
