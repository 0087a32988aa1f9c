/* spool.c - files as they lie, pipes by way of an encrypted file without a name. */
#include "store/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/random.h"

enum { BLOCK = 1 << 20 };       /* a multiple of the cipher's 64 bytes: every block begins at a count of its own */

struct spool {
	struct content file;
	int fd;
	unsigned char key[crypto_stream_xchacha20_KEYBYTES], nonce[crypto_stream_xchacha20_NONCEBYTES];
	long long have;                 /* the block in `block`; -1: none */
	size_t n;
	unsigned char block[BLOCK];
};

/* In place, both ways.  Nothing is authenticated: the file has no name and lives as long as the process. */
static void turn(struct spool *s, size_t n, size_t at)
{
	crypto_stream_xchacha20_xor_ic(s->block, s->block, n, s->nonce, at / 64, s->key);
}

static int load_block(struct spool *s, size_t block, size_t size, struct err *e)
{
	s->have = -1;
	if (content_read(&s->file, block * BLOCK, (char *)s->block, size, e) < 0)
		return -1;
	turn(s, size, block * BLOCK);
	s->have = (long long)block;
	return 0;
}

static int read_spool(void *ctx, size_t at, char *into, size_t n, struct err *e)
{
	struct spool *s = ctx;

	while (n > 0) {
		size_t block = at / BLOCK, inside = at % BLOCK, left = s->n - block * BLOCK, size = left < BLOCK ? left : BLOCK;
		size_t part = size - inside < n ? size - inside : n;

		if (s->have != (long long)block && load_block(s, block, size, e) < 0)
			return -1;
		memcpy(into, s->block + inside, part);
		into += part;
		at += part;
		n -= part;
	}
	return 0;
}

static void forget(void *spool)
{
	sodium_memzero(spool, sizeof(struct spool));
	free(spool);
}

/* The next bytes of a pipe until the block is full or the pipe ends: how many, or -1. */
static ssize_t fill(struct spool *s, int from, const char *path, struct err *e)
{
	size_t n = 0;

	while (n < BLOCK) {
		ssize_t got = read(from, s->block + n, BLOCK - n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_errno(e, "%s cannot be read", path);
		if (got == 0)
			break;
		n += (size_t)got;
	}
	return (ssize_t)n;
}

/* A file that never had a name: whenever this process ends, the system takes it away.  Where the file system knows
 * no such thing it has a name for a moment, and no content. */
static int open_nameless(struct spool *s, const struct hub *hub, struct arena *a, const char *path, struct err *e)
{
	struct str name = arena_printf(a, "%s/.hand-in.XXXXXX", hub->dir);

	s->fd = open(hub->dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (s->fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) {
		s->fd = mkostemp((char *)(uintptr_t)name.p, O_CLOEXEC);
		if (s->fd >= 0)
			unlink(name.p);
	}
	if (s->fd < 0)
		return err_errno(e, "a file in the hub's directory cannot be written");
	s->file = content_of_file(a, s->fd, 0, path);   /* closes it */
	return 0;
}

static int write_block(struct spool *s, size_t n, struct err *e)
{
	size_t done = 0;

	turn(s, n, s->n);
	while (done < n) {
		ssize_t put = pwrite(s->fd, s->block + done, n - done, (off_t)(s->n + done));

		if (put < 0 && errno != EINTR)
			return err_errno(e, "a file in the hub's directory cannot be written");
		done += put > 0 ? (size_t)put : 0;
	}
	s->n += n;
	return 0;
}

/* A pipe whose first block is full and stands in s->block.  The room below the low-water mark is not for it. */
static int spool_long(struct spool *s, const struct hub *hub, int from, const char *path, size_t most, struct err *e)
{
	ssize_t got = BLOCK;

	while (got > 0) {
		if ((size_t)got > most - s->n)
			return err_set(e, ERR_LIMIT, "%s is larger than %zu bytes", path, most);
		if (hub_check_space(hub, e) < 0 || write_block(s, (size_t)got, e) < 0)
			return -1;
		got = (size_t)got < BLOCK ? 0 : fill(s, from, path, e);
	}
	return got < 0 ? -1 : 0;
}

static int spool_pipe(const struct hub *hub, struct arena *a, int from, const char *path, size_t most, struct content *content_r,
    struct err *e)
{
	struct spool *s = calloc(1, sizeof *s);
	ssize_t got;

	if (s == NULL)
		return err_set(e, ERR_IO, "out of memory");
	arena_defer(a, forget, s);
	s->have = -1;
	random_secret(s->key, sizeof s->key);
	random_secret(s->nonce, sizeof s->nonce);
	got = fill(s, from, path, e);
	if (got < 0)
		return -1;
	if (got == BLOCK) {
		if (open_nameless(s, hub, a, path, e) < 0 || spool_long(s, hub, from, path, most, e) < 0)
			return -1;
	} else {                        /* all of it is in memory */
		s->n = (size_t)got;
		s->have = 0;
	}
	*content_r = (struct content){ .n = s->n, .read = read_spool, .ctx = s };
	return 0;
}

int spool_open(const struct hub *hub, struct arena *a, const char *path, size_t most, struct content *content_r, struct err *e)
{
	bool is_stdin = str_eq(str_of(path), STR("-"));
	int fd = is_stdin ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3) : open(path, O_RDONLY | O_CLOEXEC), status;
	struct stat st;

	if (fd < 0)
		return err_errno(e, "%s cannot be opened", path);
	if (fstat(fd, &st) < 0)
		st.st_mode = 0;
	/* a file of the system's that says 0 bytes (/proc) may have some: it is read like a pipe */
	if (S_ISREG(st.st_mode) && st.st_size > 0 && lseek(fd, 0, SEEK_CUR) == 0) {
		*content_r = content_of_file(a, fd, (size_t)st.st_size, path);  /* which closes it */
		return (unsigned long long)st.st_size <= most ? 0 : err_set(e, ERR_LIMIT, "%s is larger than %zu bytes", path, most);
	}
	status = S_ISDIR(st.st_mode) ? err_set(e, ERR_INPUT, "%s is a directory, not a file", path) :
	    spool_pipe(hub, a, fd, path, most, content_r, e);
	close(fd);
	return status;
}
