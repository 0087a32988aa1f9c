/* pieces.h - a container is cut into what it holds: mbox, archive, mails attached to a mail.
 * Runs inside the jail. */
#ifndef WORKER_PIECES_H
#define WORKER_PIECES_H

#include "base/arena.h"
#include "worker/wire.h"

enum {
	PIECES_MEMBERS = 10000,
	PIECES_RATIO = 200,             /* unpacked : packed, above PIECES_RATIO_FROM */
	PIECES_RATIO_FROM = 1 << 20,
	PIECES_TOTAL = 256 << 20,
	PIECES_MAIL = 25 << 20,         /* what is kept of one member */
};

struct piece {
	struct str name;                /* #N of an mbox, !name of an archive */
	struct str bytes;               /* views into the container, or unpacked */
	bool inside;                    /* bytes are a range of the container */
};

struct piece_limit {
	const char *name;
	long long at;
};

enum pieces_kind { PIECES_NONE, PIECES_MBOX, PIECES_ARCHIVE };

/* What the bytes are by their first ones.  An Office document or another archive that is a file
 * format of its own is no container here. */
enum pieces_kind pieces_look(struct str bytes);

/* What encrypted members are tried with: one fits the first of them, and is tried on all. */
struct piece_keys {
	const struct str *list;
	size_t count;
	size_t fitted;                  /* 1 + the index of the one that did; 0: none, or none was needed */
};

/* Calls `each` for every piece.  An archive that cannot be read at all: -1 (a password, damage).
 * A limit ends the cutting and is set in *limit_r; "archive.password": something stayed locked, "archive.cipher": and no password opens it.  `keys` may be NULL. */
int pieces_each(struct arena *a, struct str bytes, enum pieces_kind kind, struct piece_keys *keys,
    void (*each)(void *ctx, const struct piece *p), void *ctx, struct piece_limit *limit_r) MUST_CHECK;

/* Archive readers open things when first used: before the jail closes. */
void pieces_warm(void);

#endif
