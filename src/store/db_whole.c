/* db_whole.c - reading and filling whole tables. */
#include "store/db_whole.h"

#include <assert.h>

#include "base/buf.h"

int db_snapshot(struct db *db, struct err *e)
{
	assert(db->depth == 0);
	db->spoiled = db->undone = false;
	if (db->driver->begin(db->self, DB_BEGIN_SNAPSHOT, e) < 0)
		return -1;
	db->depth = 1;
	return 0;
}

int db_tables(struct db *db, struct arena *a, struct db_table **list_r, size_t *n_r, struct err *e)
{
	return db->driver->tables(db->self, a, list_r, n_r, e);
}

static void add_name(struct buf *out, struct str name)
{
	buf_char(out, '"');
	buf_add(out, name);
	buf_char(out, '"');
}

static void add_columns(struct buf *out, const struct db_table *t)
{
	for (size_t i = 0; i < t->count; i++) {
		buf_z(out, i > 0 ? ", " : "");
		add_name(out, t->columns[i].name);
	}
}

enum { STATEMENT = 1 << 16 };

int db_dump(struct db *db, const struct db_table *t, db_row_fn *row, void *ctx, struct err *e)
{
	struct buf sql;
	long long status;

	buf_init(&sql, STATEMENT);
	buf_z(&sql, "SELECT ");
	add_columns(&sql, t);
	buf_z(&sql, " FROM ");
	add_name(&sql, t->name);
	status = db->driver->run_once(db->self, sql.p, NULL, 0, row, ctx, e);
	buf_fini(&sql);
	return status < 0 ? -1 : 0;
}

int db_load_begin(struct db *db, struct err *e)
{
	return db->driver->load_begin(db->self, e);
}

int db_load_empty(struct db *db, const struct db_table *t, struct err *e)
{
	struct buf sql;
	long long status;

	buf_init(&sql, STATEMENT);
	buf_z(&sql, "DELETE FROM ");
	add_name(&sql, t->name);
	status = db->driver->run_once(db->self, sql.p, NULL, 0, NULL, NULL, e);
	buf_fini(&sql);
	return status < 0 ? -1 : 0;
}

int db_load_row(struct db *db, const struct db_table *t, const struct db_value *values, struct err *e)
{
	struct buf sql;
	long long status;

	buf_init(&sql, STATEMENT);
	buf_z(&sql, "INSERT INTO ");
	add_name(&sql, t->name);
	buf_z(&sql, " (");
	add_columns(&sql, t);
	buf_z(&sql, ") VALUES (");
	for (size_t i = 0; i < t->count; i++)
		buf_printf(&sql, "%s$%zu", i > 0 ? ", " : "", i + 1);
	buf_char(&sql, ')');
	status = db->driver->run_once(db->self, sql.p, values, t->count, NULL, NULL, e);
	buf_fini(&sql);
	return status < 0 ? -1 : 0;
}

int db_load_end(struct db *db, struct err *e)
{
	return db->driver->load_end(db->self, e);
}

int db_inspect(struct db *db, db_row_fn *problem, void *ctx, struct err *e)
{
	return db->driver->inspect(db->self, problem, ctx, e);
}
