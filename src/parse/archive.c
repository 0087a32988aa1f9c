/* archive.c - listing archives. */
#include "parse/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>

#include "base/text.h"
#include "parse/mail/reading.h"

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

/* libarchive drops a UTF-8 name that the process's locale cannot write, and our process has none: for
 * the time of a listing the thread has this one. */
static locale_t utf8_locale;

void archive_warm(void)
{
	if (utf8_locale == (locale_t)0)
		utf8_locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
}

/* Names come as UTF-8 where the archive says so, else as bytes: in Japan those of CP932. */
static struct str name_of(struct arena *a, struct archive_entry *entry)
{
	const char *utf8 = archive_entry_pathname_utf8(entry), *raw = archive_entry_pathname(entry);
	struct str name = str_of(utf8 != NULL ? utf8 : raw != NULL ? raw : "?");
	char out[1024];
	size_t n;

	if (!utf8_valid(name) && name.n < sizeof out / 3 && (n = iconv_run("CP932", name, out, sizeof out)) > 0)
		name = (struct str){ out, n };
	return arena_str(a, utf8_repair(a, name));
}

bool archive_list(struct arena *a, struct str bytes, struct archive_member **list_r, size_t *count_r)
{
	locale_t before = utf8_locale != (locale_t)0 ? uselocale(utf8_locale) : (locale_t)0;
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
	/* a name that cannot be converted is a warning */
	while (opened && count < ARCHIVE_MEMBERS && archive_read_next_header(r, &entry) >= ARCHIVE_WARN) {
		*ARENA_PUSH(a, list, count, room) = (struct archive_member){
			.name = name_of(a, entry),
			.bytes = archive_entry_size_is_set(entry) ? archive_entry_size(entry) : -1,
			.encrypted = archive_entry_is_encrypted(entry) };
	}
	archive_read_free(r);
	if (before != (locale_t)0)
		uselocale(before);
	*list_r = list;
	*count_r = count;
	return opened && count > 0;
}
