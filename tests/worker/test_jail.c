/* test_jail.c - a hostile reader gets nothing out.
 *
 * This program is its own zygote; its work is an attacker who is told what to try.  It writes
 * GOOD to descriptor 1 once an attempt brought it something.  Every attempt runs twice: in the
 * jail (nothing may come out) and outside, forked plainly (there it must succeed: otherwise the
 * attempt would prove nothing). */
#include "rows.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/io_uring.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "worker/pool.h"
#include "worker/zygote.h"

static struct str target;               /* what the attempt is aimed at: a path, a pid, a descriptor */

static int target_number(void)
{
	long long n = -1;

	return str_to_int(target, &n) ? (int)n : -1;
}

/* Writes, whatever becomes of it. */
static void put(const char *bytes, size_t n)
{
	if (write(1, bytes, n) < 0)
		return;
}

/* ---- the attempts: true where something was gained ---- */

static bool open_file(void)
{
	return open("/etc/passwd", O_RDONLY) >= 0;
}

static bool open_file_old(void)
{
	return syscall(SYS_open, "/etc/passwd", O_RDONLY) >= 0;
}

static bool make_file(void)
{
	return open(target.p, O_RDWR | O_CREAT, 0600) >= 0;
}

static bool look_at_file(void)
{
	struct stat st;

	return stat("/etc/passwd", &st) == 0;
}

static bool remove_file(void)
{
	int fd = open(target.p, O_RDWR | O_CREAT, 0600);

	return fd >= 0 && unlink(target.p) == 0;
}

static bool read_link(void)
{
	char path[200];

	return readlink("/proc/self/exe", path, sizeof path) > 0;
}

static bool list_directory(void)
{
	DIR *d = opendir("/");

	return d != NULL && readdir(d) != NULL;
}

static bool make_socket(void)
{
	return socket(AF_INET, SOCK_STREAM, 0) >= 0;
}

static bool make_unix_socket(void)
{
	return socket(AF_UNIX, SOCK_DGRAM, 0) >= 0;
}

static bool make_pair(void)
{
	int fds[2];

	return socketpair(AF_UNIX, SOCK_STREAM, 0, fds) == 0;
}

static bool run_program(void)
{
	char *const args[] = { (char *)"echo", (char *)"GOOD", NULL };

	execv("/bin/echo", args);
	return false;
}

static bool run_program_forked(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	return pid > 0;
}

static bool trace_parent(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0 ? 7 : 0);
	if (pid > 0) {
		int status;

		waitpid(pid, &status, 0);
		return WIFEXITED(status) && WEXITSTATUS(status) == 7;
	}
	return false;
}

static bool trace_itself(void)
{
	return ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0;
}

static bool signal_other(void)
{
	return kill(target_number(), 0) == 0;
}

static bool signal_parent(void)
{
	return kill(getppid(), 0) == 0;
}

static bool queue_signal(void)
{
	return syscall(SYS_tgkill, target_number(), target_number(), 0) == 0;
}

static bool read_memory_of_other(void)
{
	char byte;
	struct iovec mine = { &byte, 1 }, other = { (void *)&target, 1 };

	return process_vm_readv(getpid(), &mine, 1, &other, 1, 0) == 1;
}

/* The secret pipe of the supervisor stands at the descriptor that target names. */
static bool read_other_descriptor(void)
{
	char byte;

	return read(target_number(), &byte, 1) == 1;
}

static bool any_open_descriptor(void)
{
	struct pollfd p = { 3, 0, 0 };

	for (p.fd = 3; p.fd < 300; p.fd++)
		if (fcntl(p.fd, F_GETFD) >= 0)
			return true;
	return false;
}

static bool write_to_error(void)
{
	return write(2, "", 0) == 0;
}

static bool write_to_input(void)
{
	return dup2(1, 0) == 0 && write(0, "", 0) == 0;
}

static bool duplicate(void)
{
	return dup(0) >= 0;
}

static bool executable_memory(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

static bool make_executable(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return mprotect(p, 4096, PROT_READ | PROT_EXEC) == 0;
}

static bool shared_memory(void)
{
	return shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600) >= 0;
}

static bool memory_file(void)
{
	return memfd_create("x", 0) >= 0;
}

static bool new_namespace(void)
{
	return unshare(CLONE_FILES) == 0;
}

