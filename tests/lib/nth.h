/* nth.h - a deed with its n-th question to the database failing, for every n until it succeeds.
 *
 * After every failure the database must hold exactly what it held before, the function must have
 * returned -1 with a sentence, and the audit chain must fit; at last the deed must succeed. */
#ifndef TESTS_NTH_H
#define TESTS_NTH_H

#include "base/act.h"
#include "store/db_whole.h"
#include "store/hub.h"

struct nth {
	struct hub *hub;
	struct act by;
	void *ctx;
	struct arena *arena;
	struct db_table *tables;
	size_t table_count;
	int bad;                        /* what did not hold, each printed */
	int quiet;                      /* controls print nothing */
	long failures;                  /* how many were injected and told */
};

typedef int nth_fn(struct nth *n, struct arena *a, struct err *e);

/* Puts the scripted driver in front of the hub's connection. */
void nth_start(struct nth *n, struct hub *hub, void *ctx);
void nth_end(struct nth *n);
/* `free_tables`: tables whose rows may differ after a failure (the deed is many deeds); NULL: none. */
void nth_run(struct nth *n, const char *name, nth_fn *deed, const char *free_tables);

/* Every table's name and a digest of its rows, whatever their order; in the arena. */
struct str test_dump(struct db *db, struct arena *a, const struct db_table *tables, size_t n);

#endif
