/* db_whole.h - the whole database at once, table by table, for backup, restore and check only.
 *
 * Names come from the database's own catalogue, never from outside; both databases give the same
 * names, types and values, so that what one wrote the other can take. */
#ifndef STORE_DB_WHOLE_H
#define STORE_DB_WHOLE_H

#include "store/db_driver.h"

/* A transaction that sees one moment while others write on; ends with db_rollback. */
int db_snapshot(struct db *db, struct err *e) MUST_CHECK;
/* Every table in the order in which the schema makes them (what is referred to comes first), columns in theirs. */
int db_tables(struct db *db, struct arena *a, struct db_table **list_r, size_t *n_r, struct err *e) MUST_CHECK;
/* Every row of a table, in no particular order; what it gives to `row` lives until that returns. */
int db_dump(struct db *db, const struct db_table *t, db_row_fn *row, void *ctx, struct err *e) MUST_CHECK;
/* In one transaction: load_begin, empty and load what there is, load_end: it fails where a reference leads nowhere. */
int db_load_begin(struct db *db, struct err *e) MUST_CHECK;
int db_load_empty(struct db *db, const struct db_table *t, struct err *e) MUST_CHECK;
int db_load_row(struct db *db, const struct db_table *t, const struct db_value *values, struct err *e) MUST_CHECK;
int db_load_end(struct db *db, struct err *e) MUST_CHECK;
/* What the engine says of itself: `problem` gets one row of one text for each. */
int db_inspect(struct db *db, db_row_fn *problem, void *ctx, struct err *e) MUST_CHECK;

#endif
