/* file.c - whole files. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"

static int read_all(int fd, struct buf *out, const char *path, struct err *e)
{
	char block[65536] __attribute__((uninitialized));       /* clearing it costs more than reading a mail */
	ssize_t n;

	for (;;) {
		bool into = out->room > out->n + 1;     /* there is room: not copied */

		n = into ? read(fd, out->p + out->n, out->room - out->n - 1) : read(fd, block, sizeof block);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(e, "%s cannot be read", path);
		if (n == 0)
			return 0;
		if (into) {
			out->n += (size_t)n;
			out->p[out->n] = '\0';
		} else {
			buf_add(out, (struct str){ block, (size_t)n });
		}
		if (out->failed)
			return err_set(e, ERR_LIMIT, "%s is larger than %zu bytes", path, out->max);
	}
}

int file_read(struct arena *a, const char *path, size_t most, struct str *bytes_r, struct err *e)
{
	bool is_stdin = str_eq(str_of(path), STR("-"));
	int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC), status;
	struct buf out;
	struct stat st;

	if (fd < 0)
		return path[0] == '\0' ? err_set(e, ERR_USAGE, "the name of the file to read is empty") :
		    err_errno(e, "%s cannot be opened", path);
	if (fstat(fd, &st) < 0)
		st.st_mode = 0;
	if (S_ISDIR(st.st_mode)) {
		if (!is_stdin)
			close(fd);
		return err_set(e, ERR_INPUT, "%s is a directory, not a file", path);
	}
	buf_init_arena(&out, a, most);
	/* room at once: in an arena every growth leaves the old block behind */
	if (S_ISREG(st.st_mode) && (unsigned long long)st.st_size < most)
		buf_reserve(&out, (size_t)st.st_size);
	status = S_ISREG(st.st_mode) && (unsigned long long)st.st_size > most ?
	    err_set(e, ERR_LIMIT, "%s is larger than %zu bytes", path, most) : read_all(fd, &out, path, e);
	if (!is_stdin)
		close(fd);
	*bytes_r = buf_str(&out);
	return status;
}

static int write_all(int fd, struct str bytes)
{
	while (bytes.n > 0) {
		ssize_t n = write(fd, bytes.p, bytes.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		bytes = str_from(bytes, (size_t)n);
	}
	return 0;
}

int file_sync_directory(const char *path)
{
	char directory[4096];
	struct str whole = str_of(path);
	long long slash = str_rfind_char(whole, '/');
	int fd, status;

	snprintf(directory, sizeof directory, STR_FMT, STR_ARG(str_at(whole, 0, slash > 0 ? (size_t)slash : 0)));
	fd = open(slash > 0 ? directory : slash == 0 ? "/" : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	status = fsync(fd);
	close(fd);
	return status;
}

/* A device or pipe under this name stays what it is. */
static int write_into(const char *path, struct str bytes, struct err *e)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC), status = 0;

	if (fd < 0)
		return err_errno(e, "%s cannot be opened", path);
	if (write_all(fd, bytes) < 0)
		status = err_errno(e, "%s cannot be written", path);
	close(fd);
	return status;
}

int file_replace(const char *path, struct str bytes, unsigned mode, struct err *e)
{
	char beside[4096];
	struct stat st;
	int fd;

	if (path[0] == '\0')
		return err_set(e, ERR_USAGE, "the name of the file to write is empty");
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return err_set(e, ERR_INPUT, "%s is a directory, not a file", path);
	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode))
		return write_into(path, bytes, e);
	if (snprintf(beside, sizeof beside, "%s.new", path) >= (int)sizeof beside)
		return err_set(e, ERR_INPUT, "the path %s is too long", path);
	fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
	if (fd < 0)
		return err_errno(e, "%s cannot be made", beside);
	if (write_all(fd, bytes) < 0 || fsync(fd) < 0) {
		err_errno(e, "%s cannot be written", beside);
		close(fd);
		unlink(beside);
		return -1;
	}
	close(fd);
	if (rename(beside, path) < 0 || file_sync_directory(path) < 0) {
		err_errno(e, "%s cannot be put in place", path);
		unlink(beside);
		return -1;
	}
	return 0;
}
