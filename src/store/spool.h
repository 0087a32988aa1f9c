/* spool.h - what comes from a file or a pipe and is stored in the vault, without being held in memory.
 *
 * A regular file is read where it lies.  Of a pipe the first MiB is kept in memory; what is longer goes to a file
 * in the hub's directory that has no name, encrypted under a key that only this process knows: content that
 * is erased later does not stay in the blocks of a disk. */
#ifndef STORE_SPOOL_H
#define STORE_SPOOL_H

#include "base/content.h"
#include "store/hub.h"

/* "-" is standard input.  Of more than `most` bytes: ERR_LIMIT.  The content lives as long as the arena. */
int spool_open(const struct hub *hub, struct arena *a, const char *path, size_t most, struct content *content_r,
    struct err *e) MUST_CHECK;

#endif
