/* db.h - the only door to SQL: one connection, literal statements, typed values.
 *
 * One SQL text serves SQLite and PostgreSQL (rules in docs/sql.md): parameters are $1..$n and
 * are bound by name, ids are UUID text made by us, times BIGINT ms UTC, booleans 0/1, JSON is
 * TEXT, bytes are BYTEA.  A statement that is not a literal does not compile. */
#ifndef STORE_DB_H
#define STORE_DB_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct db;

enum db_type { DB_TYPE_NULL, DB_TYPE_INT, DB_TYPE_TEXT, DB_TYPE_BYTES };

struct db_value {
	enum db_type type;
	long long i;
	struct str s;
};

/* An absent str binds NULL; so does TIME_NONE given to DB_TIME. */
#define DB_INT(v) ((struct db_value){ .type = DB_TYPE_INT, .i = (v) })
#define DB_BOOL(v) DB_INT((v) ? 1 : 0)
#define DB_TEXT(v) db_text_value(v)
#define DB_BYTES(v) db_bytes_value(v)
#define DB_TIME(v) db_time_value(v)
#define DB_NULL ((struct db_value){ .type = DB_TYPE_NULL })

struct db_value db_text_value(struct str s);
struct db_value db_bytes_value(struct str s);
struct db_value db_time_value(long long ms);

/* What a query answered, all of it, in the arena it was given. */
struct db_rows {
	size_t count, columns;
	const struct db_value *values;          /* row-major */
};

bool db_is_null(const struct db_rows *r, size_t row, size_t column);
long long db_int(const struct db_rows *r, size_t row, size_t column);       /* NULL: 0 */
long long db_time(const struct db_rows *r, size_t row, size_t column);      /* NULL: TIME_NONE */
struct str db_text(const struct db_rows *r, size_t row, size_t column);     /* NULL: absent */
struct str db_bytes(const struct db_rows *r, size_t row, size_t column);

#define DB_VALUES(...) (const struct db_value[]){ DB_NULL, ##__VA_ARGS__ } + 1, \
	sizeof((struct db_value[]){ DB_NULL, ##__VA_ARGS__ }) / sizeof(struct db_value) - 1

/* Runs a statement: number of rows changed, or -1. */
#define DB_EXEC(db, e, sql, ...) db_exec((db), (e), "" sql, DB_VALUES(__VA_ARGS__))
/* Runs a query (or INSERT/UPDATE/DELETE ... RETURNING): 0 and *rows_r, or -1. */
#define DB_QUERY(db, a, rows_r, e, sql, ...) db_query((db), (a), (rows_r), (e), "" sql, DB_VALUES(__VA_ARGS__))
/* The same row by row, for answers that do not fit in memory: `each` gets a one-row answer that
 * lives until it returns; it returns 0 to go on, 1 to stop, -1 with *e filled. */
#define DB_EACH(db, each, ctx, e, sql, ...) db_each((db), (each), (ctx), (e), "" sql, DB_VALUES(__VA_ARGS__))

long long db_exec(struct db *db, struct err *e, const char *sql, const struct db_value *values, size_t n) MUST_CHECK;
int db_query(struct db *db, struct arena *a, struct db_rows *rows_r, struct err *e, const char *sql,
    const struct db_value *values, size_t n) MUST_CHECK;
int db_each(struct db *db, int (*each)(void *ctx, const struct db_rows *row, struct err *e), void *ctx,
    struct err *e, const char *sql, const struct db_value *values, size_t n) MUST_CHECK;

/* Transactions nest by counting: only the outermost begin and commit reach the database, and a
 * rollback inside makes the outermost commit fail.  db_begin takes the write lock at once.
 * The commit has reached the disk when db_commit returns 0; a commit that fails has undone
 * everything, and a db_rollback behind it does nothing. */
int db_begin(struct db *db, struct err *e) MUST_CHECK;
int db_commit(struct db *db, struct err *e) MUST_CHECK;
void db_rollback(struct db *db);
bool db_in_transaction(const struct db *db);
/* false: the server hung up; nothing more comes over this connection. */
bool db_is_alive(const struct db *db);

/* What is read until db_look_end is of one moment in SQLite, which then takes its lock once and not for each statement.  Writing
 * ends it first.  Must not be open while another connection of this process changes what is read here. */
void db_look(struct db *db);
void db_look_end(struct db *db);
/* Who used it was left in the middle (between two rows, by a jump): nothing of theirs stays open or is kept. */
void db_left(struct db *db);

/* What must hold in the next outermost transaction: asked once, behind its begin and in it; where it fails (-1 with *e filled) nothing
 * has begun. */
struct db_guard {
	int (*holds)(void *ctx, struct db *db, struct err *e);
	void *ctx;
};
void db_set_guard(struct db *db, struct db_guard guard);

/* What a connection may write.  The right is fixed when it opens and never toggled. */
enum db_right {
	DB_READ,                /* nothing but audit lines */
	DB_WRITE,               /* everything but approval, release, identity and what they are bound to */
	DB_SEALED,              /* everything, incl. those */
	DB_OWNER,               /* the schema too: init, migrate and restore only */
};

enum db_engine { DB_SQLITE, DB_POSTGRES, DB_SCRIPT };

/* `place` is a path of an SQLite file or postgresql://...; the file is created only with `create`. */
/* An fsync that fails ends the process with 3: what the kernel kept of the write is not known any
 * more, and a second fsync would say "good" (PostgreSQL's server does the same). */
int db_open(const char *place, enum db_right right, bool create, struct db **db_r, struct err *e) MUST_CHECK;
void db_close(struct db *db);
enum db_engine db_engine(const struct db *db);
/* Where days begin for what is asked over this connection, in minutes east of UTC: a hub's is its setting
 * zone_minutes; Japan's until it is set. */
int db_zone(const struct db *db);
void db_set_zone(struct db *db, int zone_minutes);
/* How long a statement waits for another process's lock before it fails with ERR_BUSY. */
int db_wait(struct db *db, int ms, struct err *e) MUST_CHECK;

#endif
