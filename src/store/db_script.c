/* db_script.c - failing on demand. */
#include "store/db_script.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "store/db_driver.h"

struct db_script db_script;

struct front {
	const struct db_driver *driver;
	void *self;
};

void db_script_arm(long fail_at)
{
	db_script = (struct db_script){ .fail_at = fail_at };
}

static bool due(const char *what)
{
	if (db_script.fail_at == 0 || ++db_script.seen != db_script.fail_at)
		return false;
	db_script.failed = true;
	snprintf(db_script.what, sizeof db_script.what, "%s", what);
	return true;
}

static long long run(void *self, const char *sql, const struct db_value *values, size_t n, db_row_fn *row, void *ctx,
    struct err *e)
{
	struct front *f = self;

	if (due(sql))
		return f->driver->run_once(f->self, "SELECT failure FROM audit_head WHERE injected = 1", NULL, 0, NULL, NULL, e);
	return f->driver->run(f->self, sql, values, n, row, ctx, e);
}

static long long run_once(void *self, const char *sql, const struct db_value *values, size_t n, db_row_fn *row, void *ctx,
    struct err *e)
{
	struct front *f = self;

	return f->driver->run_once(f->self, sql, values, n, row, ctx, e);
}

static int begin(void *self, enum db_begin how, struct err *e)
{
	struct front *f = self;

	return due("begin") ? err_set(e, ERR_BUSY, "the database is locked by another process; try again") : f->driver->begin(f->self, how, e);
}

static int commit(void *self, struct err *e)
{
	struct front *f = self;

	if (!due("commit"))
		return f->driver->commit(f->self, e);
	f->driver->rollback(f->self);
	return err_set(e, ERR_FULL, "the disk is full; nothing was stored");
}

static void rollback(void *self)
{
	struct front *f = self;

	f->driver->rollback(f->self);
}

static int script(void *self, const char *sql, struct err *e)
{
	struct front *f = self;

	return f->driver->script(f->self, sql, e);
}

static bool table_exists(void *self, const char *table)
{
	struct front *f = self;

	return f->driver->table_exists(f->self, table);
}

static int set_wait(void *self, int ms, struct err *e)
{
	struct front *f = self;

	return f->driver->wait(f->self, ms, e);
}

static int tables(void *self, struct arena *a, struct db_table **list_r, size_t *n_r, struct err *e)
{
	struct front *f = self;

	return f->driver->tables(f->self, a, list_r, n_r, e);
}

static int load_begin(void *self, struct err *e)
{
	struct front *f = self;

	return f->driver->load_begin(f->self, e);
}

static int load_end(void *self, struct err *e)
{
	struct front *f = self;

	return f->driver->load_end(f->self, e);
}

static int inspect(void *self, db_row_fn *problem, void *ctx, struct err *e)
{
	struct front *f = self;

	return f->driver->inspect(f->self, problem, ctx, e);
}

static void close_front(void *self)
{
	struct front *f = self;

	f->driver->close(f->self);
	free(f);
}

static const struct db_driver script_driver = { .engine = DB_SCRIPT, .run = run, .run_once = run_once, .begin = begin,
	.commit = commit, .rollback = rollback, .script = script, .table_exists = table_exists, .wait = set_wait, .tables = tables,
	.load_begin = load_begin, .load_end = load_end, .inspect = inspect, .close = close_front };

static int put_in_front(struct db *db, struct err *e)
{
	struct front *f;

	if (due("open"))
		return err_set(e, ERR_DB, "PostgreSQL cannot be reached: %s", "injected");
	f = calloc(1, sizeof *f);
	assert(f != NULL);
	*f = (struct front){ db->driver, db->self };
	db->driver = &script_driver;
	db->self = f;
	return 0;
}

int db_script_install(struct db *db, struct err *e)
{
	db_script_arm(0);
	db_opened = put_in_front;
	return put_in_front(db, e);
}

void db_script_uninstall(void)
{
	db_opened = NULL;
	db_script_arm(0);
}