static bool ring(void)
{
	struct io_uring_params p = { 0 };

	/* a kernel may have it switched off: then event descriptors stand for it */
	return syscall(SYS_io_uring_setup, 4, &p) >= 0 || syscall(SYS_eventfd2, 0, 0) >= 0;
}

static bool raise_limit(void)
{
	struct rlimit l;

	return getrlimit(RLIMIT_AS, &l) == 0 && setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 }) == 0;
}

static bool stop_the_clock(void)
{
	return alarm(0) != 1000;
}

static bool change_directory(void)
{
	return chdir("/tmp") == 0;
}

static bool become_other(void)
{
	return setuid(getuid()) == 0;
}

static bool other_architecture(void)
{
	long answer;

	/* the 32-bit door into the kernel: getpid is 20 there */
	__asm__ volatile("int $0x80" : "=a"(answer) : "a"(20L) : "r8", "r9", "r10", "r11", "memory");
	return answer > 0;
}

static bool x32_call(void)
{
	/* with the bit of the x32 table: ENOSYS outside is an answer too, the jail must not answer */
	return syscall(SYS_getpid | 0x40000000) != 0;
}

static const struct attempt {
	const char *name;
	bool (*run)(void);
} attempts[] = {
	{ "opens a file", open_file },
	{ "opens a file by the old call", open_file_old },
	{ "makes a file", make_file },
	{ "asks whether a file exists", look_at_file },
	{ "removes a file", remove_file },
	{ "reads a link", read_link },
	{ "lists a directory", list_directory },
	{ "makes a network socket", make_socket },
	{ "makes a local socket", make_unix_socket },
	{ "makes a socket pair", make_pair },
	{ "forks", run_program_forked },
	{ "traces a child", trace_parent },
	{ "traces itself", trace_itself },
	{ "signals the supervisor", signal_other },
	{ "signals the zygote", signal_parent },
	{ "signals a thread", queue_signal },
	{ "reads memory by the process calls", read_memory_of_other },
	{ "reads another descriptor", read_other_descriptor },
	{ "finds an open descriptor", any_open_descriptor },
	{ "writes to standard error", write_to_error },
	{ "writes to its input", write_to_input },
	{ "duplicates a descriptor", duplicate },
	{ "maps executable memory", executable_memory },
	{ "makes memory executable", make_executable },
	{ "takes shared memory", shared_memory },
	{ "makes a file in memory", memory_file },
	{ "makes a namespace", new_namespace },
	{ "opens a ring or event", ring },
	{ "asks for limits", raise_limit },
	{ "stops the alarm", stop_the_clock },
	{ "changes directory", change_directory },
	{ "changes its user", become_other },
	{ "calls by the 32-bit door", other_architecture },
	{ "calls by the x32 table", x32_call },
	{ "executes a program", run_program },
};

/* ---- what does not end by itself ---- */

static bool endless_loop(void)
{
	volatile int i = 0;

	while (i < 2)
		i ^= 1;
	return false;
}

static int deeper(volatile int n)
{
	volatile char frame[1024];

	frame[0] = (char)n;
	return n < 0 ? 0 : deeper(n + 1) + frame[0];
}

static bool recursion(void)
{
	return deeper(0) > 0;
}

static bool endless_memory(void)
{
	for (;;) {
		volatile char *p = malloc(1 << 20);

		if (p == NULL)
			_exit(JAIL_EXIT_ARENA);
		for (size_t i = 0; i < 1 << 20; i += 4096)
			p[i] = 1;
	}
}

static bool endless_writes(void)
{
	static char bytes[1 << 16];

	for (;;)
		if (write(1, bytes, sizeof bytes) < 0)
			_exit(0);
}

static bool null_pointer(void)
{
	volatile char *volatile p = NULL;

	return *p == 1;
}

static bool says_nothing(void)
{
	_exit(0);
}

static bool says_half(void)
{
	put("\1\0\0\0\0\0\0", 7);
	_exit(0);
}

static bool says_nonsense(void)
{
	char bytes[64];

	memset(bytes, 0xff, sizeof bytes);
	put(bytes, sizeof bytes);
	_exit(0);
}

