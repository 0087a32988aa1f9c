/* zip.c - see zip.h. */
#include "parse/zip.h"

#include <archive.h>
#include <archive_entry.h>

#include "base/buf.h"
#include "base/text.h"

struct unzipping {
	struct arena *arena;
	struct str whole;
	size_t unpacked, kept;
};

static bool over_budget(const struct unzipping *u)
{
	return u->unpacked > ZIP_UNPACKED || (u->unpacked > ZIP_RATIO_FROM && u->unpacked / ZIP_RATIO > u->whole.n) || u->kept >= ZIP_KEPT;
}

/* Empty where the member is damaged from its first byte on. */
static struct str member(struct unzipping *u, struct archive *ar, bool *whole_r)
{
	size_t room = ZIP_KEPT - u->kept;
	const void *block;
	la_int64_t offset;
	struct buf out;
	size_t n;
	int status;

	buf_init_arena(&out, u->arena, room < ZIP_MEMBER ? room : ZIP_MEMBER);
	while ((status = archive_read_data_block(ar, &block, &n, &offset)) == ARCHIVE_OK && !over_budget(u) && out.n < out.max) {
		u->unpacked += n;
		if (block != NULL && n > 0)
			buf_add(&out, str_at((struct str){ block, n }, 0, out.max - out.n));
	}
	*whole_r = status == ARCHIVE_EOF;
	u->kept += out.n;
	return buf_str(&out);
}

bool zip_each(struct arena *a, struct str bytes, const struct zip_reader *reader)
{
	struct unzipping u = { .arena = a, .whole = bytes };
	struct archive *ar = archive_read_new();
	struct archive_entry *entry;
	bool all = true;
	size_t members = 0;
	int status = ARCHIVE_FATAL;

	if (ar == NULL)
		return false;
	archive_read_support_format_zip(ar);
	if (archive_read_open_memory(ar, bytes.p, bytes.n) == ARCHIVE_OK) {
		while ((status = archive_read_next_header(ar, &entry)) == ARCHIVE_OK || status == ARCHIVE_WARN) {
			struct str name = str_of(archive_entry_pathname(entry)), content;
			bool whole;

			if (members++ >= ZIP_MEMBERS || over_budget(&u)) {
				all = false;
				break;
			}
			if (name.p == NULL || archive_entry_filetype(entry) != AE_IFREG || archive_entry_is_encrypted(entry) || !reader->wanted(name))
				continue;
			name = arena_str(a, utf8_repair(a, name));
			content = member(&u, ar, &whole);
			all &= whole;
			reader->each(reader->ctx, name, content);
		}
	}
	archive_read_free(ar);
	return all && (status == ARCHIVE_EOF || status == ARCHIVE_OK || status == ARCHIVE_WARN);
}
