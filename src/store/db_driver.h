/* db_driver.h - what a driver gives to db.c; nobody else includes it. */
#ifndef STORE_DB_DRIVER_H
#define STORE_DB_DRIVER_H

#include "store/db.h"

/* Gets one row at a time; the values live until it returns. 0 go on, 1 stop, -1 error. */
typedef int db_row_fn(void *ctx, const struct db_value *values, size_t columns, struct err *e);

/* For the whole database at once; names come from the catalogue, so they may stand in a statement. */
struct db_column { struct str name; enum db_type type; };
struct db_table {
	struct str name;
	const struct db_column *columns;
	size_t count;
};

enum db_begin { DB_BEGIN_WRITE, DB_BEGIN_SNAPSHOT };

struct db_driver {
	enum db_engine engine;
	/* Rows changed (for statements without rows), or -1. `row` may be NULL. */
	long long (*run)(void *self, const char *sql, const struct db_value *values, size_t n, db_row_fn *row, void *ctx,
	    struct err *e);
	/* The same for a statement that is no literal: prepared for this once. */
	long long (*run_once)(void *self, const char *sql, const struct db_value *values, size_t n, db_row_fn *row, void *ctx,
	    struct err *e);
	int (*begin)(void *self, enum db_begin how, struct err *e);
	int (*commit)(void *self, struct err *e);
	void (*rollback)(void *self);
	/* See db_look; NULL: statements cost no lock of their own. */
	void (*look)(void *self);
	void (*look_end)(void *self);
	/* See db_left: what is read is let go of. */
	void (*left)(void *self);
	/* Several statements of a migration, without parameters. */
	int (*script)(void *self, const char *sql, struct err *e);
	bool (*table_exists)(void *self, const char *table);
	int (*wait)(void *self, int ms, struct err *e);
	/* All but search_*: what is derived is not copied. */
	int (*tables)(void *self, struct arena *a, struct db_table **list_r, size_t *n_r, struct err *e);
	/* References are not looked at between the two; load_end looks at all of them. */
	int (*load_begin)(void *self, struct err *e);
	int (*load_end)(void *self, struct err *e);
	/* What the engine says of its own soundness: one row of one text for each problem. */
	int (*inspect)(void *self, db_row_fn *problem, void *ctx, struct err *e);
	/* Does the connection still stand?  NULL: it always does. */
	bool (*is_alive)(void *self);
	void (*close)(void *self);
};

struct db {
	const struct db_driver *driver;
	void *self;
	enum db_right right;
	int depth;              /* of begins */
	struct db_guard guard;
	bool spoiled;           /* a rollback inside: the outermost commit fails */
	int zone_minutes;       /* db_zone */
	bool undone;            /* the commit failed and undid everything: a rollback behind it is no bug */
};

/* The scripted driver of the tests puts itself in front of every connection; NULL in the program. */
extern int (*db_opened)(struct db *db, struct err *e);

bool db_table_exists(struct db *db, const char *table);
int db_sqlite_open(const char *path, enum db_right right, bool create, struct db *db, struct err *e) MUST_CHECK;
int db_pg_open(const char *url, enum db_right right, struct db *db, struct err *e) MUST_CHECK;

#endif