static bool says_and_fails(void)
{
	wire_send(&(struct wire_result){ .frame = WIRE_END, .name = STR(""), .bytes = STR("") });
	_exit(5);
}

static const struct misuse {
	const char *name;
	bool (*run)(void);
	enum pool_ended how;
} misuses[] = {
	{ "loops", endless_loop, POOL_CPU },
	{ "recurses", recursion, POOL_CRASHED },
	{ "takes memory", endless_memory, POOL_MEMORY },
	{ "writes without end", endless_writes, POOL_TOO_MUCH },
	{ "follows a null pointer", null_pointer, POOL_CRASHED },
	{ "says nothing", says_nothing, POOL_INVALID },
	{ "says half a frame", says_half, POOL_INVALID },
	{ "says nonsense", says_nonsense, POOL_INVALID },
	{ "ends with a status", says_and_fails, POOL_INVALID },
	{ "opens a file", open_file, POOL_FORBIDDEN },
};

/* ---- the zygote's work ---- */

static bool run_named(struct str name)
{
	for (size_t i = 0; i < COUNT_OF(attempts); i++)
		if (str_eq(name, str_of(attempts[i].name)))
			return attempts[i].run();
	for (size_t i = 0; i < COUNT_OF(misuses); i++)
		if (str_eq(name, str_of(misuses[i].name)))
			return misuses[i].run();
	return false;
}

static char taught[64];

static void learn(struct str document)
{
	snprintf(taught, sizeof taught, STR_FMT, STR_ARG(document));
}

/* Sleeps are forbidden inside; the clock is not. */
static bool is_slow(void)
{
	struct timespec now;
	time_t until;

	clock_gettime(CLOCK_MONOTONIC, &now);
	until = now.tv_sec + 2;
	while (now.tv_sec < until)
		clock_gettime(CLOCK_MONOTONIC, &now);
	return true;
}

/* As many bytes as it was taught, each an x. */
static bool counts(void)
{
	char number[24];
	size_t n = 0;

	while (n < target.n && target.p[n] == 'x')
		n++;
	snprintf(number, sizeof number, "%zu", n);
	return n == target.n && strcmp(number, taught) == 0;
}

static void say(const char *word)
{
	wire_send(&(struct wire_result){ .frame = WIRE_REFUSED, .name = STR(""), .bytes = str_of(word) });
	wire_send(&(struct wire_result){ .frame = WIRE_END, .name = STR(""), .bytes = STR("") });
}

static void hostile_run(void)
{
	static char bytes[1 << 20];
	struct arena *a = arena_new(1 << 20, arena_full_exit);
	struct wire_envelope v;
	size_t n = 0;
	ssize_t got;

	while ((got = read(0, bytes + n, sizeof bytes - n)) > 0)
		n += (size_t)got;
	if (!wire_get_envelope(a, (struct str){ bytes, n }, &v) || v.file_count != 1)
		_exit(JAIL_EXIT_INPUT);
	target = arena_str(a, v.files[0].bytes);
	if (str_eq(v.files[0].name, STR("is slow")))
		is_slow();
	if (str_eq(v.files[0].name, STR("counts"))) {
		say(counts() ? "GOOD" : "nothing");
		_exit(0);
	}
	if (str_eq(v.files[0].name, STR("knows")))
		say(strcmp(arena_cstr(a, target), taught) == 0 ? "GOOD" : "nothing");
	say(run_named(v.files[0].name) ? "GOOD" : "nothing");
	_exit(0);
}

static void nothing_to_warm(void)
{
}

/* ---- the supervisor ---- */

static void note_end(void *ctx, const struct pool_end *end)
{
	struct pool_end *copy = ctx;

	*copy = *end;
	copy->frames = NULL;
	for (size_t i = 0; i < end->frame_count; i++)
		if (str_has(end->frames[i].bytes, STR("GOOD")))
			copy->frames = &end->frames[i];
}

static bool gained_inside(struct pool *p, const char *name, struct str aim, struct pool_end *end)
{
	const struct wire_file file = { str_of(name), aim };
	const struct wire_envelope v = { .job = WIRE_ANALYSE, .context = STR(""), .files = &file, .file_count = 1 };
	struct err e = { 0 };

	assert_ok(pool_start(p, &v, note_end, end, &e), e);
	while (!pool_idle(p))
		assert_ok(pool_step(p, &e), e);
	return end->frames != NULL;
}

