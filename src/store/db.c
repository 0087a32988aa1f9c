/* db.c - the door to SQL: values, answers in arenas, nested transactions; drivers do the rest. */
#include "store/db.h"

#include <assert.h>
#include <stdlib.h>

#include "base/time.h"
#include "store/db_driver.h"

struct db_value db_text_value(struct str s)
{
	return s.p == NULL ? DB_NULL : (struct db_value){ .type = DB_TYPE_TEXT, .s = s };
}

struct db_value db_bytes_value(struct str s)
{
	return s.p == NULL ? DB_NULL : (struct db_value){ .type = DB_TYPE_BYTES, .s = s };
}

struct db_value db_time_value(long long ms)
{
	return ms == TIME_NONE ? DB_NULL : DB_INT(ms);
}

static const struct db_value *value_at(const struct db_rows *r, size_t row, size_t column)
{
	assert(row < r->count && column < r->columns);
	return &r->values[row * r->columns + column];
}

bool db_is_null(const struct db_rows *r, size_t row, size_t column)
{
	return value_at(r, row, column)->type == DB_TYPE_NULL;
}

long long db_int(const struct db_rows *r, size_t row, size_t column)
{
	const struct db_value *v = value_at(r, row, column);

	assert(v->type == DB_TYPE_INT || v->type == DB_TYPE_NULL);
	return v->type == DB_TYPE_INT ? v->i : 0;
}

long long db_time(const struct db_rows *r, size_t row, size_t column)
{
	return db_is_null(r, row, column) ? TIME_NONE : db_int(r, row, column);
}

struct str db_text(const struct db_rows *r, size_t row, size_t column)
{
	const struct db_value *v = value_at(r, row, column);

	assert(v->type == DB_TYPE_TEXT || v->type == DB_TYPE_NULL);
	return v->type == DB_TYPE_TEXT ? v->s : STR_NONE;
}

struct str db_bytes(const struct db_rows *r, size_t row, size_t column)
{
	const struct db_value *v = value_at(r, row, column);

	assert(v->type == DB_TYPE_BYTES || v->type == DB_TYPE_NULL);
	return v->type == DB_TYPE_BYTES ? v->s : STR_NONE;
}

/* Nothing that changes the session or the schema passes this door, nor SQLite's "INSERT OR REPLACE", which
 * deletes without asking its authorizer. */
