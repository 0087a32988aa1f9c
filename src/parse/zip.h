/* zip.h - the members of a zip that is a file format (Office Open XML, OpenDocument), by libarchive, bounded (jail only).
 *
 * Only what is wanted is unpacked; every bound that was met is named. */
#ifndef PARSE_ZIP_H
#define PARSE_ZIP_H

#include "base/arena.h"

enum { ZIP_MEMBERS = 10000, ZIP_MEMBER = 8 << 20, ZIP_KEPT = 24 << 20, ZIP_RATIO = 200, ZIP_RATIO_FROM = 1 << 20, ZIP_NAME = 300 };

struct zip_reader {
	/* `bytes`: its size as the directory says; 0 where it does not */
	bool (*wanted)(void *ctx, struct str name, long long bytes);
	/* the member's bytes, cut at ZIP_MEMBER; name and bytes live in the arena */
	void (*each)(void *ctx, struct str name, struct str bytes);
	void *ctx;
};

struct zip_end {
	size_t members;                 /* seen, wanted or not */
	bool encrypted;                 /* at least one is, and was not read */
	bool damaged;                   /* it broke off, or a wanted member did */
	const char *limit;              /* the first of paper.members, paper.member-bytes, paper.unpacked-bytes, paper.ratio; NULL */
	long long limit_at;
};

struct zip_end zip_each(struct arena *a, struct str bytes, const struct zip_reader *reader);

#endif
