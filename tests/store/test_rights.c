/* test_rights.c - what each kind of connection may write, on both databases, by prepared statements too. */
#include "rows.h"

#include "store/audit.h"
#include "store/db_whole.h"
#include "testhub.h"

enum { R = 1, W = 2, S = 4, O = 8 };    /* read, write, sealed, owner */

#define ROWS(X) \
	X("read", "SELECT 1", R | W | S | O) \
	X("an ordinary insert", "INSERT INTO hub_state (key, value) VALUES ('x', 'y')", W | S | O) \
	X("an ordinary update", "UPDATE hub_state SET value = 'z' WHERE key = 'x'", W | S | O) \
	X("an ordinary delete", "DELETE FROM hub_state WHERE key = 'x'", W | S | O) \
	X("approval, update", "UPDATE approval SET recalled_ms = 1", S | O) \
	X("approval, delete", "DELETE FROM approval", S | O) \
	X("approval, delete behind WITH", "WITH x AS (SELECT 1) DELETE FROM approval", S | O) \
	X("consent to a hand-over, update", "UPDATE handover_consent SET answer = 'yes'", S | O) \
	X("a hand-over's release, delete", "DELETE FROM handover_release", S | O) \
	X("approval, insert of nothing", "INSERT INTO approval SELECT * FROM approval", S | O) \
	X("release, update", "UPDATE release SET at_ms = 1", S | O) \
	X("release, delete", "DELETE FROM release", S | O) \
	X("release, insert of nothing", "INSERT INTO release SELECT * FROM release", S | O) \
	X("identity, update", "UPDATE identity SET token = 'A'", S | O) \
	X("identity, delete", "DELETE FROM identity", S | O) \
	X("identity, insert of nothing", "INSERT INTO identity SELECT * FROM identity", S | O) \
	X("audit, insert of nothing", "INSERT INTO audit SELECT * FROM audit WHERE seq < 0", R | W | S | O) \
	X("audit, update", "UPDATE audit SET actor = 'x'", 0) \
	X("audit, update of nothing", "UPDATE audit SET actor = 'x' WHERE seq < 0", 0) \
	X("audit, delete", "DELETE FROM audit", 0) \
	X("audit, delete behind WITH", "WITH x AS (SELECT 1) DELETE FROM audit", 0) \
	X("audit, an insert that replaces", "INSERT OR REPLACE INTO audit SELECT * FROM audit", 0) \
	X("audit, an insert that updates", "INSERT INTO audit SELECT * FROM audit WHERE seq > 0 " \
	    "ON CONFLICT (seq) DO UPDATE SET actor = 'x'", 0) \
	X("audit, an update that replaces", "UPDATE OR REPLACE audit SET seq = 1", 0) \
	X("a frozen document, insert of nothing", "INSERT INTO closing_document SELECT * FROM closing_document", W | S | O) \
	X("a frozen document, update", "UPDATE closing_document SET sha256 = ''", O) \
	X("a frozen document, delete", "DELETE FROM closing_document", O) \
	X("a frozen figure, update", "UPDATE closing_figure SET value = 1", O) \
	X("the head, delete", "DELETE FROM audit_head", O) \
	X("the head, update", "UPDATE audit_head SET seq = seq", R | W | S | O) \
	X("the schema", "DROP TABLE audit", 0) \
	X("another right", "SET ROLE noroshi_sealed", 0) \
	X("a setting", "PRAGMA writable_schema = 1", 0)

/* Every connection runs the very same literal: the drivers keep prepared statements by its address. */
static const char *const names[] = {
#define X(name, sql, rights) name,
	ROWS(X)
#undef X
};
static const char *const statements[] = {
#define X(name, sql, rights) sql,
	ROWS(X)
#undef X
};
static const int allowed[] = {
#define X(name, sql, rights) rights,
	ROWS(X)
#undef X
};

static int try_all(struct db *db, int right, const char *kind)
{
	int bad = 0;
	char name[160];

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct err e = { 0 };
		bool may = (allowed[i] & right) != 0;
		long long got;

		assert_ok(db_begin(db, &e), e);
		got = db_exec(db, &e, statements[i], NULL, 0);
		db_rollback(db);
		snprintf(name, sizeof name, "%s on the %s connection (%.60s)", names[i], kind, got < 0 ? e.text : "allowed");
		ROW_CHECK(bad, name, (got >= 0) == may);
	}
	return bad;
}

