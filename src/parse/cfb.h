/* cfb.h - compound files ([MS-CFB], "OLE2"): a small file system in a file, as Outlook's .msg, Office
 * documents before 2007 and VBA projects are.
 *
 * Versions 3 and 4.  Everything is bounded by the size of the file: a chain of sectors that runs in a
 * circle ends after as many steps as there are sectors, a directory entry is visited once, and all
 * streams together give at most one and a half times the file (a hostile directory names one chain many times).
 * What is damaged gives what can be read of it.  Entries that the tree does not reach are not there. */
#ifndef PARSE_CFB_H
#define PARSE_CFB_H

#include <stdint.h>

#include "base/arena.h"

enum { CFB_ROOT = 0, CFB_NONE = -1, CFB_ENTRIES = 65536 };

struct cfb_entry {
	struct str name;                /* UTF-8 */
	bool is_storage, is_stream;     /* neither: the slot is empty or not reached */
	int parent, first, next;        /* first: of the children, in the order of their names; CFB_NONE */
	int last;
	const char *class_id;           /* 16 bytes; NULL where there is none */
	uint32_t start;
	uint64_t size;
};

struct cfb {
	struct arena *arena;
	struct str bytes;
	unsigned shift;                 /* a sector is 1 << shift bytes */
	uint32_t *fat, *mini_fat;
	size_t sectors, mini_sectors;
	struct str mini;                /* the stream that holds the small ones */
	struct cfb_entry *entries;      /* [CFB_ROOT] is the root storage */
	size_t count;
	size_t left;                    /* bytes that may still be given out */
	bool damaged;                   /* something was not as it should be */
	bool limited;                   /* more entries or bytes than are looked at */
};

bool cfb_looks_like(struct str bytes);
/* NULL where there is no root storage that can be read. */
struct cfb *cfb_open(struct arena *a, struct str bytes);
/* The stream's bytes: a view into the file where they lie in one piece, else a copy. Short where damaged;
 * "" for a storage. */
struct str cfb_read(struct cfb *c, int entry);
/* The entry of that name (ASCII without case) in a storage; CFB_NONE. */
int cfb_find(const struct cfb *c, int storage, struct str name);
/* "Root/Storage/Stream" without the root's name. */
struct str cfb_path(struct arena *a, const struct cfb *c, int entry);

/* ---- cfb_build.c ---- */
struct cfb_new {
	struct str name;                /* UTF-8, at most 31 units of UTF-16 */
	bool is_storage;
	size_t parent;                  /* index; of [0], the root, not looked at */
	struct str bytes;               /* of a stream; "" of a storage */
	const char *class_id;           /* or NULL */
};
/* A file that holds these entries; [0] is the root, a parent stands before its children. */
struct str cfb_build(struct arena *a, const struct cfb_new *news, size_t n);

#endif
