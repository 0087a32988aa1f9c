/* test_envoy_jail.c - whoever takes over the process that asks the provider reaches nothing but the provider.
 *
 * Every attempt is made twice, each in a process of its own: plainly (there it must succeed: otherwise it would prove nothing) and in the jail,
 * where it must fail, or still succeed where the work needs it. */
#include "rows.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <pthread.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "access/envoy_jail.h"

static int listener;                    /* on 127.0.0.1, waiting for connections */
static struct sockaddr_in listening;
static struct sockaddr_un local = { .sun_family = AF_UNIX };    /* as /dev/log: takes datagrams */
static char own_file[300], new_file[300];  /* own_file, as a hub's key: readable by its owner */

static bool read_passwd(void) { return open("/etc/passwd", O_RDONLY) >= 0; }
static bool read_own_file(void) { return open(own_file, O_RDONLY) >= 0; }
static bool read_environment(void) { return open("/proc/self/environ", O_RDONLY) >= 0; }
static bool list_root(void) { return opendir("/") != NULL; }
static bool list_users(void) { return opendir("/home") != NULL || opendir("/root") != NULL; }
static bool write_file(void) { return open(own_file, O_WRONLY) >= 0; }
static bool make_file(void) { return open(new_file, O_RDWR | O_CREAT, 0600) >= 0; }
static bool remove_file(void) { return unlink(new_file) == 0 || mkdir(new_file, 0700) == 0; }
static bool memory_file(void) { return memfd_create("x", 0) >= 0; }
static bool raises_limit(void) { return setrlimit(RLIMIT_FSIZE, &(struct rlimit){ 1, 1 }) == 0; }
static bool traces(void) { return ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0; }
static bool signals_parent(void) { return kill(getppid(), 0) == 0; }
static bool new_namespace(void) { return unshare(CLONE_NEWUSER) == 0 || unshare(CLONE_FS) == 0; }
static bool local_socket(void) { return socket(AF_UNIX, SOCK_STREAM, 0) >= 0; }
static bool local_name(void)
{
	int pair[2];

	return socketpair(AF_UNIX, SOCK_DGRAM, 0, pair) == 0 && sendto(pair[0], "x", 1, 0, (const struct sockaddr *)&local, sizeof local) == 1;
}
static bool local_packets(void) { int pair[2]; return socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair) == 0; }
static bool wakes_threads(void) { int pair[2]; return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair) == 0; }
static bool kernel_socket(void) { return socket(AF_NETLINK, SOCK_RAW, 0) >= 0; }
static bool listens(void) { int s = socket(AF_INET, SOCK_STREAM, 0); return s >= 0 && listen(s, 1) == 0; }
static bool becomes_root(void) { return setresuid(0, 0, 0) == 0 || setresuid(getuid(), getuid(), getuid()) == 0; }
static bool dumpable(void) { return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 1; }

static bool executes(void)
{
	char *const args[] = { (char *)"true", NULL };

	execv("/bin/true", args);       /* ends with 0, as who gained something does */
	return false;
}

static bool forks(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	return pid > 0;
}

static bool reads_memory_of_parent(void)
{
	char byte;
	struct iovec mine = { &byte, 1 }, other = { &listening, 1 };

	return process_vm_readv(getpid(), &mine, 1, &other, 1, 0) == 1;
}

