/* content.c - memory, files, windows. */
#include "base/content.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

enum { STEP = 1 << 16 };

int content_read(const struct content *c, size_t at, char *into, size_t n, struct err *e)
{
	return n == 0 ? 0 : c->read(c->ctx, c->from + at, into, n, e);
}

static int read_memory(void *ctx, size_t at, char *into, size_t n, struct err *e)
{
	(void)e;
	memcpy(into, (const char *)ctx + at, n);
	return 0;
}

struct content content_of(struct str bytes)
{
	return (struct content){ .n = bytes.n, .read = read_memory, .ctx = (void *)(uintptr_t)bytes.p };
}

struct content content_window(const struct content *whole, size_t at, size_t n)
{
	struct content w = *whole;

	w.from += at;
	w.n = n;
	return w;
}

struct file {
	int fd;
	const char *path;
};

static int read_file(void *ctx, size_t at, char *into, size_t n, struct err *e)
{
	const struct file *f = ctx;

	while (n > 0) {
		ssize_t got = pread(f->fd, into, n, (off_t)at);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_errno(e, "%s cannot be read", f->path);
		if (got == 0)
			return err_set(e, ERR_INPUT, "%s changed while it was read", f->path);
		into += got;
		at += (size_t)got;
		n -= (size_t)got;
	}
	return 0;
}

static void close_file(void *file)
{
	close(((struct file *)file)->fd);
}

struct content content_of_file(struct arena *a, int fd, size_t n, const char *path)
{
	struct file *f = ARENA_NEW(a, struct file);

	*f = (struct file){ fd, arena_cstr(a, str_of(path)) };
	arena_defer(a, close_file, f);
	return (struct content){ .n = n, .read = read_file, .ctx = f };
}

int content_sha256(const struct content *c, unsigned char out[SHA256_BYTES], struct err *e)
{
	char *bytes = malloc(STEP);
	struct sha256 sum;
	int status = bytes != NULL ? 0 : err_set(e, ERR_IO, "out of memory");

	sha256_begin(&sum);
	for (size_t at = 0; at < c->n && status == 0; at += STEP) {
		size_t n = c->n - at < STEP ? c->n - at : STEP;

		status = content_read(c, at, bytes, n, e);
		if (status == 0)
			sha256_add(&sum, (struct str){ bytes, n });
	}
	sha256_end(&sum, out);
	free(bytes);
	return status;
}
