/* test_tool.c - a hostile tool gets nothing out.
 *
 * This program is its own tool: started under the name HOSTILE it reads from its descriptor 0 what to try and
 * writes GOOD to descriptor 1 where that brought it something.  Every attempt runs twice: as a tool (nothing may
 * come out) and plainly executed (there it must succeed: otherwise the attempt would prove nothing). */
#include "rows.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "worker/tool.h"

#define HOSTILE "hostile-tool"

static char self[512];                  /* the path of this program */

static void put(const char *bytes, size_t n)
{
	if (write(1, bytes, n) < 0)
		return;
}

/* ---- the attempts: true where something was gained ---- */

static bool read_passwd(void)
{
	return open("/etc/passwd", O_RDONLY) >= 0;
}

static bool read_own_environment(void)
{
	return open("/proc/self/environ", O_RDONLY) >= 0;
}

static bool read_program_folder(void)
{
	return open("/usr/bin/env", O_RDONLY) >= 0;
}

static bool list_root(void)
{
	DIR *d = opendir("/");

	return d != NULL && readdir(d) != NULL;
}

static bool look_at_file(void)
{
	struct stat st;

	return stat("/etc/passwd", &st) == 0;
}

static bool ask_access(void)
{
	return access("/etc/passwd", F_OK) == 0;
}

static bool read_link(void)
{
	char path[200];

	return readlink("/proc/self/exe", path, sizeof path) > 0;
}

static bool make_file(void)
{
	char path[] = "/tmp/noroshi-hostile-tool-XXXXXX";
	int fd = mkstemp(path);

	if (fd >= 0)
		unlink(path);
	return fd >= 0;
}

static bool write_through_input(void)
{
	return ftruncate(0, 0) == 0 || write(0, "x", 1) == 1;
}

static bool make_socket(void)
{
	return socket(AF_INET, SOCK_STREAM, 0) >= 0;
}

static bool make_unix_socket(void)
{
	return socket(AF_UNIX, SOCK_DGRAM, 0) >= 0;
}

static bool run_program(void)
{
	char *const args[] = { (char *)"echo", (char *)"GOOD", NULL };

	execv("/bin/echo", args);
	return false;
}

static bool run_program_by_descriptor(void)
{
	char *const args[] = { (char *)"echo", (char *)"GOOD", NULL };
	int fd = open("/bin/echo", O_PATH);

	/* at the number that the filter lets through */
	if (fd >= 0 && fd != 3)
		fd = dup2(fd, 3);
	syscall(SYS_execveat, 3, "", args, environ, AT_EMPTY_PATH);
	return false;
}

static bool forks(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	return pid > 0;
}

static bool signals_supervisor(void)
{
	return kill(getppid(), 0) == 0;
}

static bool traces(void)
{
	return ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0;
}

static bool reads_memory(void)
{
	char byte;
	struct iovec mine = { &byte, 1 }, other = { self, 1 };

	return process_vm_readv(getpid(), &mine, 1, &other, 1, 0) == 1;
}

static bool inherits(void)
{
	for (int fd = 3; fd < 300; fd++)
		if (fcntl(fd, F_GETFD) >= 0)
			return true;
	return false;
}

static bool inherits_by_reading(void)
{
	char byte;

	for (int fd = 3; fd < 32; fd++)
		if (read(fd, &byte, 1) == 1)
			return true;
	return false;
}

static bool finds_environment(void)
{
	return getenv("NOROSHI_TEST_SECRET") != NULL;
}

static bool raises_limit(void)
{
	return setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 }) == 0;
}

static bool shared_memory(void)
{
	return shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600) >= 0;
}

static bool memory_file(void)
{
	return memfd_create("x", 0) >= 0;
}

static bool sleeps(void)
{
	return usleep(1000) == 0;
}

static bool changes_directory(void)
{
	return chdir("/tmp") == 0;
}

/* ---- what does not end by itself ---- */

static bool loops(void)
{
	volatile int i = 0;

	while (i < 2)
		i ^= 1;
	return false;
}

static bool closes_and_loops(void)
{
	close(1);
	return loops();
}

static bool takes_memory(void)
{
	for (;;) {
		volatile char *p = malloc(1 << 20);

		if (p == NULL)
			_exit(5);
		for (size_t i = 0; i < 1 << 20; i += 4096)
			p[i] = 1;
	}
}

static bool writes_without_end(void)
{
	static char bytes[1 << 14];

	for (;;)
		if (write(1, bytes, sizeof bytes) < 0)
			_exit(0);
}

static bool follows_null(void)
{
	volatile char *volatile p = NULL;

	return *p == 1;
}

static bool aborts(void)
{
	abort();
}

