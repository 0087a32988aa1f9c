/* sample.c - see sample.h. */
#include "handover/sample.h"

#include <sys/mman.h>
#include <unistd.h>

#include "base/sha256.h"
#include "handover/package.h"

static int read_back(struct arena *a, int fd, struct str *bytes_r, struct err *e)
{
	off_t n = lseek(fd, 0, SEEK_END);
	char *p;

	if (n < 0)
		return err_set(e, ERR_IO, "the package cannot be read back");
	p = arena_room(a, (size_t)n + 1);
	for (off_t at = 0; at < n;) {
		ssize_t got = pread(fd, p + at, (size_t)(n - at), at);

		if (got <= 0)
			return err_set(e, ERR_IO, "the package cannot be read back");
		at += got;
	}
	*bytes_r = (struct str){ p, (size_t)n };
	return 0;
}

static int pack(struct arena *a, int fd, struct str bytes, struct str name, struct str *zip_r, struct err *e)
{
	struct content content = content_of(bytes);
	struct package *p;

	if (package_open(a, fd, SAMPLE_PASSWORD, &p, e) < 0 || package_add(p, a, name, &content, STR_NONE, e) < 0 || package_close(p, e) < 0)
		return -1;
	return read_back(a, fd, zip_r, e);
}

int sample_pack(struct arena *a, struct str bytes, struct str *name, struct str *zip_r, struct err *e)
{
	int fd = memfd_create("package", MFD_CLOEXEC), done;

	*name = sha256_hex(a, bytes);
	if (fd < 0)
		return err_set(e, ERR_IO, "there is no room for the package");
	done = pack(a, fd, bytes, *name, zip_r, e);
	close(fd);
	return done;
}
