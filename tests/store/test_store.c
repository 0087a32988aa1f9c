/* test_store.c - values, transactions, rights, audit chain and vault on both databases. */
#include "rows.h"

#include <dirent.h>

#include "base/random.h"
#include "base/time.h"
#include "store/audit.h"
#include "store/db_whole.h"
#include "store/vault.h"
#include "testhub.h"

static struct arena *fresh(void)
{
	return arena_new(64 << 20, arena_full_exit);
}

static void values_round_trip(const char *place, void *ctx)
{
	struct hub *hub = test_hub(place);
	struct arena *a = fresh();
	struct db_rows rows;
	struct err e;

	(void)ctx;
	assert_ok(DB_EXEC(hub->db, &e, "INSERT INTO hub_state (key, value) VALUES ($2, $1)", DB_TEXT(STR("値")), DB_TEXT(STR("k"))), e);
	assert_ok(DB_QUERY(hub->db, a, &rows, &e, "SELECT value FROM hub_state WHERE key = $1", DB_TEXT(STR("k"))), e);
	assert_int_equal(rows.count, 1);
	assert_true(str_eq(db_text(&rows, 0, 0), STR("値")));
	assert_ok(DB_EXEC(hub->db, &e, "INSERT INTO data_key (id, wrapped, made_ms, destroyed_ms) VALUES ($1, $2, $3, $4)",
	    DB_TEXT(STR("x")), DB_BYTES(((struct str){ "a\0b", 3 })), DB_INT(-5), DB_NULL), e);
	assert_ok(DB_EXEC(hub->db, &e, "INSERT INTO data_key (id, wrapped, made_ms, destroyed_ms) VALUES ($1, $2, $3, $4)",
	    DB_TEXT(STR("y")), DB_NULL, DB_INT(7), DB_TIME(8)), e);
	assert_ok(DB_QUERY(hub->db, a, &rows, &e, "SELECT wrapped, made_ms, destroyed_ms FROM data_key ORDER BY id COLLATE \"C\""), e);
	assert_int_equal(rows.count, 2);
	assert_true(str_eq(db_bytes(&rows, 0, 0), ((struct str){ "a\0b", 3 })));
	assert_int_equal(db_int(&rows, 0, 1), -5);
	assert_true(db_time(&rows, 0, 2) == TIME_NONE);
	assert_true(db_is_null(&rows, 1, 0));
	assert_int_equal(db_int(&rows, 1, 2), 8);
	assert_int_equal(DB_EXEC(hub->db, &e, "UPDATE data_key SET made_ms = 1 WHERE made_ms > $1", DB_INT(-100)), 2);
	arena_free(a);
	test_hub_close(hub);
}

static void transactions_nest(const char *place, void *ctx)
{
	struct hub *hub = test_hub(place);
	struct arena *a = fresh();
	struct db_rows rows;
	struct err e;

	(void)ctx;
	assert_ok(db_begin(hub->db, &e), e);
	assert_ok(DB_EXEC(hub->db, &e, "INSERT INTO hub_state (key, value) VALUES ('a', '1')"), e);
	assert_ok(db_begin(hub->db, &e), e);
	db_rollback(hub->db);
	assert_int_equal(db_commit(hub->db, &e), -1);
	assert_ok(DB_QUERY(hub->db, a, &rows, &e, "SELECT value FROM hub_state WHERE key = 'a'"), e);
	assert_int_equal(rows.count, 0);
	assert_ok(db_begin(hub->db, &e), e);
	assert_int_equal(DB_EXEC(hub->db, &e, "INSERT INTO hub_state (key, value) VALUES ('key-check', '1')"), -1);
	db_rollback(hub->db);
	assert_ok(DB_EXEC(hub->db, &e, "INSERT INTO hub_state (key, value) VALUES ('b', '1')"), e);
	arena_free(a);
	test_hub_close(hub);
}

