/* audit.h - who did what: hash-chained lines, written in the transaction of the deed.
 *
 * A line's hash is SHA-256 over its fields and the hash before it; the head is one row taken by
 * UPDATE ... RETURNING, which orders the writers on both databases.  Nobody may update or delete
 * lines.  `deed` is a stable dotted name; `object` an id; `detail` JSON of ids and numbers only,
 * never mail text or a person's name. */
#ifndef STORE_AUDIT_H
#define STORE_AUDIT_H

#include "base/act.h"
#include "base/sha256.h"
#include "store/db.h"

int audit_add(struct db *db, const struct act *by, const char *deed, struct str object, struct err *e) MUST_CHECK;
int audit_add_detail(struct db *db, const struct act *by, const char *deed, struct str object,
    struct str detail_json, struct err *e) MUST_CHECK;

/* Ends the transaction that the caller began for a deed of one statement: with its audit line where `done`
 * is not -1, else undone.  `done`, or -1. */
long long audit_end(struct db *db, const struct act *by, long long done, const char *deed, struct str object,
    struct err *e) MUST_CHECK;

/* Lines with a number below `below`, the newest first.  Absent: any; `deed` or its first words. */
struct audit_row {
	struct str actor, os_user, deed, object, detail, hash;
	long long seq, at_ms;
};
int audit_page(struct db *db, struct arena *a, struct str deed, struct str object, struct str actor, long long below, long long limit,
    struct audit_row **list_r, size_t *n_r, struct err *e) MUST_CHECK;

/* Walks the whole chain: number of good lines, or -1: ERR_CORRUPT with the first line that
 * does not fit, or what kept it from looking. */
long long audit_verify(struct db *db, struct err *e) MUST_CHECK;

/* The same in steps of `most` lines; begun with zeroes.  1: it has come to the head, 0: lines are left, -1: as above. */
struct audit_walk {
	long long seq;
	char hash[SHA256_HEX + 1];
};
int audit_verify_on(struct db *db, struct audit_walk *walk, long long most, struct err *e) MUST_CHECK;

#endif
