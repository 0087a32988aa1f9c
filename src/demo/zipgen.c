/* zipgen.c - archives for the demo, with fixed metadata so that a seed gives the same bytes. */
#include <archive.h>
#include <archive_entry.h>
#include <assert.h>

#include "demo/mailgen.h"

struct str zip_write(struct arena *a, const struct mail_file *files, size_t n)
{
	struct archive *zip = archive_write_new();
	size_t room = 4096, used = 0;
	char *out;

	for (size_t i = 0; i < n; i++)
		room += files[i].bytes.n + files[i].name.n * 2 + 512;
	out = arena_alloc(a, room);
	archive_write_set_format_zip(zip);
	archive_write_set_options(zip, "zip:compression=store,zip:hdrcharset=UTF-8");
	assert(archive_write_open_memory(zip, out, room, &used) == ARCHIVE_OK);
	for (size_t i = 0; i < n; i++) {
		struct archive_entry *entry = archive_entry_new();

		archive_entry_update_pathname_utf8(entry, arena_cstr(a, files[i].name));
		archive_entry_set_size(entry, (la_int64_t)files[i].bytes.n);
		archive_entry_set_filetype(entry, AE_IFREG);
		archive_entry_set_perm(entry, 0644);
		archive_entry_set_mtime(entry, 1538352000, 0);  /* 2018-10-01, the demo's first day */
		archive_write_header(zip, entry);
		archive_write_data(zip, files[i].bytes.p, files[i].bytes.n);
		archive_entry_free(entry);
	}
	archive_write_close(zip);
	archive_write_free(zip);
	return (struct str){ out, used };
}
