/* tool.c - see tool.h; the table of calls is tool_syscalls.def. */
#include "worker/tool.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/calls.h"
#include "base/err.h"
#include "worker/jail.h"
#include "worker/landlock.h"

enum { TOOL_FD = 3, FILES_MOST = 32 };

const struct tool tool_pdf_text = { "/usr/bin/pdftotext", { "pdftotext", "-layout", "-enc", "UTF-8", "fd://0", "-", NULL } };

const struct tool tool_pdf_pages = { "/usr/bin/pdftoppm", { "pdftoppm", "-gray", "-f", "1", "-l", "2", "-scale-to", "1100", "-", NULL } };

/* ---- in the child, up to the program ---- */

#define REFUSE(name, reason) \
	if (seccomp_rule_add(ctx, SCMP_ACT_ERRNO(ENOENT), SCMP_SYS(name), 0) < 0) \
		return -1;
#define REFUSE_IF(name, reason, ...) \
	if (seccomp_rule_add_array(ctx, SCMP_ACT_ERRNO(ENOENT), SCMP_SYS(name), \
	        sizeof (struct scmp_arg_cmp[]){ __VA_ARGS__ } / sizeof(struct scmp_arg_cmp), \
	        (struct scmp_arg_cmp[]){ __VA_ARGS__ }) < 0) \
		return -1;

static int add_calls(scmp_filter_ctx ctx)
{
#include "worker/tool_syscalls.def"
	return 0;
}

static bool install_filter(void)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_KILL_PROCESS);

	return ctx != NULL && add_calls(ctx) == 0 && seccomp_load(ctx) == 0;
}

static bool keep_paths(const char *program)
{
	const struct landlock_path paths[] = {
		{ program, true },
		/* the loader of each machine's ABI: the kernel executes it with the program */
		{ "/lib64/ld-linux-x86-64.so.2", true }, { "/lib/ld-linux-aarch64.so.1", true }, { "/lib/ld-linux-armhf.so.3", true },
		{ "/lib/ld-linux-riscv64-lp64d.so.1", true }, { "/lib64/ld64.so.2", true }, { "/lib/ld64.so.1", true },
		{ "/lib", false }, { "/lib64", false }, { "/usr/lib", false }, { "/etc/ld.so.cache", false },
		{ "/usr/share/poppler", false }, { "/usr/share/fonts", false }, { "/etc/fonts", false }, { "/usr/share/fontconfig", false },
	};

	return landlock_keep(paths, sizeof paths / sizeof paths[0], false) > 0;
}

static bool set_limits(void)
{
	static const struct { __rlimit_resource_t what; rlim_t most; } limits[] = {
#if !defined(NOROSHI_SANITIZED)         /* the sanitizer's shadow is larger, and is here until the program begins */
		{ RLIMIT_AS, TOOL_MEMORY },
#endif
		{ RLIMIT_CPU, TOOL_CPU_S }, { RLIMIT_FSIZE, 0 }, { RLIMIT_CORE, 0 }, { RLIMIT_NPROC, 0 },
		{ RLIMIT_NOFILE, FILES_MOST }, { RLIMIT_MEMLOCK, 0 }, { RLIMIT_MSGQUEUE, 0 },
	};

	for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
		/* one second more before the hard end: then the signal says what it was */
		const struct rlimit l = { limits[i].most, limits[i].most + (limits[i].what == RLIMIT_CPU) };

		if (setrlimit(limits[i].what, &l) < 0)
			return false;
	}
	return true;
}

/* Descriptors: 0 the file, 1 the pipe, 2 nothing, TOOL_FD the program; all others are closed. */
static bool keep_descriptors(int in, int out, int program)
{
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	int high[4] = { fcntl(in, F_DUPFD, 10), fcntl(out, F_DUPFD, 10), fcntl(null, F_DUPFD, 10), fcntl(program, F_DUPFD, 10) };

	for (int i = 0; i < 4; i++)
		if (high[i] < 0 || dup2(high[i], i) < 0)
			return false;
	return fcntl(TOOL_FD, F_SETFD, FD_CLOEXEC) == 0 && syscall(SYS_close_range, TOOL_FD + 1, ~0U, 0) == 0;
}

static _Noreturn void become_tool(const struct tool *tool, int in, int out, int program)
{
	char *const environment[] = { (char *)"LC_ALL=C.UTF-8", (char *)"TZ=UTC0", NULL };
	struct err ignored;
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	/* the program may lie where nobody cannot look: its path is kept first */
	if (!keep_descriptors(in, out, program) || chdir("/") < 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    !keep_paths(tool->path) || jail_drop_root(&ignored) < 0 || prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0 ||
	    !set_limits() || !install_filter())
		_exit(JAIL_EXIT_CLOSED);
	syscall(SYS_execveat, TOOL_FD, "", (char *const *)(uintptr_t)tool->arguments, environment, AT_EMPTY_PATH);
	_exit(JAIL_EXIT_CLOSED);
}

