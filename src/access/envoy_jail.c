/* envoy_jail.c - see envoy_jail.h; the table of calls is envoy_calls.def. */
#include "access/envoy_jail.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <malloc.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/calls.h"
#include "base/log.h"
#include "worker/jail.h"
#include "worker/landlock.h"

enum { MEMORY = 512 << 20, FILES_MOST = 1024, CPU_S = 600 };

static const struct landlock_path paths[] = {
	/* names */
	{ "/etc/resolv.conf", false }, { "/etc/hosts", false }, { "/etc/nsswitch.conf", false }, { "/etc/host.conf", false }, { "/etc/gai.conf", false },
	{ "/etc/services", false }, { "/etc/ld.so.cache", false }, { "/lib", false }, { "/lib64", false }, { "/usr/lib", false },
	/* certificates */
	{ "/etc/ssl/certs", false }, { "/etc/ssl/openssl.cnf", false }, { "/etc/pki", false }, { "/usr/share/ca-certificates", false },
	{ "/usr/local/share/ca-certificates", false },
};

static unsigned long long mark_of(const char *path)
{
	struct stat st;

	return stat(path, &st) < 0 ? 1 : (unsigned long long)st.st_ino ^ (unsigned long long)st.st_ctim.tv_sec << 20 ^ (unsigned long long)st.st_ctim.tv_nsec;
}

unsigned long long envoy_files(const char *more)
{
	unsigned long long mark = more != NULL ? mark_of(more) : 0;

	for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
		mark = mark * 31 + mark_of(paths[i].path);
	return mark;
}

static int add_calls(scmp_filter_ctx ctx)
{
#include "access/envoy_calls.def"
	return 0;
}

static bool install_filter(void)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ERRNO(ENOSYS));
	bool done = ctx != NULL && add_calls(ctx) == 0 && seccomp_load(ctx) == 0;

	if (ctx != NULL)
		seccomp_release(ctx);
	return done;
}

/* Whoever started the hub may have been given some that its children inherit. */
static bool drop_capabilities(void)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct none[2] = { { 0, 0, 0 }, { 0, 0, 0 } };

	return prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) == 0 && syscall(SYS_capset, &header, none) == 0;
}

static bool limit(__rlimit_resource_t what, unsigned long long most)
{
	return setrlimit(what, &(struct rlimit){ most, most }) == 0;
}

static bool set_limits(void)
{
#if !defined(NOROSHI_SANITIZED)         /* the sanitizer's shadow is larger */
	if (!limit(RLIMIT_AS, MEMORY))
		return false;
#endif
	return limit(RLIMIT_CPU, CPU_S) && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_CORE, 0) && limit(RLIMIT_NOFILE, FILES_MOST) && limit(RLIMIT_MEMLOCK, 0) &&
	    limit(RLIMIT_MSGQUEUE, 0);
}

int envoy_jail(struct err *e)
{
	bool confined;

	mallopt(M_ARENA_MAX, 1);        /* a heap of its own for each thread would be most of the memory it may have */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || jail_drop_root(e) < 0 || prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0)
		return err_errno(e, "the process that asks the provider could not give up its rights");
	confined = landlock_keep(paths, sizeof paths / sizeof paths[0], true) > 0;
	if (!confined)                  /* before the limits: a log that is a file takes no word after them */
		log_event(LOG_WARN, "oidc.envoy-unconfined", " why=\"the kernel has no Landlock\"");
	if (chdir("/") < 0 || !drop_capabilities() || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0 || !set_limits() || !install_filter())
		return err_errno(e, "the process that asks the provider could not give up its rights");
	return confined ? 0 : 1;
}
