/* faults.c - preloaded into the program by tests: disks that fail.
 *
 * FAULT_SYNC=N      the N-th fsync or fdatasync fails with EIO, and every one after it
 * FAULT_NO_SYNC=1   fsync and fdatasync do nothing and say "done", like synchronous=OFF
 * FAULT_SPACE=N     after N bytes written to files whose name holds FAULT_UNDER the disk is full
 * FAULT_KILL_SAYING=WORD  kill -9 in the moment before the first line with WORD goes to standard output
 * FAULT_COUNT=FILE  gets one byte for every sync that was asked for
 *
 * and what SQLite is asked: FAULT_STATEMENTS=FILE gets the text of every statement that is kept, with a NUL behind it. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static long number(const char *name)
{
	const char *value = getenv(name);

	return value != NULL ? strtol(value, NULL, 10) : -1;
}

static void count(void)
{
	const char *path = getenv("FAULT_COUNT");
	int fd = path != NULL ? open(path, O_WRONLY | O_CREAT | O_APPEND, 0600) : -1;

	if (fd < 0)
		return;
	syscall(SYS_write, fd, ".", 1);
	close(fd);
}

static int do_sync(int fd, long call)
{
	static long seen;
	long at = number("FAULT_SYNC");

	count();
	if (at > 0 && ++seen >= at) {
		errno = EIO;
		return -1;
	}
	return number("FAULT_NO_SYNC") == 1 ? 0 : (int)syscall(call, fd);
}

int fsync(int fd)
{
	return do_sync(fd, SYS_fsync);
}

int fdatasync(int fd)
{
	return do_sync(fd, SYS_fdatasync);
}

static int is_full(int fd, size_t n)
{
	static long used;
	const char *under = getenv("FAULT_UNDER");
	char link[64], path[PATH_MAX];
	ssize_t got;
	long space = number("FAULT_SPACE");

	if (space < 0 || under == NULL)
		return 0;
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	got = readlink(link, path, sizeof path - 1);
	if (got < 0)
		return 0;
	path[got] = '\0';
	if (strstr(path, under) == NULL)
		return 0;
	used += (long)n;
	return used > space;
}

ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t at)
{
	if (is_full(fd, n)) {
		errno = ENOSPC;
		return -1;
	}
	return syscall(SYS_pwrite64, fd, bytes, n, at);
}

ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at)
{
	return pwrite64(fd, bytes, n, at);
}

ssize_t write(int fd, const void *bytes, size_t n)
{
	if (is_full(fd, n)) {
		errno = ENOSPC;
		return -1;
	}
	return syscall(SYS_write, fd, bytes, n);
}

/* The program has one place where it speaks (cli/out.c): one fwrite, which waits in the buffer until fflush. */
size_t fwrite(const void *bytes, size_t size, size_t n, FILE *to)
{
	static size_t (*next)(const void *, size_t, size_t, FILE *);
	const char *word = getenv("FAULT_KILL_SAYING");

	if (next == NULL)
		*(void **)&next = dlsym(RTLD_NEXT, "fwrite");
	if (to == stdout && word != NULL && memmem(bytes, size * n, word, strlen(word)) != NULL)
		raise(SIGKILL);
	return next(bytes, size, n, to);
}

/* Only the pointer types of sqlite3.h are missing here. */
int sqlite3_prepare_v3(void *db, const char *sql, int n, unsigned flags, void **stmt, const char **tail)
{
	int (*real)(void *, const char *, int, unsigned, void **, const char **) =
	    (int (*)(void *, const char *, int, unsigned, void **, const char **))dlsym(RTLD_NEXT, "sqlite3_prepare_v3");
	const char *path = getenv("FAULT_STATEMENTS");
	int fd = path != NULL ? open(path, O_WRONLY | O_CREAT | O_APPEND, 0600) : -1;

	if (fd >= 0) {
		syscall(SYS_write, fd, sql, strlen(sql) + 1);
		close(fd);
	}
	return real(db, sql, n, flags, stmt, tail);
}