static long long value_of(struct db *db, const char *key)
{
	struct arena *a = fresh();
	struct db_rows rows;
	struct err e;
	long long n = -1;

	assert_ok(DB_QUERY(db, a, &rows, &e, "SELECT value FROM hub_state WHERE key = $1", DB_TEXT(str_of(key))), e);
	if (rows.count == 1)
		assert_true(str_to_int(db_text(&rows, 0, 0), &n));
	arena_free(a);
	return n;
}

/* What another connection writes during a look is not seen (SQLite); what is written over this one ends the look and is there at once. */
static void a_look_ends_with_writing(const char *place, void *ctx)
{
	struct hub *hub = test_hub(place);
	struct db *other;
	struct err e;

	(void)ctx;
	assert_ok(hub_open_sealed(hub, &other, &e), e);
	assert_ok(DB_EXEC(hub->db, &e, "INSERT INTO hub_state (key, value) VALUES ('n', '1')"), e);
	db_look(hub->db);
	assert_int_equal(value_of(hub->db, "n"), 1);
	assert_ok(DB_EXEC(other, &e, "UPDATE hub_state SET value = '2' WHERE key = 'n'"), e);
	assert_int_equal(value_of(hub->db, "n"), db_engine(hub->db) == DB_SQLITE ? 1 : 2);
	assert_int_equal(DB_EXEC(hub->db, &e, "UPDATE hub_state SET value = '3' WHERE key = 'n' AND value = '2'"), 1);
	assert_int_equal(value_of(other, "n"), 3);
	db_look_end(hub->db);
	db_look(hub->db);
	assert_int_equal(value_of(hub->db, "n"), 3);
	assert_ok(db_begin(hub->db, &e), e);
	assert_ok(DB_EXEC(hub->db, &e, "UPDATE hub_state SET value = '4' WHERE key = 'n'"), e);
	assert_ok(db_commit(hub->db, &e), e);
	assert_int_equal(value_of(other, "n"), 4);
	db_look_end(hub->db);
	assert_ok(DB_EXEC(other, &e, "UPDATE hub_state SET value = '5' WHERE key = 'n'"), e);
	assert_int_equal(value_of(hub->db, "n"), 5);
	db_close(other);
	test_hub_close(hub);
}

static void audit_finds_tampering(const char *place, void *ctx)
{
	struct hub *hub = test_hub(place);
	struct act by = test_act(1000);
	struct err e;

	(void)ctx;
	for (int i = 0; i < 5; i++)
		assert_ok(audit_add(hub->db, &by, "test.deed", STR("object"), &e), e);
	assert_int_equal(audit_verify(hub->db, &e), 5);
	/* nobody may change or delete a line through this door */
	assert_int_equal(DB_EXEC(hub->db, &e, "UPDATE audit SET actor = 'x' WHERE seq = 3"), -1);
	assert_int_equal(DB_EXEC(hub->db, &e, "DELETE FROM audit WHERE seq = 5"), -1);
	assert_int_equal(audit_verify(hub->db, &e), 5);
	test_hub_close(hub);
}

static void sealed_tables_are_sealed(const char *place, void *ctx)
{
	struct hub *hub = test_hub(place);
	struct db *sealed;
	struct err e;

	(void)ctx;
	assert_int_equal(DB_EXEC(hub->db, &e, "DELETE FROM approval"), -1);
	assert_int_equal(e.kind, ERR_DENIED);
	assert_int_equal(DB_EXEC(hub->db, &e, "DELETE FROM release"), -1);
	assert_int_equal(DB_EXEC(hub->db, &e, "UPDATE identity SET token = 'A'"), -1);
	/* control: the same statements succeed on the sealed connection */
	assert_ok(hub_open_sealed(hub, &sealed, &e), e);
	assert_ok(DB_EXEC(sealed, &e, "DELETE FROM approval"), e);
	assert_ok(DB_EXEC(sealed, &e, "DELETE FROM release"), e);
	assert_ok(DB_EXEC(sealed, &e, "UPDATE identity SET token = 'A'"), e);
	db_close(sealed);
	test_hub_close(hub);
}

