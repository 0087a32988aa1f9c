/* migrate.h - the schema's steps, compiled in byte for byte, forward only, one transaction each. */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include "base/act.h"
#include "store/db.h"

struct migration {
	int version;
	const char *name, *sql;
};

extern const struct migration migrations[];
extern const int migration_count;

/* The database's version: 0 for an empty one; -1 with *e. */
int migrate_version(struct db *db, struct err *e) MUST_CHECK;
/* Runs what is missing; number of steps run, or -1.  A newer database is refused. */
int migrate_run(struct db *db, long long now_ms, struct err *e) MUST_CHECK;
/* The same up to a version and no further; refuses one that the program does not know. */
int migrate_to(struct db *db, int version, long long now_ms, struct err *e) MUST_CHECK;
int migrate_newest(void);
/* Takes away every table that the migrations make, with all that is in them.  For a demo's database on a
 * server, which is made anew; nothing else may call it. */
int migrate_undo(struct db *db, struct err *e) MUST_CHECK;
/* Refuses a database that is newer than the program, or older (noroshi db migrate). */
int migrate_check(struct db *db, struct err *e) MUST_CHECK;

#endif
