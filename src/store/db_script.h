/* db_script.h - tests only: a driver in front of a real one that fails where the test says.
 *
 * It counts what a deed asks of the database (opening a connection, statements, begins and
 * commits) over all connections.  The n-th of them fails: a statement really fails inside the
 * database (so that PostgreSQL's transaction is spoiled as it would be), a commit is undone, a
 * connection is refused.  Nothing of the program refers to this file. */
#ifndef STORE_DB_SCRIPT_H
#define STORE_DB_SCRIPT_H

#include "store/db.h"

struct db_script {
	long fail_at;           /* 1 is the next event; 0: nothing fails */
	long seen;              /* events since db_script_arm */
	bool failed;            /* the n-th came and failed */
	char what[200];         /* which it was */
};

extern struct db_script db_script;

/* From now on every connection that opens, and `db` that is open, goes through the script. */
int db_script_install(struct db *db, struct err *e) MUST_CHECK;
void db_script_uninstall(void);
void db_script_arm(long fail_at);

#endif