static bool runs_what_it_wrote(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

static bool makes_written_run(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return p != MAP_FAILED && mprotect(p, 4096, PROT_READ | PROT_EXEC) == 0;
}

static bool connects(void)
{
	int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	return s >= 0 && connect(s, (const struct sockaddr *)&listening, sizeof listening) == 0;
}

static bool sends_datagram(void)
{
	int s = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	return s >= 0 && connect(s, (const struct sockaddr *)&listening, sizeof listening) == 0 && send(s, "x", 1, 0) == 1;
}

static bool looks_up_name(void)
{
	struct addrinfo *found = NULL;

	return getaddrinfo("localhost", "443", NULL, &found) == 0 && found != NULL;
}

static bool reads_certificates(void)
{
	return open("/etc/resolv.conf", O_RDONLY) >= 0 && opendir("/etc/ssl/certs") != NULL;
}

static void *count(void *n) { ++*(int *)n; return NULL; }

static bool threads(void)
{
	pthread_t t;
	int n = 0;

	return pthread_create(&t, NULL, count, &n) == 0 && pthread_join(t, NULL) == 0 && n == 1;
}

static const struct attempt {
	const char *name;
	bool (*run)(void);
	bool inside;                    /* what its work needs */
} attempts[] = {
	{ "reads a file that everybody may read", read_passwd, false },
	{ "reads a file of its user", read_own_file, false },
	{ "reads its environment", read_environment, false },
	{ "lists the root", list_root, false },
	{ "lists the users", list_users, false },
	{ "writes to a file", write_file, false },
	{ "makes a file", make_file, false },
	{ "removes a file or makes a folder", remove_file, false },
	{ "makes a file in memory", memory_file, false },
	{ "sets a limit", raises_limit, false },
	{ "traces", traces, false },
	{ "signals its parent", signals_parent, false },
	{ "leaves for another namespace", new_namespace, false },
	{ "makes a local socket", local_socket, false },
	{ "sends to a local socket by its path", local_name, false },
	{ "makes a pair of sockets for packets", local_packets, false },
	{ "speaks to the kernel by a socket", kernel_socket, false },
	{ "listens", listens, false },
	{ "becomes somebody else", becomes_root, false },
	{ "can be looked into by others of its user", dumpable, false },
	{ "executes a program", executes, false },
	{ "forks", forks, false },
	{ "reads memory by the process calls", reads_memory_of_parent, false },
	{ "executes what it wrote", runs_what_it_wrote, false },
	{ "makes what it wrote executable", makes_written_run, false },
	{ "connects by TCP", connects, true },
	{ "sends by UDP", sends_datagram, true },
	{ "looks up a name", looks_up_name, true },
	{ "reads certificates and name servers", reads_certificates, true },
	{ "makes a thread", threads, true },
	{ "makes a pair of sockets for streams", wakes_threads, true },
};

/* 0: it gained something; 1: nothing; 2: the jail could not be closed. */
static int try(const struct attempt *t, bool jailed)
{
	struct err e = { 0 };
	pid_t pid = fork();
	int status = 0;

	if (pid == 0) {
		if (jailed && envoy_jail(&e) < 0) {
			fprintf(stderr, "%s\n", e.text);
			_exit(2);
		}
		_exit(t->run() ? 0 : 1);
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

static void reaches_nothing_else(void **state)
{
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(attempts); i++) {
		ROW_CHECK(bad, attempts[i].name, try(&attempts[i], false) == 0);
		ROW_CHECK(bad, attempts[i].name, try(&attempts[i], true) == (attempts[i].inside ? 0 : 1));
	}
	assert_int_equal(bad, 0);
}

/* As on a kernel that has none. */
static bool take_landlock(void)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ALLOW);

	return ctx != NULL && seccomp_rule_add(ctx, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(landlock_create_ruleset), 0) == 0 && seccomp_load(ctx) == 0;
}

/* 0: closed; 1: but for files, and those can be read then; 2: anything else. */
static int closes(bool landlock)
{
	struct err e = { 0 };
	pid_t pid = fork();
	int status = 0;

	if (pid == 0) {
		int jailed = landlock || take_landlock() ? envoy_jail(&e) : -1;

		_exit(jailed == 0 ? read_passwd() ? 2 : 0 : jailed == 1 && read_passwd() && !local_socket() && !forks() ? 1 : 2);
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 2;
}

static void says_that_files_stay_open(void **state)
{
	(void)state;
	assert_int_equal(closes(true), 0);
	assert_int_equal(closes(false), 1);
}

static void files_that_were_replaced(void **state)
{
	unsigned long long before = envoy_files(own_file);
	int fd = open(new_file, O_RDWR | O_CREAT, 0600);

	(void)state;
	assert_true(before == envoy_files(own_file));
	assert_true(fd >= 0 && rename(new_file, own_file) == 0);
	assert_true(before != envoy_files(own_file));
	close(fd);
}

/* A sanitizer's run time needs calls that the jail forbids. */
#if defined(NOROSHI_SANITIZED)
static void skipped(void **state)
{
	(void)state;
	fprintf(stderr, "skipped: not on a build with sanitizers\n");
}
#define JAILED_TEST(f) { #f, (f) != NULL ? skipped : (f), NULL, NULL, NULL }
#else
#define JAILED_TEST(f) cmocka_unit_test(f)
#endif

int main(void)
{
	const struct CMUnitTest tests[] = {
		JAILED_TEST(reaches_nothing_else),
		JAILED_TEST(says_that_files_stay_open),
		cmocka_unit_test(files_that_were_replaced),
	};
	socklen_t n = sizeof listening;
	const char *folder = test_dir();
	int status;

	snprintf(own_file, sizeof own_file, "%s/key", folder);
	snprintf(new_file, sizeof new_file, "%s/new", folder);
	snprintf(local.sun_path, sizeof local.sun_path, "/tmp/envoy-%d", (int)getpid());        /* whom root became reaches it, too */
	if (bind(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0), (const struct sockaddr *)&local, sizeof local) < 0 || chmod(local.sun_path, 0666) < 0)
		return 1;
	listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	listening = (struct sockaddr_in){ .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	if (close(open(own_file, O_RDWR | O_CREAT, 0600)) < 0 || bind(listener, (const struct sockaddr *)&listening, sizeof listening) < 0 || listen(listener, 8) < 0 ||
	    getsockname(listener, (struct sockaddr *)&listening, &n) < 0)
		return 1;
	status = cmocka_run_group_tests(tests, NULL, NULL);
	unlink(local.sun_path);
	test_dir_remove(folder);
	return status;
}