static void rights(const char *place, void *ctx)
{
	static const struct { enum db_right right; int bit; const char *kind; } kinds[] = { { DB_READ, R, "reading" },
		{ DB_WRITE, W, "writing" }, { DB_SEALED, S, "sealed" }, { DB_OWNER, O, "owner's" } };
	struct hub *hub = test_hub(place);
	struct act by = test_act(1000);
	const char *where = str_starts(str_of(place), STR("postgresql:")) ? place : NULL;
	char file[700];
	struct db *all[4];
	int bad = 0;
	struct err e;

	(void)ctx;
	snprintf(file, sizeof file, "%s/noroshi.db", hub->dir);
	for (int i = 0; i < 3; i++)
		assert_ok(audit_add(hub->db, &by, "test.deed", STR("object"), &e), e);
	for (size_t i = 0; i < 4; i++)
		assert_ok(db_open(where != NULL ? where : file, kinds[i].right, false, &all[i], &e), e);
	/* every connection prepares every statement, the strongest first and last: no right leaks to another one */
	for (size_t i = 4; i-- > 0;)
		bad += try_all(all[i], kinds[i].bit, kinds[i].kind);
	for (size_t i = 0; i < 4; i++)
		bad += try_all(all[i], kinds[i].bit, kinds[i].kind);
	assert_int_equal(audit_verify(hub->db, &e), 3);
	for (size_t i = 0; i < 4; i++)
		db_close(all[i]);
	test_hub_close(hub);
	assert_int_equal(bad, 0);
}

struct tampering { const char *name, *sql; };

/* The control of the chain: whoever gets past the door (here: behind the driver) is found out. */
static void chain_sees(const char *place, void *ctx)
{
	const struct tampering *t = ctx;
	struct hub *hub = test_hub(place);
	struct act by = test_act(1000);
	bool postgres = db_engine(hub->db) == DB_POSTGRES;
	char file[700], sql[300];
	struct db *owner;
	struct err e = { 0 };
	int bad = 0;

	snprintf(file, sizeof file, "%s/noroshi.db", hub->dir);
	for (int k = 0; k < 3; k++)
		assert_ok(audit_add(hub->db, &by, "test.deed", STR("object"), &e), e);
	assert_int_equal(audit_verify(hub->db, &e), 3);
	assert_ok(db_open(postgres ? place : file, DB_OWNER, false, &owner, &e), e);
	snprintf(sql, sizeof sql, "%s%s%s", postgres ? "ALTER TABLE audit DISABLE TRIGGER ALL;" : "", t->sql,
	    postgres ? ";ALTER TABLE audit ENABLE TRIGGER ALL" : "");
	assert_ok(owner->driver->script(owner->self, sql, &e), e);
	db_close(owner);
	ROW_CHECK(bad, t->name, audit_verify(hub->db, &e) == -1 && e.kind == ERR_CORRUPT);
	test_hub_close(hub);
	assert_int_equal(bad, 0);
}

/* What a receipt rests on: the log is written through at every commit. */
static int expect(void *ctx, const struct db_value *values, size_t columns, struct err *e)
{
	const char *wanted = ctx;
	char number[30];

	(void)columns;
	snprintf(number, sizeof number, "%lld", values[0].i);
	if (str_eq(values[0].type == DB_TYPE_INT ? str_of(number) : values[0].s, str_of(wanted)))
		return 0;
	return err_set(e, ERR_DB, "%s wanted", wanted);
}

static void is_durable(const char *place, void *ctx)
{
	static const struct { const char *name, *sqlite, *postgres, *wanted; } rows[] = {
		{ "journal", "PRAGMA journal_mode", NULL, "wal" }, { "synchronous FULL", "PRAGMA synchronous", NULL, "2" },
		{ "references", "PRAGMA foreign_keys", NULL, "1" }, { "erased pages", "PRAGMA secure_delete", NULL, "1" },
		{ "commit", NULL, "SHOW synchronous_commit", "on" },
	};
	struct hub *hub = test_hub(place);
	struct db *sealed;
	struct err e = { 0 };
	int bad = 0;

	(void)ctx;
	assert_ok(hub_open_sealed(hub, &sealed, &e), e);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char *sql = db_engine(hub->db) == DB_POSTGRES ? rows[i].postgres : rows[i].sqlite;

		if (sql == NULL)
			continue;
		ROW_CHECK(bad, rows[i].name, hub->db->driver->run_once(hub->db->self, sql, NULL, 0, expect, (void *)rows[i].wanted, &e) >= 0);
		ROW_CHECK(bad, rows[i].name, sealed->driver->run_once(sealed->self, sql, NULL, 0, expect, (void *)rows[i].wanted, &e) >= 0);
		/* control: the same question with another answer wanted */
		ROW_CHECK(bad, rows[i].name, sealed->driver->run_once(sealed->self, sql, NULL, 0, expect, (void *)"x", &e) < 0);
	}
	db_close(sealed);
	test_hub_close(hub);
	assert_int_equal(bad, 0);
}

static void run_rights(void **state)
{
	(void)state;
	test_on_databases(rights, NULL);
}

static void run_chain(void **state)
{
	struct tampering rows[] = {
		{ "a changed line", "UPDATE audit SET actor = 'x' WHERE seq = 2" },
		{ "a removed line", "DELETE FROM audit WHERE seq = 2" },
		{ "a cut end", "DELETE FROM audit WHERE seq = 3" },
		{ "a cut end with its head", "DELETE FROM audit WHERE seq = 3; UPDATE audit_head SET seq = 2" },
		{ "a changed head", "UPDATE audit_head SET hash = 'x'" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		test_on_databases(chain_sees, &rows[i]);
}

static void run_durable(void **state)
{
	(void)state;
	test_on_databases(is_durable, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(run_rights), cmocka_unit_test(run_chain), cmocka_unit_test(run_durable) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
