/* archive.h - what is inside an archive: names and sizes, by libarchive, bounded (jail only). */
#ifndef PARSE_ARCHIVE_H
#define PARSE_ARCHIVE_H

#include "base/arena.h"

enum { ARCHIVE_MEMBERS = 1000 };

struct archive_member {
	struct str name;                /* UTF-8, repaired */
	long long bytes;                /* -1: not told */
	bool encrypted;
};

/* Members in order; false where the bytes are no archive that can be listed. */
bool archive_list(struct arena *a, struct str bytes, struct archive_member **list_r, size_t *count_r);
/* Opens the locale that names are read in; before the jail closes. */
void archive_warm(void);
/* zip, rar, 7z, gzip, tar, cab, iso by their first bytes. */
bool archive_looks_like(struct str bytes);

#endif
