/* jail.c - see jail.h; the table of calls is syscalls.def. */
#include "worker/jail.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/calls.h"
#include "worker/landlock.h"

enum { FILTER_MOST = 4096, NOBODY = 65534 };

static struct sock_filter filter[FILTER_MOST];
static unsigned short filter_length;
static unsigned long long zygote_size;

#if defined(NOROSHI_SANITIZED)
enum { SLOWER = 20 };
#else
enum { SLOWER = 1 };
#endif

/* ---- in the zygote ---- */

#define WIDER(name) CALL(name, "")

static int add_calls(scmp_filter_ctx ctx)
{
#include "worker/syscalls.def"
	return 0;
}

/* The filter is compiled once; a child only installs it. */
static int compile_filter(struct err *e)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_KILL_PROCESS);
	int fd = memfd_create("filter", MFD_CLOEXEC), result = -1;
	ssize_t n;

	if (ctx == NULL || fd < 0 || add_calls(ctx) < 0 || seccomp_export_bpf(ctx, fd) < 0)
		goto out;
	n = pread(fd, filter, sizeof filter, 0);
	if (n <= 0 || (size_t)n >= sizeof filter)
		goto out;
	filter_length = (unsigned short)((size_t)n / sizeof filter[0]);
	result = 0;
out:
	if (fd >= 0)
		close(fd);
	if (ctx != NULL)
		seccomp_release(ctx);
	return result == 0 ? 0 : err_set(e, ERR_IO, "the jail's filter of system calls could not be made; nothing is read without it");
}

/* The descriptor stays open: once Landlock stands nothing can be opened any more. */
void jail_measure(void)
{
	static int fd = -1;
	char text[200] = "";
	unsigned long long pages = 0;

	if (fd < 0)
		fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	if (fd >= 0 && pread(fd, text, sizeof text - 1, 0) > 0)
		for (const char *p = text; *p >= '0' && *p <= '9'; p++)
			pages = pages * 10 + (unsigned long long)(*p - '0');
	zygote_size = pages * (unsigned long long)sysconf(_SC_PAGESIZE);
}

/* Whoever starts us as root gets a reader without root. */
int jail_drop_root(struct err *e)
{
	if (geteuid() != 0)
		return 0;
	if (setgroups(0, NULL) < 0 || setresgid(NOBODY, NOBODY, NOBODY) < 0 || setresuid(NOBODY, NOBODY, NOBODY) < 0)
		return err_errno(e, "the reader could not give up root");
	return 0;
}

int jail_prepare(struct jail_level *level, struct err *e)
{
	*level = (struct jail_level){ 0 };
	if (compile_filter(e) < 0)
		return -1;
	level->filter = true;
	level->no_network = unshare(CLONE_NEWNET) == 0;
	jail_measure();
	if (zygote_size == 0)
		return err_set(e, ERR_IO, "the reader cannot learn its own size from /proc, so its memory cannot be limited");
	if (jail_drop_root(e) < 0)
		return -1;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0)
		return err_errno(e, "the reader could not give up its rights");
	level->landlock = landlock_keep(NULL, 0, false);	/* no path at all */
	return 0;
}

/* ---- in the child ---- */

static void limit(__rlimit_resource_t what, unsigned long long soft, unsigned long long hard)
{
	const struct rlimit l = { soft, hard };

	if (setrlimit(what, &l) < 0)
		_exit(JAIL_EXIT_CLOSED);
}

static void set_limits(unsigned long long more)
{
	unsigned long long seconds = JAIL_CPU_S * SLOWER * (1 + more / JAIL_CPU_PER);

#if !defined(NOROSHI_SANITIZED)
	limit(RLIMIT_AS, zygote_size + JAIL_MEMORY + more, zygote_size + JAIL_MEMORY + more);
	limit(RLIMIT_NOFILE, 0, 0);
	limit(RLIMIT_NPROC, 0, 0);
#else
	(void)more;
#endif
	limit(RLIMIT_CPU, seconds, seconds + 1);
	limit(RLIMIT_FSIZE, 0, 0);
	limit(RLIMIT_CORE, 0, 0);
	limit(RLIMIT_MEMLOCK, 0, 0);
	limit(RLIMIT_MSGQUEUE, 0, 0);
}

static void keep_two(int in, int out)
{
	/* up first, so that neither covers the other */
	int high_in = fcntl(in, F_DUPFD, 10), high_out = fcntl(out, F_DUPFD, 10);
#if defined(NOROSHI_SANITIZED)
	unsigned first = 3;             /* the sanitizer reports on standard error */
#else
	unsigned first = 2;
#endif

	if (high_in < 0 || high_out < 0 || dup2(high_in, 0) < 0 || dup2(high_out, 1) < 0 ||
	    syscall(SYS_close_range, first, ~0U, 0) < 0)
		_exit(JAIL_EXIT_CLOSED);
}

void jail_enter(int in, int out, unsigned long long more)
{
	const struct sock_fprog program = { filter_length, filter };
	const struct itimerval wall = { .it_value = { .tv_sec = JAIL_WALL_S * SLOWER } };

	assert(filter_length > 0);
	keep_two(in, out);
	if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0 || setitimer(ITIMER_REAL, &wall, NULL) < 0)
		_exit(JAIL_EXIT_CLOSED);
	set_limits(more);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0 ||
	    syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0)
		_exit(JAIL_EXIT_CLOSED);
}
