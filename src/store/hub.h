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
	struct db *db;                          /* DB_WRITE */
};

/* Makes DIR, keys and schema.  Refuses a directory that holds something else. */
int hub_init(const char *dir, const char *database, struct err *e) MUST_CHECK;
int hub_open(const char *dir, struct hub **hub_r, struct err *e) MUST_CHECK;
void hub_close(struct hub *hub);

/* A second connection with DB_SEALED, for one deed; the caller closes it.  Only approve/, share/
 * and feedback/ call it, each in one place. */
int hub_open_sealed(const struct hub *hub, struct db **db_r, struct err *e) MUST_CHECK;

/* Below the low-water mark of free space nothing may be received: ERR_FULL. */
int hub_check_space(const struct hub *hub, struct err *e) MUST_CHECK;

#endif
