/* spool.c - files as they lie, pipes and requests by way of an encrypted file without a name. */
#include "store/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/random.h"

enum { CIPHER_BLOCK = 64, PART = 64 * 1024, IN_MEMORY = 1 << 20 };

struct spool {
	int fd;
	size_t n;
	unsigned char key[crypto_stream_xchacha20_KEYBYTES], nonce[crypto_stream_xchacha20_NONCEBYTES];
};

static void end(void *object)
{
	struct spool *s = object;

	close(s->fd);
	sodium_memzero(s, sizeof *s);
}

/* A file that never had a name: whenever this process ends, the system takes it away.  Where the file system knows
 * no such thing it has a name for a moment, and no content. */
static int open_nameless(const char *dir, struct arena *a, struct err *e)
{
	struct str name = arena_printf(a, "%s/.hand-in.XXXXXX", dir);
	int fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) {
		fd = mkostemp((char *)(uintptr_t)name.p, O_CLOEXEC);
		if (fd >= 0)
			unlink(name.p);
	}
	return fd >= 0 ? fd : err_errno(e, "a file in the hub's directory cannot be written");
}

int spool_new(const char *dir, struct arena *a, struct spool **spool_r, struct err *e)
{
	int fd = open_nameless(dir, a, e);
	struct spool *s;

	if (fd < 0)
		return -1;
	s = ARENA_NEW(a, struct spool);
	s->fd = fd;
	random_secret(s->key, sizeof s->key);
	random_secret(s->nonce, sizeof s->nonce);
	arena_defer(a, end, s);
	*spool_r = s;
	return 0;
}

/* In place, both ways, from any byte on: where `at` stands inside a block of the cipher, zeros stand for what is before
 * it.  Nothing is authenticated: the file has no name and lives as long as the process. */
static void turn(const struct spool *s, size_t at, char *bytes, size_t n)
{
	unsigned char part[PART + CIPHER_BLOCK];

	while (n > 0) {
		size_t skip = at % CIPHER_BLOCK, take = n < PART ? n : PART;

		memset(part, 0, skip);
		memcpy(part + skip, bytes, take);
		crypto_stream_xchacha20_xor_ic(part, part, skip + take, s->nonce, at / CIPHER_BLOCK, s->key);
		memcpy(bytes, part + skip, take);
		bytes += take;
		at += take;
		n -= take;
	}
}

static int write_all(struct spool *s, const char *bytes, size_t n, struct err *e)
{
	size_t done = 0;

	while (done < n) {
		ssize_t put = pwrite(s->fd, bytes + done, n - done, (off_t)(s->n + done));

		if (put < 0 && errno != EINTR)
			return err_errno(e, "a file in the hub's directory cannot be written");
		done += put > 0 ? (size_t)put : 0;
	}
	s->n += n;
	return 0;
}

int spool_add(struct spool *s, struct str bytes, struct err *e)
{
	char part[PART];

	for (size_t at = 0; at < bytes.n;) {
		size_t take = bytes.n - at < sizeof part ? bytes.n - at : sizeof part;

		memcpy(part, bytes.p + at, take);
		turn(s, s->n, part, take);
		if (write_all(s, part, take, e) < 0)
			return -1;
		at += take;
	}
	return 0;
}

static int read_spool(void *ctx, size_t at, char *into, size_t n, struct err *e)
{
	struct spool *s = ctx;
	size_t got = 0;

	while (got < n) {
		ssize_t done = pread(s->fd, into + got, n - got, (off_t)(at + got));

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return err_errno(e, "what was received cannot be read again");
		got += (size_t)done;
	}
	turn(s, at, into, n);
	return 0;
}

struct content spool_content(struct spool *s)
{
	return (struct content){ .n = s->n, .read = read_spool, .ctx = s };
}

/* ---- pipes ---- */

/* The next bytes of a pipe until the room is full or the pipe ends: how many, or -1. */
static ssize_t fill(char *into, size_t room, int from, const char *path, struct err *e)
{
	size_t n = 0;

	while (n < room) {
		ssize_t got = read(from, into + n, room - n);

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

/* The room below the low-water mark is not for it. */
static int spool_rest(struct spool *s, const struct hub *hub, char *part, size_t got, int from, const char *path, size_t most,
    struct err *e)
{
	while (got > 0) {
		ssize_t next;

		if (got > most - s->n)
			return err_set(e, ERR_LIMIT, "%s is larger than %zu bytes", path, most);
		if (hub_check_space(hub, e) < 0 || spool_add(s, (struct str){ part, got }, e) < 0)
			return -1;
		next = got < IN_MEMORY ? 0 : fill(part, IN_MEMORY, from, path, e);
		if (next < 0)
			return -1;
		got = (size_t)next;
	}
	return 0;
}

static int spool_pipe(const struct hub *hub, struct arena *a, int from, const char *path, size_t most, struct content *content_r,
    struct err *e)
{
	char *part = arena_alloc(a, IN_MEMORY);
	ssize_t got = fill(part, IN_MEMORY, from, path, e);
	struct spool *s;

	if (got < 0)
		return -1;
	if ((size_t)got > most)
		return err_set(e, ERR_LIMIT, "%s is larger than %zu bytes", path, most);
	if (got < IN_MEMORY) {
		*content_r = content_of((struct str){ part, (size_t)got });
		return 0;
	}
	if (spool_new(hub->dir, a, &s, e) < 0 || spool_rest(s, hub, part, (size_t)got, from, path, most, e) < 0)
		return -1;
	*content_r = spool_content(s);
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
