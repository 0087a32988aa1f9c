/* package.c - see package.h.  Times and owners of members are fixed: a package tells nothing of the machine. */
#include "handover/package.h"

#include <archive.h>
#include <archive_entry.h>

enum { BLOCK = 1 << 18 };

struct package {
	struct archive *zip;
	char block[BLOCK];
};

static int failed(struct package *p, struct err *e)
{
	const char *why = archive_error_string(p->zip);

	return err_set(e, ERR_IO, "the package cannot be written: %s", why != NULL ? why : "?");
}

static void end(void *package)
{
	struct package *p = package;

	archive_write_free(p->zip);
	p->zip = NULL;
}

int package_open(struct arena *a, int fd, const char *password, struct package **p_r, struct err *e)
{
	struct package *p = ARENA_NEW(a, struct package);

	p->zip = archive_write_new();
	arena_defer(a, end, p);
	*p_r = p;
	if (archive_write_set_format_zip(p->zip) != ARCHIVE_OK ||
	    archive_write_set_options(p->zip, "zip:encryption=aes256,zip:hdrcharset=UTF-8") != ARCHIVE_OK ||
	    archive_write_set_passphrase(p->zip, password) != ARCHIVE_OK || archive_write_open_fd(p->zip, fd) != ARCHIVE_OK)
		return failed(p, e);
	return 0;
}

static int begin_member(struct package *p, struct str name, size_t bytes, struct arena *a, struct err *e)
{
	struct archive_entry *entry = archive_entry_new();
	int status;

	archive_entry_update_pathname_utf8(entry, arena_cstr(a, name));
	archive_entry_set_size(entry, (la_int64_t)bytes);
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_perm(entry, 0600);
	archive_entry_set_mtime(entry, 315619200, 0);   /* 1980-01-02: the container tells no time */
	status = archive_write_header(p->zip, entry);
	archive_entry_free(entry);
	return status == ARCHIVE_OK ? 0 : failed(p, e);
}

int package_add(struct package *p, struct arena *a, struct str name, const struct content *content, struct str sha256, struct err *e)
{
	unsigned char digest[SHA256_BYTES];
	struct sha256 sum;

	if (begin_member(p, name, content->n, a, e) < 0)
		return -1;
	sha256_begin(&sum);
	for (size_t at = 0; at < content->n; at += BLOCK) {
		size_t n = content->n - at < BLOCK ? content->n - at : BLOCK;

		if (content_read(content, at, p->block, n, e) < 0)
			return -1;
		sha256_add(&sum, (struct str){ p->block, n });
		if (archive_write_data(p->zip, p->block, n) != (la_ssize_t)n)
			return failed(p, e);
	}
	sha256_end(&sum, digest);
	if (sha256.p != NULL && !str_eq(hex_of(a, digest, sizeof digest), sha256))
		return err_set(e, ERR_CORRUPT, STR_FMT " is not what its source said yes to; nothing was handed over", STR_ARG(name));
	return 0;
}

int package_close(struct package *p, struct err *e)
{
	return archive_write_close(p->zip) == ARCHIVE_OK ? 0 : failed(p, e);
}