static int check_verb(const char *sql, struct err *e)
{
	static const char *const verbs[] = { "SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "WITH " };

	if (strncmp(sql, "UPDATE OR ", 10) == 0)
		return err_set(e, ERR_DB, "database: a statement begins with SELECT, INSERT, UPDATE, DELETE or WITH");
	for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
		if (strncmp(sql, verbs[i], strlen(verbs[i])) == 0)
			return 0;
	return err_set(e, ERR_DB, "database: a statement begins with SELECT, INSERT, UPDATE, DELETE or WITH");
}

static long long run(struct db *db, const char *sql, const struct db_value *values, size_t n, db_row_fn *row, void *ctx,
    struct err *e)
{
	return check_verb(sql, e) < 0 ? -1 : db->driver->run(db->self, sql, values, n, row, ctx, e);
}

long long db_exec(struct db *db, struct err *e, const char *sql, const struct db_value *values, size_t n)
{
	return run(db, sql, values, n, NULL, NULL, e);
}

struct gather {
	struct arena *arena;
	struct db_value *values;
	size_t count, room, rows, columns;
};

static int gather_row(void *ctx, const struct db_value *values, size_t columns, struct err *e)
{
	struct gather *g = ctx;

	(void)e;
	g->columns = columns;
	g->rows++;
	for (size_t i = 0; i < columns; i++) {
		struct db_value kept = values[i];

		if (kept.type == DB_TYPE_TEXT || kept.type == DB_TYPE_BYTES)
			kept.s = arena_str(g->arena, kept.s);
		*ARENA_PUSH(g->arena, g->values, g->count, g->room) = kept;
	}
	return 0;
}

int db_query(struct db *db, struct arena *a, struct db_rows *rows_r, struct err *e, const char *sql,
    const struct db_value *values, size_t n)
{
	struct gather g = { .arena = a };

	if (run(db, sql, values, n, gather_row, &g, e) < 0)
		return -1;
	*rows_r = (struct db_rows){ g.rows, g.columns, g.values };
	return 0;
}

struct each {
	int (*fn)(void *ctx, const struct db_rows *row, struct err *e);
	void *ctx;
};

static int each_row(void *ctx, const struct db_value *values, size_t columns, struct err *e)
{
	struct each *each = ctx;

	return each->fn(each->ctx, &(struct db_rows){ 1, columns, values }, e);
}

int db_each(struct db *db, int (*fn)(void *ctx, const struct db_rows *row, struct err *e), void *ctx,
    struct err *e, const char *sql, const struct db_value *values, size_t n)
{
	struct each each = { fn, ctx };

	return run(db, sql, values, n, each_row, &each, e) < 0 ? -1 : 0;
}

void db_set_guard(struct db *db, struct db_guard guard)
{
	db->guard = guard;
}

static int ask_guard(struct db *db, struct err *e)
{
	struct db_guard guard = db->guard;

	db->guard = (struct db_guard){ 0 };
	if (guard.holds == NULL || guard.holds(guard.ctx, db, e) == 0)
		return 0;
	db->driver->rollback(db->self);
	return -1;
}

int db_begin(struct db *db, struct err *e)
{
	if (db->depth == 0) {
		db->spoiled = false;
		db->undone = false;
		if (db->driver->begin(db->self, DB_BEGIN_WRITE, e) < 0 || ask_guard(db, e) < 0)
			return -1;
	}
	db->depth++;
	return 0;
}

int db_commit(struct db *db, struct err *e)
{
	assert(db->depth > 0);
	if (--db->depth > 0)
		return 0;
	if (db->spoiled) {
		db->driver->rollback(db->self);
		db->undone = true;
		return err_set(e, ERR_DB, "a step inside the transaction failed; nothing was changed");
	}
	db->undone = db->driver->commit(db->self, e) < 0;
	return db->undone ? -1 : 0;
}

void db_rollback(struct db *db)
{
	if (db->depth == 0 && db->undone) {
		db->undone = false;
		return;
	}
	assert(db->depth > 0);
	db->spoiled = true;
	if (--db->depth == 0)
		db->driver->rollback(db->self);
}

void db_look(struct db *db)
{
	if (db->driver->look != NULL && db->depth == 0)
		db->driver->look(db->self);
}

void db_look_end(struct db *db)
{
	if (db->driver->look_end != NULL)
		db->driver->look_end(db->self);
}

void db_left(struct db *db)
{
	db->driver->left(db->self);
	while (db->depth > 0)
		db_rollback(db);
	db_look_end(db);
}

bool db_is_alive(const struct db *db)
{
	return db->driver->is_alive == NULL || db->driver->is_alive(db->self);
}

bool db_in_transaction(const struct db *db)
{
	return db->depth > 0;
}

int (*db_opened)(struct db *db, struct err *e);

int db_open(const char *place, enum db_right right, bool create, struct db **db_r, struct err *e)
{
	struct db *db = calloc(1, sizeof *db);
	struct str s = str_of(place);
	int status;

	if (db == NULL)
		return err_set(e, ERR_DB, "out of memory");
	db->right = right;
	db->zone_minutes = ZONE_JST;
	if (str_starts(s, STR("postgresql://")) || str_starts(s, STR("postgres://")))
		status = db_pg_open(place, right, db, e);
	else
		status = db_sqlite_open(place, right, create, db, e);
	if (status < 0) {
		free(db);
		return -1;
	}
	if (db_opened != NULL && db_opened(db, e) < 0) {
		db_close(db);
		return -1;
	}
	*db_r = db;
	return 0;
}

void db_close(struct db *db)
{
	if (db == NULL)
		return;
	if (db->depth > 0)
		db->driver->rollback(db->self);
	db->driver->close(db->self);
	free(db);
}

int db_zone(const struct db *db)
{
	return db->zone_minutes;
}

void db_set_zone(struct db *db, int zone_minutes)
{
	db->zone_minutes = zone_minutes;
}

enum db_engine db_engine(const struct db *db)
{
	return db->driver->engine;
}

bool db_table_exists(struct db *db, const char *table)
{
	return db->driver->table_exists(db->self, table);
}

int db_wait(struct db *db, int ms, struct err *e)
{
	return db->driver->wait(db->self, ms, e);
}
