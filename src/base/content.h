/* content.h - bytes that are taken a part at a time, so that nobody holds the whole: of memory, a file, a store.
 *
 * A content may be read more than once and from any place. */
#ifndef BASE_CONTENT_H
#define BASE_CONTENT_H

#include "base/arena.h"
#include "base/err.h"
#include "base/sha256.h"

struct content {
	size_t n;                       /* bytes in all */
	/* The bytes [at, at + n) to `into`: all of them, or -1 and *e. */
	int (*read)(void *ctx, size_t at, char *into, size_t n, struct err *e);
	void *ctx;
	size_t from;                    /* of a window: where it begins in what `read` reads */
};

int content_read(const struct content *c, size_t at, char *into, size_t n, struct err *e) MUST_CHECK;
/* The bytes of memory that outlives the content. */
struct content content_of(struct str bytes);
/* [at, at + n) of a content that outlives the window. */
struct content content_window(const struct content *whole, size_t at, size_t n);
/* A regular file of n bytes; the descriptor is closed with the arena; `path` is for the sentences. */
struct content content_of_file(struct arena *a, int fd, size_t n, const char *path);
int content_sha256(const struct content *c, unsigned char out[SHA256_BYTES], struct err *e) MUST_CHECK;

#endif