/* The control: the same attempt in an ordinary child. */
static bool gained_outside(const struct attempt *t, struct str aim)
{
	int fds[2], status;
	char answer[5] = "";
	pid_t pid;

	if (pipe(fds) < 0)
		return false;
	pid = fork();
	if (pid == 0) {
		dup2(fds[1], 1);
		target = aim;
		if (t->run())
			put("GOOD", 4);
		_exit(0);
	}
	close(fds[1]);
	if (read(fds[0], answer, 4) < 0)
		answer[0] = '\0';
	close(fds[0]);
	waitpid(pid, &status, 0);
	return strcmp(answer, "GOOD") == 0;
}

static struct str aim_of(const struct attempt *t, char *text, size_t n, int secret)
{
	if (t->run == make_file || t->run == remove_file)
		snprintf(text, n, "%s/noroshi-hostile-%d", getenv("TMPDIR") != NULL ? getenv("TMPDIR") : "/tmp", (int)getpid());
	else if (t->run == read_other_descriptor)
		snprintf(text, n, "%d", secret);
	else
		snprintf(text, n, "%d", (int)getpid());
	return str_of(text);
}

static void __attribute__((unused)) nothing_gets_out(void **state)
{
	struct pool *p;
	struct err e = { 0 };
	int secret[2], bad = 0;

	(void)state;
	assert_int_equal(pipe(secret), 0);
	assert_int_equal(write(secret[1], "secretsecret", 12), 12);
	assert_ok(pool_open(1, &p, &e), e);
	for (size_t i = 0; i < COUNT_OF(attempts); i++) {
		struct pool_end end = { 0 };
		char text[300];
		struct str aim = aim_of(&attempts[i], text, sizeof text, secret[0]);

		ROW_CHECK(bad, attempts[i].name, !gained_inside(p, attempts[i].name, aim, &end));
		ROW_CHECK(bad, attempts[i].name, gained_outside(&attempts[i], aim));
		if (attempts[i].run == make_file)
			unlink(aim.p);
	}
	pool_close(p);
	close(secret[0]);
	close(secret[1]);
	assert_int_equal(bad, 0);
}

static void __attribute__((unused)) misuse_has_its_name(void **state)
{
	struct pool *p;
	struct err e = { 0 };
	int bad = 0;

	(void)state;
	assert_ok(pool_open(2, &p, &e), e);
	for (size_t i = 0; i < COUNT_OF(misuses); i++) {
		struct pool_end end = { 0 };
		bool right;

		gained_inside(p, misuses[i].name, STR(""), &end);
		right = end.how == misuses[i].how ||
		    (misuses[i].how == POOL_CPU && end.how == POOL_WALL);      /* a busy machine: the clock is first */

		ROW_CHECK(bad, misuses[i].name, right);
		if (!right)
			fprintf(stderr, "  %s ended as %d\n", misuses[i].name, (int)end.how);
	}
	pool_close(p);
	assert_int_equal(bad, 0);
}

/* What the zygote learns is known to the children that come after, also to those of its successor. */
static void __attribute__((unused)) children_know_what_was_taught(void **state)
{
	static const char *const lessons[] = { "", "first", "second", "second" };
	struct pool_end end = { 0 };
	struct pool *p;
	struct err e = { 0 };
	int bad = 0;

	(void)state;
	assert_ok(pool_open(1, &p, &e), e);
	for (size_t i = 0; i < COUNT_OF(lessons); i++) {
		if (lessons[i][0] != '\0')
			assert_ok(pool_teach(p, str_of(lessons[i]), &e), e);
		ROW_CHECK(bad, lessons[i], gained_inside(p, "knows", str_of(lessons[i]), &end));
		ROW_CHECK(bad, lessons[i], !gained_inside(p, "knows", STR("other"), &end));
	}
	pool_close(p);
	assert_int_equal(bad, 0);
}

static struct { int order[2], count; } told;

static void __attribute__((unused)) note_order(void *ctx, const struct pool_end *end)
{
	(void)end;
	told.order[told.count++] = *(const int *)ctx;
}

