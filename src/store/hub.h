/* hub.h - an opened hub directory: configuration, keys, connections.
 *
 * DIR holds noroshi.conf, noroshi.key (0600; key_file may point elsewhere), noroshi.erased (the
 * erasure list, next to the key file), and noroshi.db unless a PostgreSQL database is named. */
#ifndef STORE_HUB_H
#define STORE_HUB_H

#include "conf/conf.h"
#include "store/db.h"

enum { HUB_KEY_BYTES = 32 };

struct hub {
	struct arena *arena;                    /* lives as long as the hub is open */
	const char *dir;
	struct conf conf;
	unsigned char key[HUB_KEY_BYTES];       /* wraps the data keys; in locked memory */
	struct db *db;                          /* DB_WRITE, or what hub_open_as was told */
	struct db_guard sealed_guard;           /* what must hold in the transaction of a sealed deed */
};

/* A file that a setting names, seen from the hub's directory. */
const char *hub_path(const struct hub *hub, struct arena *a, struct str name);

/* Makes DIR, keys and schema.  Refuses a directory that holds something else. */
int hub_init(const char *dir, const char *database, struct err *e) MUST_CHECK;
/* The same with other settings than the default ones. */
int hub_init_with(const char *dir, const struct conf *conf, struct err *e) MUST_CHECK;
int hub_open(const char *dir, struct hub **hub_r, struct err *e) MUST_CHECK;
/* For work on the hub as a whole: another right, and going on without what `needs` does not name. */
enum hub_needs { HUB_NEEDS_KEY = 1, HUB_NEEDS_SCHEMA = 2 };
int hub_open_as(const char *dir, enum db_right right, unsigned needs, struct hub **hub_r, struct err *e) MUST_CHECK;
/* A connection (DB_WRITE) in place of one that the server has ended; nothing to do where it still stands. */
int hub_reconnect(struct hub *hub, struct err *e) MUST_CHECK;
void hub_close(struct hub *hub);
/* Reads the key file and compares it with the database: is it there, is it a key, is it this hub's? */
int hub_check_key(struct hub *hub, struct err *e) MUST_CHECK;
/* Where the key lies, and the erasure list beside it. */
const char *hub_key_path(const struct hub *hub);
const char *hub_erasure_list(const struct hub *hub);

/* A second connection with DB_SEALED, for one deed; the caller closes it.  Only approve/, share/
 * and handover/ open it. */
int hub_open_sealed(const struct hub *hub, struct db **db_r, struct err *e) MUST_CHECK;
/* The same for a deed of one transaction, which is begun; hub_end_sealed commits it, or undoes it where `done` is -1, and
 * closes the connection.  `done`, or -1. */
int hub_begin_sealed(const struct hub *hub, struct db **db_r, struct err *e) MUST_CHECK;
long long hub_end_sealed(struct db *db, long long done, struct err *e) MUST_CHECK;

/* Below the low-water mark of free space nothing may be received: ERR_FULL. */
int hub_check_space(const struct hub *hub, struct err *e) MUST_CHECK;
/* Free bytes for the hub's directory, or -1. */
long long hub_free_bytes(const struct hub *hub);
/* The ballast is given up by hub_open where next to nothing is free, so that taking back, backing up and
 * deciding go on; receiving waits for the low-water mark. */
enum { HUB_BALLAST_DUE_MB = 4 };
int hub_make_ballast(const struct hub *hub, struct err *e) MUST_CHECK;
bool hub_has_ballast(const struct hub *hub);

#endif
