/* erasure.h - the erasure list: the ids of destroyed keys, beside the hub's key and not in its database, so that an older
 * backup does not bring back what was withdrawn since.
 *
 * A line a key, on the disk before the key is gone.  A line "-ID" takes one line "ID" back: that deed failed.  Lines are only
 * appended and their order says nothing, so that processes need not wait for each other: a key is erased while it has more
 * of the one kind than of the other. */
#ifndef STORE_ERASURE_H
#define STORE_ERASURE_H

#include "base/arena.h"
#include "store/hub.h"

enum { ERASURES_MOST = 32 << 20 };      /* bytes of a list */

/* The keys that one deed has put on the list; { .arena = a } begins. */
struct erasing {
	struct arena *arena;
	struct str *keys;
	size_t count, room;
};

int erasure_note(const struct hub *hub, struct erasing *x, struct str key_id, struct err *e) MUST_CHECK;
/* The deed failed and its transaction is gone: what it noted is taken back, where the database says that the key lives.
 * Where that cannot be known or written the line stays, and `noroshi db check` tells of it. */
void erasure_take_back(const struct hub *hub, const struct erasing *x);
/* The keys that are on the list, each once.  ERR_IO where there is no list. */
int erasure_list(const struct hub *hub, struct arena *a, struct str **keys_r, size_t *n_r, struct err *e) MUST_CHECK;

#endif
