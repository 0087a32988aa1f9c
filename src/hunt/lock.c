/* lock.c - see lock.h; the table of calls is scan_calls.def. */
#include "hunt/lock.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <malloc.h>
#include <seccomp.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/calls.h"

enum { FILTER_MOST = 1024 };

static struct sock_filter filter[FILTER_MOST];
static unsigned short filter_length;

static int add_calls(scmp_filter_ctx ctx)
{
#include "hunt/scan_calls.def"
	return 0;
}

static int by_value(const void *x, const void *y)
{
	return *(const int *)x - *(const int *)y;
}

/* glibc's qsort asks for the size of memory once, before its first large array. */
static void warm_qsort(void)
{
	static int numbers[4096];

	qsort(numbers, sizeof numbers / sizeof numbers[0], sizeof numbers[0], by_value);
}

int scan_lock_prepare(struct err *e)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_KILL_PROCESS);
	int fd = memfd_create("filter", MFD_CLOEXEC);
	ssize_t n = -1;

	warm_qsort();
	/* with heaps of their own for threads malloc opens files about processors and memory, later */
	mallopt(M_ARENA_MAX, 1);
	if (ctx != NULL && fd >= 0 && add_calls(ctx) == 0 && seccomp_export_bpf(ctx, fd) == 0)
		n = pread(fd, filter, sizeof filter, 0);
	if (fd >= 0)
		close(fd);
	if (ctx != NULL)
		seccomp_release(ctx);
	if (n <= 0 || (size_t)n >= sizeof filter)
		return err_set(e, ERR_IO, "the lock of the scanning threads could not be made; nothing is read without it");
	filter_length = (unsigned short)((size_t)n / sizeof filter[0]);
	return 0;
}

int scan_lock(struct err *e)
{
	struct sock_fprog program = { filter_length, filter };

#if defined(NOROSHI_SANITIZED)          /* the sanitizer's own run time needs more */
	(void)program;
	return filter_length > 0 ? 0 : err_set(e, ERR_IO, "the lock of the scanning threads could not be made; nothing is read without it");
#else
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) < 0)
		return err_set(e, ERR_IO, "the lock of the scanning threads could not be made; nothing is read without it");
	return 0;
#endif
}