/* The slow one was started first and is told first. */
static void __attribute__((unused)) ends_come_in_order(void **state)
{
	static const int numbers[2] = { 1, 2 };
	static const char *const names[2] = { "is slow", "knows" };
	struct pool *p;
	struct err e = { 0 };

	(void)state;
	assert_ok(pool_open(2, &p, &e), e);
	for (int i = 0; i < 2; i++) {
		const struct wire_file file = { str_of(names[i]), STR("") };
		const struct wire_envelope v = { .job = WIRE_ANALYSE, .context = STR(""), .files = &file, .file_count = 1 };

		assert_ok(pool_start(p, &v, note_order, (void *)(uintptr_t)&numbers[i], &e), e);
	}
	while (!pool_idle(p))
		assert_ok(pool_step(p, &e), e);
	pool_close(p);
	assert_int_equal(told.order[0], 1);
	assert_int_equal(told.order[1], 2);
}

/* A content goes in a part at a time: the child gets all of it, or ends where it cannot be read, and the next one
 * is not touched by that. */
struct fed {
	struct str bytes;
	size_t breaks_at;
};

static int read_fed(void *ctx, size_t at, char *into, size_t n, struct err *e)
{
	const struct fed *f = ctx;

	if (at + n > f->breaks_at)
		return err_set(e, ERR_DB, "database: %s", "gone");
	memcpy(into, f->bytes.p + at, n);
	return 0;
}

static void __attribute__((unused)) contents_go_in_whole(void **state)
{
	static const struct { const char *name; size_t n, breaks_at; enum pool_ended how; bool same; } fed_rows[] = {
		{ "whole", 60000, 60000, POOL_DONE, true }, { "longer than a part", 500000, 500000, POOL_DONE, true },
		{ "cannot be read", 60000, 0, POOL_UNREAD, false }, { "half cannot be read", 500000, 300000, POOL_UNREAD, false },
		{ "whole again", 500000, 500000, POOL_DONE, true }, { "nothing", 0, 0, POOL_DONE, true },
	};
	static char bytes[500000];
	char number[24];
	struct pool *p;
	struct err e = { 0 };
	int bad = 0;

	(void)state;
	memset(bytes, 'x', sizeof bytes);
	assert_ok(pool_open(1, &p, &e), e);
	for (size_t i = 0; i < COUNT_OF(fed_rows); i++) {
		struct fed fed = { { bytes, fed_rows[i].n }, fed_rows[i].breaks_at };
		const struct content content = { .n = fed_rows[i].n, .read = read_fed, .ctx = &fed };
		const struct wire_file file = { .name = STR("counts"), .from = &content };
		const struct wire_envelope v = { .job = WIRE_ANALYSE, .context = STR(""), .files = &file, .file_count = 1 };
		struct pool_end end = { .how = POOL_LOST };

		snprintf(number, sizeof number, "%zu", fed_rows[i].n);
		assert_ok(pool_teach(p, str_of(number), &e), e);
		assert_ok(pool_start(p, &v, note_end, &end, &e), e);
		while (!pool_idle(p))
			assert_ok(pool_step(p, &e), e);
		ROW_CHECK(bad, fed_rows[i].name, end.how == fed_rows[i].how && (end.frames != NULL) == fed_rows[i].same);
	}
	pool_close(p);
	assert_int_equal(bad, 0);
}

static void layers_stand(void **state)
{
	struct pool *p;
	struct err e = { 0 };

	(void)state;
	assert_ok(pool_open(1, &p, &e), e);
	assert_true(pool_level(p)->filter);
	fprintf(stderr, "layers: filter, landlock %d, %s\n", pool_level(p)->landlock,
	    pool_level(p)->no_network ? "own empty network" : "no network namespace");
	pool_close(p);
}

int main(int argc, char **argv)
{
	/* a sanitizer's run time needs calls that the jail forbids: these tests are for plain builds */
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(layers_stand),
#if !defined(NOROSHI_SANITIZED)
		cmocka_unit_test(nothing_gets_out),
		cmocka_unit_test(misuse_has_its_name),
		cmocka_unit_test(children_know_what_was_taught),
		cmocka_unit_test(ends_come_in_order),
		cmocka_unit_test(contents_go_in_whole),
#endif
	};

	zygote_role(argc, argv, &(struct zygote_work){ nothing_to_warm, hostile_run, learn });
	return cmocka_run_group_tests(tests, NULL, NULL);
}
