/* archive.c - listing archives. */
#include "parse/archive.h"

#include <archive.h>
#include <archive_entry.h>

#include "base/text.h"

bool archive_looks_like(struct str b)
{
	static const struct { size_t at; const char *magic; size_t n; } magics[] = {
		{ 0, "PK\3\4", 4 }, { 0, "PK\5\6", 4 }, { 0, "Rar!\x1a\7", 6 }, { 0, "7z\xbc\xaf\x27\x1c", 6 }, { 0, "\x1f\x8b", 2 },
		{ 257, "ustar", 5 }, { 0, "MSCF", 4 }, { 0x8001, "CD001", 5 },
	};

	for (size_t i = 0; i < sizeof magics / sizeof magics[0]; i++)
		if (b.n >= magics[i].at + magics[i].n && memcmp(b.p + magics[i].at, magics[i].magic, magics[i].n) == 0)
			return true;
	return false;
}


bool archive_list(struct arena *a, struct str bytes, struct archive_member **list_r, size_t *count_r)
{
	struct archive *r = archive_read_new();
	struct archive_member *list = NULL;
	struct archive_entry *entry;
	size_t count = 0, room = 0;
	bool opened;

	archive_read_support_format_zip(r);
	archive_read_support_format_7zip(r);
	archive_read_support_format_tar(r);
	archive_read_support_format_iso9660(r);
	archive_read_support_filter_gzip(r);
	opened = archive_read_open_memory(r, bytes.p, bytes.n) == ARCHIVE_OK;
	while (opened && count < ARCHIVE_MEMBERS && archive_read_next_header(r, &entry) == ARCHIVE_OK) {
		const char *name = archive_entry_pathname(entry);

		*ARENA_PUSH(a, list, count, room) = (struct archive_member){
			.name = arena_str(a, utf8_repair(a, str_of(name != NULL ? name : "?"))),
			.bytes = archive_entry_size_is_set(entry) ? archive_entry_size(entry) : -1,
			.encrypted = archive_entry_is_encrypted(entry) };
	}
	archive_read_free(r);
	*list_r = list;
	*count_r = count;
	return opened && count > 0;
}
