/* zip.c - see zip.h. */
#include "parse/zip.h"

#include <archive.h>
#include <archive_entry.h>

#include "base/buf.h"
#include "base/text.h"

struct unzipping {
	struct arena *arena;
	struct str whole;
	size_t kept;
	struct zip_end end;
};

static void limit(struct unzipping *u, const char *name, long long at)
{
	if (u->end.limit != NULL)
		return;
	u->end.limit = name;
	u->end.limit_at = at;
}

static bool over_budget(struct unzipping *u)
{
	bool full = u->kept >= ZIP_KEPT, bomb = u->kept > ZIP_RATIO_FROM && u->kept / ZIP_RATIO > u->whole.n, many = u->end.members > ZIP_MEMBERS;

	if (full)
		limit(u, "paper.unpacked-bytes", ZIP_KEPT);
	else if (bomb)
		limit(u, "paper.ratio", ZIP_RATIO);
	else if (many)
		limit(u, "paper.members", ZIP_MEMBERS);
	return full || bomb || many;
}

/* Empty where the member is damaged from its first byte on. */
static struct str member(struct unzipping *u, struct archive *ar)
{
	size_t room = ZIP_KEPT - u->kept;
	const void *block;
	la_int64_t offset;
	struct buf out;
	size_t n;
	int status;

	buf_init_arena(&out, u->arena, room < ZIP_MEMBER ? room : ZIP_MEMBER);
	while ((status = archive_read_data_block(ar, &block, &n, &offset)) == ARCHIVE_OK && out.n < out.max && !over_budget(u)) {
		size_t before = out.n;

		if (block != NULL && n > 0)
			buf_add(&out, str_at((struct str){ block, n }, 0, out.max - out.n));
		u->kept += out.n - before;
	}
	if (out.n == out.max)
		limit(u, "paper.member-bytes", ZIP_MEMBER);
	u->end.damaged |= status != ARCHIVE_EOF && status != ARCHIVE_OK;
	return buf_str(&out);
}

static void each_member(struct unzipping *u, struct archive *ar, const struct zip_reader *reader)
{
	struct archive_entry *entry;
	int status = ARCHIVE_OK;

	while (!over_budget(u) && (status = archive_read_next_header(ar, &entry)) >= ARCHIVE_WARN && status != ARCHIVE_EOF) {
		const char *path = archive_entry_pathname(entry);
		struct str name = utf8_repair(u->arena, arena_str(u->arena, str_at(str_of(path != NULL ? path : ""), 0, ZIP_NAME)));

		u->end.members++;
		if (archive_entry_is_encrypted(entry))
			u->end.encrypted = true;
		else if (archive_entry_filetype(entry) == AE_IFREG && reader->wanted(reader->ctx, name, archive_entry_size(entry)))
			reader->each(reader->ctx, name, member(u, ar));
	}
	u->end.damaged |= status < ARCHIVE_WARN;
}

struct zip_end zip_each(struct arena *a, struct str bytes, const struct zip_reader *reader)
{
	struct unzipping u = { .arena = a, .whole = bytes };
	struct archive *ar = archive_read_new();

	if (ar == NULL)
		return (struct zip_end){ .damaged = true };
	archive_read_support_format_zip(ar);
	if (archive_read_open_memory(ar, bytes.p, bytes.n) == ARCHIVE_OK)
		each_member(&u, ar, reader);
	else
		u.end.damaged = true;
	archive_read_free(ar);
	return u.end;
}
