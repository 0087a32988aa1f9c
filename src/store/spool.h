/* spool.h - what comes from a file, a pipe or a request and is stored in the vault, without being held in memory.
 *
 * A regular file is read where it lies.  Of a pipe the first MiB is kept in memory; what is longer goes to a file
 * in the hub's directory that has no name, encrypted under a key that only this process knows: content that
 * is erased later does not stay in the blocks of a disk. */
#ifndef STORE_SPOOL_H
#define STORE_SPOOL_H

#include "base/content.h"
#include "store/hub.h"

struct spool;

/* Bytes that are pushed in; the file is closed and gone with the arena. */
int spool_new(const char *dir, struct arena *a, struct spool **spool_r, struct err *e) MUST_CHECK;
int spool_add(struct spool *s, struct str bytes, struct err *e) MUST_CHECK;
/* What is in it so far; any stretch of it can be read. */
struct content spool_content(struct spool *s);

/* "-" is standard input.  Of more than `most` bytes: ERR_LIMIT.  The content lives as long as the arena. */
int spool_open(const struct hub *hub, struct arena *a, const char *path, size_t most, struct content *content_r,
    struct err *e) MUST_CHECK;

#endif