static void vault_keeps_and_erases(const char *place, void *ctx)
{
	struct hub *hub = test_hub(place);
	struct arena *a = fresh();
	struct act by = test_act(1000);
	size_t n = (3 << 20) + 17;
	char *big = arena_alloc(a, n);
	struct str key, blob, empty, got;
	enum vault_found found;
	struct err e;

	(void)ctx;
	for (size_t i = 0; i < n; i++)
		big[i] = (char)(i * 31 + i / 1000);
	assert_ok(vault_key_new(hub, hub->db, &by, a, &key, &e), e);
	assert_ok(vault_put(hub, hub->db, &by, a, key, STR("raw"), (struct str){ big, n }, &blob, &e), e);
	assert_ok(vault_put(hub, hub->db, &by, a, key, STR("raw"), STR(""), &empty, &e), e);
	assert_ok(vault_get(hub, hub->db, a, blob, &found, &got, &e), e);
	assert_int_equal(found, VAULT_FOUND);
	assert_true(str_eq(got, (struct str){ big, n }));
	assert_ok(vault_get(hub, hub->db, a, empty, &found, &got, &e), e);
	assert_true(got.n == 0 && got.p != NULL);
	/* chunks cannot change places: each is bound to its number */
	assert_ok(DB_EXEC(hub->db, &e, "UPDATE blob_chunk SET n = 9 - n WHERE blob_id = $1 AND n IN (0, 9)", DB_TEXT(blob)), e);
	assert_int_equal(vault_get(hub, hub->db, a, blob, &found, &got, &e), -1);
	assert_ok(vault_destroy(hub, hub->db, &by, &(struct erasing){ .arena = a }, key, &e), e);
	assert_ok(vault_get(hub, hub->db, a, empty, &found, &got, &e), e);
	assert_int_equal(found, VAULT_ERASED);
	assert_ok(vault_destroy(hub, hub->db, &by, &(struct erasing){ .arena = a }, key, &e), e);
	arena_free(a);
	test_hub_close(hub);
}

static size_t open_files(void)
{
	DIR *d = opendir("/proc/self/fd");
	size_t n = 0;

	assert_non_null(d);
	while (readdir(d) != NULL)
		n++;
	closedir(d);
	return n;
}

static int nothing(void *ctx, const struct db_value *values, size_t columns, struct err *e)
{
	(void)ctx, (void)values, (void)columns, (void)e;
	return 0;
}

/* SQLite closes no connection that still has a statement: a dump asks one of each table. */
static void a_dump_leaves_nothing_open(const char *place, void *ctx)
{
	size_t before = open_files(), n;
	struct hub *hub = test_hub(place);
	struct arena *a = fresh();
	struct db_table *tables;
	struct err e;

	(void)ctx;
	assert_ok(db_tables(hub->db, a, &tables, &n, &e), e);
	for (size_t i = 0; i < n; i++)
		assert_ok(db_dump(hub->db, &tables[i], nothing, NULL, &e), e);
	assert_true(open_files() > before);     /* the control */
	test_hub_close(hub);
	assert_int_equal(open_files(), before);
	arena_free(a);
}

static void run_values(void **state)
{
	(void)state;
	test_on_databases(values_round_trip, NULL);
}

static void run_transactions(void **state)
{
	(void)state;
	test_on_databases(transactions_nest, NULL);
}

static void run_look(void **state)
{
	(void)state;
	test_on_databases(a_look_ends_with_writing, NULL);
}

static void run_audit(void **state)
{
	(void)state;
	test_on_databases(audit_finds_tampering, NULL);
}

static void run_sealed(void **state)
{
	(void)state;
	test_on_databases(sealed_tables_are_sealed, NULL);
}

static void run_vault(void **state)
{
	(void)state;
	test_on_databases(vault_keeps_and_erases, NULL);
}

static void run_dump(void **state)
{
	(void)state;
	test_on_databases(a_dump_leaves_nothing_open, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(run_values), cmocka_unit_test(run_transactions), cmocka_unit_test(run_look),
		cmocka_unit_test(run_audit), cmocka_unit_test(run_sealed), cmocka_unit_test(run_vault), cmocka_unit_test(run_dump) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
