/* db_driver.h - what a driver gives to db.c; nobody else includes it. */
#ifndef STORE_DB_DRIVER_H
#define STORE_DB_DRIVER_H

#include "store/db.h"

/* Gets one row at a time; the values live until it returns. 0 go on, 1 stop, -1 error. */
typedef int db_row_fn(void *ctx, const struct db_value *values, size_t columns, struct err *e);

struct db_driver {
	enum db_engine engine;
	/* Rows changed (for statements without rows), or -1. `row` may be NULL. */
	long long (*run)(void *self, const char *sql, const struct db_value *values, size_t n, db_row_fn *row, void *ctx,
	    struct err *e);
	int (*begin)(void *self, struct err *e);
	int (*commit)(void *self, struct err *e);
	void (*rollback)(void *self);
	/* Several statements of a migration, without parameters. */
	int (*script)(void *self, const char *sql, struct err *e);
	bool (*table_exists)(void *self, const char *table);
	void (*close)(void *self);
};

struct db {
	const struct db_driver *driver;
	void *self;
	enum db_right right;
	int depth;              /* of begins */
	bool spoiled;           /* a rollback inside: the outermost commit fails */
};

bool db_table_exists(struct db *db, const char *table);
int db_sqlite_open(const char *path, enum db_right right, bool create, struct db *db, struct err *e) MUST_CHECK;
int db_pg_open(const char *url, enum db_right right, struct db *db, struct err *e) MUST_CHECK;

#endif
