/* backup.h - everything a hub's database holds in one file, and a hub made from such a file.
 *
 * The file (noroshi/backup/1) is the same for SQLite and PostgreSQL and restores to either: the first
 * line "noroshi backup 1", then records of one letter each, numbers as 8 bytes big endian:
 *   H  header: length, JSON { schema, made, program, database_schema }
 *   C  configuration: length, noroshi.conf without the places of database and key
 *   T  table: length, name, number of columns, for each length and name; then its rows
 *   R  row: for each column n | i number | t length, text | b length, bytes
 *   E  end: number of rows; then SHA-256 (32 bytes) of everything before it
 * It is written from one snapshot while others go on writing.  It holds no key: content stays encrypted
 * under the hub's key; names, numbers and dates are readable, so the file is kept like the database. */
#ifndef STORE_BACKUP_H
#define STORE_BACKUP_H

#include "base/act.h"
#include "store/hub.h"

#define BACKUP_MAGIC "noroshi backup 1\n"
enum { BACKUP_NAME_MOST = 200, BACKUP_COLUMNS_MOST = 64, BACKUP_VALUE_MOST = 64 << 20 };

struct backup_made {
	long long tables, rows, bytes;
};

/* Refuses a file that exists; the file is there whole, on the disk, or not at all. */
int backup_write(struct hub *hub, const struct act *by, const char *path, struct backup_made *made_r, struct err *e) MUST_CHECK;

struct restore_order {
	const char *file, *dir;         /* dir: new or empty */
	const char *database;           /* postgresql://... and empty; NULL: SQLite in dir */
	const char *key_file;           /* of the hub that was backed up; NULL: it is lost, a new one is made */
	const char *erasures;           /* its erasure list; NULL: there is none, and that is known */
};

struct restored {
	long long tables, rows, erased;
	int schema;                     /* of the backup; the hub gets the program's */
	struct str made;                /* when the backup was taken, RFC 3339 */
};

/* The new hub with its database open as owner and everything loaded, brought to the program's schema and
 * with the erasure list applied, in a transaction that is still open: the caller does what rooms behind the
 * store have to do, then ends it.  Whatever fails leaves no hub behind. */
int restore_begin(const struct restore_order *order, const struct act *by, struct hub **hub_r, struct restored *restored_r,
    struct err *e) MUST_CHECK;
/* Keeps the hub, or (`keep` false; *e is left as it is) takes everything away.  Closes it in both cases. */
int restore_end(struct hub *hub, bool keep, struct err *e) MUST_CHECK;

#endif
