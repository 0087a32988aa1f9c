/* archive_tree.h - everything inside an archive, archives inside it too: names, sizes, kinds; opened with a
 * password where one of those given fits.
 *
 * Bounds, each named where it is reached: depth, members, bytes unpacked, ratio.  What an archive holds is read
 * by libarchive (zip, 7z, rar, cab, iso, tar, lzh; gzip, bzip2, xz, zstd), in the jail. */
#ifndef PARSE_ARCHIVE_TREE_H
#define PARSE_ARCHIVE_TREE_H

#include "base/arena.h"

enum {
	TREE_DEPTH = 16, TREE_MEMBERS = 10000,
	TREE_UNPACKED = 64 << 20,       /* of one mail's archives together */
	TREE_RATIO = 200, TREE_RATIO_FROM = 1 << 20,
	TREE_NESTED = 8 << 20,          /* an inner archive above that is listed and not opened */
	TREE_KEPT = 256 << 10,          /* of a small member that is looked at further */
};

struct archive_node {
	struct str name;                /* the member's own, UTF-8 */
	struct str path;                /* "a.zip!b.iso!c.lnk" without the outermost file's name */
	int parent;                     /* index of the archive it lies in; -1: the file itself */
	int depth;                      /* 1: directly inside */
	long long bytes;                /* -1: unknown */
	bool encrypted;                 /* needs a password */
	bool sealed;                    /* encrypted, and no password opens it here (7z, RAR) */
	bool opened;                    /* its bytes were read */
	const char *type;               /* by its first bytes; NULL */
	struct str sha256;              /* of opened ones; absent */
	struct str body;                /* shortcuts, pages, scripts, documents and pictures up to TREE_KEPT; absent */
};

struct archive_tree {
	const struct archive_node *nodes;
	size_t count;
	bool encrypted;                 /* at least one member is, or what lists them */
	bool locked;                    /* and at least one could not be opened; a password would */
	bool sealed;                    /* and at least one no password opens here */
	struct str password;            /* that opened it; absent */
	const char *limit;              /* archive.depth .members .bytes .ratio .nested .udf .damaged, or NULL */
	long long limit_at;
};

/* What several files of one mail may cost together. */
struct archive_budget {
	size_t members;
	unsigned long long unpacked;
};

/* Never fails; no node where the bytes are no archive. */
const struct archive_tree *archive_tree_read(struct arena *a, struct str bytes, const struct str *passwords, size_t password_count,
    struct archive_budget *spent);

#endif