static const struct attempt {
	const char *name;
	bool (*run)(void);
	const char *limit;              /* NULL: an attempt with a control; else how it has to end */
} attempts[] = {
	{ "reads a file", read_passwd, NULL },
	{ "reads its environment from /proc", read_own_environment, NULL },
	{ "reads another program", read_program_folder, NULL },
	{ "lists the root", list_root, NULL },
	{ "asks for a file's status", look_at_file, NULL },
	{ "asks whether a file exists", ask_access, NULL },
	{ "reads a link", read_link, NULL },
	{ "makes a file", make_file, NULL },
	{ "makes a network socket", make_socket, NULL },
	{ "makes a local socket", make_unix_socket, NULL },
	{ "executes a program", run_program, NULL },
	{ "executes a program by a descriptor", run_program_by_descriptor, NULL },
	{ "forks", forks, NULL },
	{ "signals the supervisor", signals_supervisor, NULL },
	{ "traces itself", traces, NULL },
	{ "reads memory by the process calls", reads_memory, NULL },
	{ "finds an open descriptor", inherits, NULL },
	{ "reads an open descriptor", inherits_by_reading, NULL },
	{ "finds the environment", finds_environment, NULL },
	{ "sets limits", raises_limit, NULL },
	{ "takes shared memory", shared_memory, NULL },
	{ "makes a file in memory", memory_file, NULL },
	{ "sleeps", sleeps, NULL },
	{ "changes directory", changes_directory, NULL },
	{ "changes its input", write_through_input, "tool.forbidden-call" },
	{ "loops", loops, "tool.cpu-seconds" },
	{ "closes its output and loops", closes_and_loops, "tool.crashed" },
	{ "takes memory", takes_memory, "tool.failed" },
	{ "writes without end", writes_without_end, "tool.output-bytes" },
	{ "follows a null pointer", follows_null, "tool.crashed" },
	{ "aborts for want of memory", aborts, "tool.crashed" },
};

static void hostile(void)
{
	char name[100] = "";
	ssize_t n = read(0, name, sizeof name - 1);

	if (strcmp(name, "is honest") == 0)
		put("GOOD", 4);
	for (size_t i = 0; n > 0 && i < COUNT_OF(attempts); i++)
		if (strcmp(name, attempts[i].name) == 0)
			put(attempts[i].run() ? "GOOD" : "none", 4);
	_exit(0);
}

/* ---- the supervisor ---- */

static long long ms_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

/* What it wrote, in *text; how it ended. */
static struct tool_end run_tool(const struct tool *tool, struct str bytes, char *text, size_t room)
{
	struct tool_run r;
	struct tool_end end = { NULL, 0, 0 };

	text[0] = '\0';
	if (!tool_start(&r, tool, bytes, ms_now(), &end))
		return end;
	for (bool more = true; more && ms_now() <= r.deadline_ms;) {
		struct pollfd p = { r.out, POLLIN, 0 };

		if (poll(&p, 1, 200) > 0)
			more = tool_step(&r);
	}
	snprintf(text, room, STR_FMT, STR_ARG(str_at(buf_str(&r.output), 0, room - 1)));
	end = tool_finish(&r, ms_now());
	tool_fini(&r);
	return end;
}

/* The control: the same program, executed without anything around it. */
static bool gained_outside(const char *name)
{
	char *const args[] = { (char *)HOSTILE, NULL };
	char answer[64] = "";
	int in[2], out[2], status;
	pid_t pid;

	if (pipe(in) < 0 || pipe(out) < 0 || write(in[1], name, strlen(name)) < 0)
		return false;
	close(in[1]);
	pid = fork();
	if (pid == 0) {
		dup2(in[0], 0);
		dup2(out[1], 1);
		execv(self, args);
		_exit(1);
	}
	close(out[1]);
	if (read(out[0], answer, sizeof answer - 1) < 0)
		answer[0] = '\0';
	close(out[0]);
	close(in[0]);
	waitpid(pid, &status, 0);
	return strstr(answer, "GOOD") != NULL;
}

static void nothing_gets_out(void **state)
{
	const struct tool tool = { self, { HOSTILE, NULL } };
	int secret[2], bad = 0;

	(void)state;
	assert_int_equal(pipe(secret), 0);      /* without O_CLOEXEC: an ordinary child has it */
	for (int i = 0; i < 10; i++)
		assert_int_equal(write(secret[1], "secretsecret", 12), 12);
	for (size_t i = 0; i < COUNT_OF(attempts); i++) {
		char text[64];
		struct tool_end end = run_tool(&tool, str_of(attempts[i].name), text, sizeof text);
		bool gained = strstr(text, "GOOD") != NULL;

		ROW_CHECK(bad, attempts[i].name, !gained);
		if (attempts[i].limit == NULL)
			ROW_CHECK(bad, attempts[i].name, gained_outside(attempts[i].name));
		else if (attempts[i].run != loops || end.limit == NULL || strcmp(end.limit, "tool.wall-seconds") != 0)
			ROW_STR(bad, attempts[i].name, str_of(end.limit), attempts[i].limit);  /* on a busy machine the clock is first */
	}
	close(secret[0]);
	close(secret[1]);
	assert_int_equal(bad, 0);
}

/* It is started at all, and an honest one is heard: the other tests would pass without. */
static void an_honest_tool_is_heard(void **state)
{
	const struct tool honest = { self, { HOSTILE, NULL } }, absent = { "/nonexistent/pdftotext", { "pdftotext", NULL } };
	char text[64];
	struct tool_end end = run_tool(&honest, STR("is honest"), text, sizeof text);

	(void)state;
	assert_string_equal(text, "GOOD");
	assert_null(end.limit);
	end = run_tool(&absent, STR("x"), text, sizeof text);
	assert_string_equal(end.limit, "tool.absent");
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

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = { JAILED_TEST(an_honest_tool_is_heard), JAILED_TEST(nothing_gets_out) };
	ssize_t n;

	if (argc > 0 && strcmp(argv[0], HOSTILE) == 0)
		hostile();
	n = readlink("/proc/self/exe", self, sizeof self - 1);
	if (n <= 0 || setenv("NOROSHI_TEST_SECRET", "secret", 1) < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
