/* nth.c - failing once at every place. */
#include "nth.h"

#include <string.h>

#include "base/buf.h"
#include "base/sha256.h"
#include "rows.h"
#include "store/audit.h"
#include "store/db_script.h"
#include "store/db_whole.h"
#include "testhub.h"

enum { MOST_EVENTS = 3000 };

struct sum {
	unsigned char digest[SHA256_BYTES];
	long long rows;
};

/* Rows are added up, so that their order does not matter. */
static int add_row(void *ctx, const struct db_value *values, size_t columns, struct err *e)
{
	struct sum *sum = ctx;
	unsigned char digest[SHA256_BYTES];
	struct buf row;

	(void)e;
	buf_init(&row, 256 << 20);
	for (size_t i = 0; i < columns; i++) {
		buf_printf(&row, "%d:%lld:%zu:", (int)values[i].type, values[i].i, values[i].s.n);
		if (values[i].s.n > 0)
			buf_add(&row, values[i].s);
	}
	sha256(buf_str(&row), digest);
	buf_fini(&row);
	for (size_t i = 0; i < sizeof digest; i++)
		sum->digest[i] = (unsigned char)(sum->digest[i] + digest[i]);
	sum->rows++;
	return 0;
}

struct str test_dump(struct db *db, struct arena *a, const struct db_table *tables, size_t n)
{
	struct buf out;
	struct err e;

	buf_init_arena(&out, a, 1 << 20);
	for (size_t i = 0; i < n; i++) {
		struct sum sum = { .rows = 0 };

		assert_ok(db_dump(db, &tables[i], add_row, &sum, &e), e);
		buf_printf(&out, STR_FMT " %lld " STR_FMT "\n", STR_ARG(tables[i].name), sum.rows,
		    STR_ARG(hex_of(a, sum.digest, sizeof sum.digest)));
	}
	return buf_str(&out);
}

void nth_start(struct nth *n, struct hub *hub, void *ctx)
{
	struct err e;

	*n = (struct nth){ .hub = hub, .by = test_act(0), .ctx = ctx };
	n->arena = arena_new(1 << 20, arena_full_exit);
	assert_ok(db_tables(hub->db, n->arena, &n->tables, &n->table_count, &e), e);
	assert_true(n->table_count > 20);
	assert_ok(db_script_install(hub->db, &e), e);
}

void nth_end(struct nth *n)
{
	db_script_uninstall();
	arena_free(n->arena);
}

static void complain(struct nth *n, const char *name, long at, const char *what, const char *more)
{
	n->bad++;
	if (!n->quiet)
		fprintf(stderr, "%s, failure %ld (%.90s): %s%s%s\n", name, at, db_script.what, what, more[0] != '\0' ? ": " : "", more);
}

static bool is_free(struct str line, const char *tables)
{
	struct str rest = str_of(tables), table;

	while (tables != NULL && str_split(&rest, ' ', &table))
		if (str_eq(str_upto(line, ' '), table))
			return true;
	return false;
}

/* The first table that is not as it was, but for those that may differ. */
static void compare(struct nth *n, const char *name, long at, struct str before, struct str after, const char *free_tables)
{
	struct str a, b;
	char table[200];

	while (str_split(&before, '\n', &a) && str_split(&after, '\n', &b)) {
		if (str_eq(a, b) || is_free(a, free_tables))
			continue;
		snprintf(table, sizeof table, STR_FMT, STR_ARG(str_upto(a, ' ')));
		complain(n, name, at, "the database is not as it was; table", table);
		return;
	}
}

/* One run with the at-th event failing: true where nothing failed any more. */
static bool run_once(struct nth *n, const char *name, nth_fn *deed, long at, const char *free_tables)
{
	struct arena *a = arena_new(256 << 20, arena_full_exit);
	struct str before = test_dump(n->hub->db, a, n->tables, n->table_count);
	struct err e = { 0 };
	bool over;
	int status;

	db_script_arm(at);
	status = deed(n, a, &e);
	over = !db_script.failed;
	db_script.fail_at = 0;
	if (over && status < 0)
		complain(n, name, at, "without a failure the deed does not succeed", e.text);
	if (!over) {
		n->failures++;
		if (status >= 0)
			complain(n, name, at, "the failure was swallowed", "");
		else if (e.kind == ERR_OK || e.text[0] == '\0')
			complain(n, name, at, "no sentence says what failed", "");
		if (db_in_transaction(n->hub->db)) {
			complain(n, name, at, "a transaction was left open", "");
			db_rollback(n->hub->db);
		}
		compare(n, name, at, before, test_dump(n->hub->db, a, n->tables, n->table_count), free_tables);
	}
	if (audit_verify(n->hub->db, &e) < 0)
		complain(n, name, at, "the audit chain does not fit", e.text);
	arena_free(a);
	return over;
}

void nth_run(struct nth *n, const char *name, nth_fn *deed, const char *free_tables)
{
	long at = 1;

	while (!run_once(n, name, deed, at, free_tables) && at < MOST_EVENTS)
		at++;
	if (at == 1)
		complain(n, name, at, "the deed asked the database nothing", "");
	if (at >= MOST_EVENTS)
		complain(n, name, at, "it never succeeds", "");
}