/* ---- the supervisor's side ---- */

static int memory_file(struct str bytes)
{
	int fd = memfd_create("file", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	size_t done = 0;

	while (fd >= 0 && done < bytes.n) {
		ssize_t n = write(fd, bytes.p + done, bytes.n - done);

		if (n < 0 && errno != EINTR)
			break;
		done += n > 0 ? (size_t)n : 0;
	}
	if (fd >= 0 && done == bytes.n && lseek(fd, 0, SEEK_SET) == 0 &&
	    fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0)
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

static bool launch(struct tool_run *r, const struct tool *tool, int program, int in)
{
	int out[2];

	if (pipe2(out, O_CLOEXEC) < 0)
		return false;
	r->pid = fork();
	if (r->pid == 0)
		become_tool(tool, in, out[1], program);
	close(out[1]);
	fcntl(out[0], F_SETFL, O_NONBLOCK);
	r->out = out[0];
	if (r->pid > 0)
		return true;
	close(out[0]);
	r->pid = 0;
	return false;
}

bool tool_start(struct tool_run *r, const struct tool *tool, struct str bytes, long long now_ms, struct tool_end *end_r)
{
	int program = open(tool->path, O_PATH | O_CLOEXEC), in = program >= 0 ? memory_file(bytes) : -1;
	bool started;

	*r = (struct tool_run){ .out = -1, .deadline_ms = now_ms + TOOL_WALL_S * 1000LL };
	buf_init(&r->output, TOOL_OUTPUT);
	started = in >= 0 && launch(r, tool, program, in);
	if (!started)
		*end_r = (struct tool_end){ program < 0 ? "tool.absent" : "tool.start", 0, 0 };
	if (program >= 0)
		close(program);
	if (in >= 0)
		close(in);
	return started;
}

bool tool_step(struct tool_run *r)
{
	char bytes[1 << 14];
	ssize_t n = read(r->out, bytes, sizeof bytes);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return true;
	if (n <= 0)
		return false;
	buf_add(&r->output, str_at((struct str){ bytes, (size_t)n }, 0, r->output.max - r->output.n));
	r->cut = r->output.n == r->output.max;
	return !r->cut;
}

static struct tool_end end_of(const struct tool_run *r, int status, bool late)
{
	if (r->cut)
		return (struct tool_end){ "tool.output-bytes", TOOL_OUTPUT, 0 };
	if (late)
		return (struct tool_end){ "tool.wall-seconds", TOOL_WALL_S, 0 };
	if (WIFSIGNALED(status))
		return WTERMSIG(status) == SIGXCPU ? (struct tool_end){ "tool.cpu-seconds", TOOL_CPU_S, 0 } :
		    WTERMSIG(status) == SIGSYS ? (struct tool_end){ "tool.forbidden-call", 0, 0 } :
		    (struct tool_end){ "tool.crashed", 0, 0 };
	if (WEXITSTATUS(status) == JAIL_EXIT_CLOSED)
		return (struct tool_end){ "tool.jail", 0, 0 };
	/* what it could read before it gave up counts, and is not all */
	return WEXITSTATUS(status) != 0 ? (struct tool_end){ "tool.failed", WEXITSTATUS(status), 0 } : (struct tool_end){ NULL, 0, 0 };
}

/* It has closed its output and is about to end by itself: 1; 0 where it does not. */
static int ends_by_itself(pid_t pid, int *status, struct rusage *use)
{
	enum { LOOKS = 50, PAUSE_US = 2000 };

	for (int i = 0; i < LOOKS; i++) {
		if (wait4(pid, status, WNOHANG, use) == pid)
			return 1;
		usleep(PAUSE_US);
	}
	return 0;
}

struct tool_end tool_finish(struct tool_run *r, long long now_ms)
{
	bool late = now_ms > r->deadline_ms;
	struct rusage use = { 0 };
	struct tool_end end;
	int status = 0;

	if (late || r->cut || !ends_by_itself(r->pid, &status, &use)) {
		kill(r->pid, SIGKILL);
		while (wait4(r->pid, &status, 0, &use) < 0 && errno == EINTR)
			;
	}
	close(r->out);
	end = end_of(r, status, late);
	end.cpu_ms = (use.ru_utime.tv_sec + use.ru_stime.tv_sec) * 1000 + (use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1000;
	r->pid = 0;
	r->out = -1;
	return end;
}

void tool_fini(struct tool_run *r)
{
	if (r->pid > 0)
		tool_finish(r, 0);
	buf_fini(&r->output);
	*r = (struct tool_run){ .out = -1 };
}
