/* zip.h - the members of a zip that is a file format (OOXML), by libarchive, bounded (jail only). */
#ifndef PARSE_ZIP_H
#define PARSE_ZIP_H

#include "base/arena.h"

enum { ZIP_MEMBERS = 5000, ZIP_MEMBER = 8 << 20, ZIP_KEPT = 16 << 20, ZIP_RATIO = 200, ZIP_RATIO_FROM = 1 << 20, ZIP_UNPACKED = 256 << 20 };

struct zip_reader {
	bool (*wanted)(struct str name);
	/* the member's bytes, cut at ZIP_MEMBER; they live in the arena */
	void (*each)(void *ctx, struct str name, struct str bytes);
	void *ctx;
};

/* False where not everything was looked at: damage, or a limit. */
bool zip_each(struct arena *a, struct str bytes, const struct zip_reader *reader);

#endif
