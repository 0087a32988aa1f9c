/* serve.c - noroshi serve DIR: web processes behind one socket, and a worker; each is started again when it ends. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/json.h"
#include "base/log.h"
#include "base/time.h"
#include "cli/demo_links.h"
#include "cli/hub_cli.h"
#include "cli/out.h"
#include "web/web.h"

enum { CHILDREN_MOST = 65, RESTART_MS = 1000, STOP_MS = 20000, IDLE_S = 60, BODY_S = 60 };

struct serve {
	struct arena *a;
	const char *dir;
	struct str listen;
	struct conf conf;
	int fd;
	bool no_worker, routes;
	pid_t children[CHILDREN_MOST];          /* [0] is the worker */
	size_t count;
};

static volatile sig_atomic_t asked_to_stop;
static volatile int stop_web;

static void on_stop(int signal_number)
{
	(void)signal_number;
	asked_to_stop = 1;
	stop_web = 1;
}

static void catch_signals(void)
{
	struct sigaction action = { .sa_handler = on_stop };

	sigemptyset(&action.sa_mask);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
}

/* ---- children ---- */

/* As many connections as the system lets us have. */
static void more_files(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
}

static int web_process(const struct serve *s, struct err *e)
{
	struct web web = { .dir = s->dir };
	struct http_door door;
	int status;

	more_files();
	if (hub_open(s->dir, &web.hub, e) < 0)
		return -1;
	door = web_door(&web);
	door.connections_most = (unsigned)s->conf.web_connections;
	door.connections_per_address = (unsigned)s->conf.web_connections_per_address;
	door.idle_seconds = IDLE_S;
	door.body_seconds = BODY_S;
	door.behind_proxy = s->conf.behind_proxy;
	status = http_serve(s->fd, &door, &stop_web, e);
	hub_close(web.hub);
	return status;
}

static _Noreturn void run_web(const struct serve *s)
{
	struct err e = { 0 };

	exit(web_process(s, &e) < 0 ? cli_fail(&e) : 0);
}

static _Noreturn void run_worker(const struct serve *s)
{
	execl("/proc/self/exe", "noroshi", "worker", "--hub", s->dir, (char *)NULL);
	_exit(3);
}

/* A child dies with its parent: nobody serves a hub that nobody watches. */
static pid_t start(const struct serve *s, size_t i)
{
	pid_t parent = getpid(), pid = fork();

	if (pid != 0)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(0);
	if (i == 0)
		run_worker(s);
	run_web(s);
}

static void wait_ms(long ms)
{
	const struct timespec pause = { ms / 1000, (ms % 1000) * 1000000L };

	nanosleep(&pause, NULL);
}

static void restart(struct serve *s, pid_t gone, int status)
{
	for (size_t i = 0; i < s->count; i++) {
		if (s->children[i] != gone)
			continue;
		log_event(LOG_WARN, "serve.restart", " part=%s status=%d", i == 0 ? "worker" : "web", status);
		wait_ms(RESTART_MS);
		s->children[i] = asked_to_stop ? 0 : start(s, i);
	}
}

static void stop_all(struct serve *s)
{
	long long until_ms = time_system_ms() + STOP_MS;
	size_t left = 0;

	for (size_t i = 0; i < s->count; i++) {
		left += s->children[i] > 0;
		if (s->children[i] > 0)
			kill(s->children[i], SIGTERM);
	}
	while (left > 0) {
		pid_t gone = waitpid(-1, NULL, WNOHANG);

		left -= gone > 0;
		if (gone < 0 && errno == ECHILD)
			return;
		if (gone == 0 && time_system_ms() > until_ms)
			for (size_t i = 0; i < s->count; i++)
				if (s->children[i] > 0)
					kill(s->children[i], SIGKILL);
		if (gone == 0)
			wait_ms(50);
	}
}

static void watch(struct serve *s)
{
	s->count = 1 + (size_t)s->conf.web_processes;
	for (size_t i = s->no_worker ? 1 : 0; i < s->count; i++)
		s->children[i] = start(s, i);
	while (!asked_to_stop) {
		int status;
		pid_t gone = waitpid(-1, &status, WNOHANG);

		if (gone > 0)
			restart(s, gone, status);
		else
			wait_ms(100);   /* a signal ends the pause */
	}
	stop_all(s);
}

/* ---- the command ---- */

static int check_place(const struct serve *s, struct err *e)
{
	if (http_is_loopback(s->listen) || s->conf.behind_proxy)
		return 0;
	return err_set(e, ERR_USAGE, STR_FMT ": without TLS the hub listens on this machine only (127.0.0.1:8470); put a proxy with TLS in front and set "
	    "behind_proxy = true", STR_ARG(s->listen));
}

/* Opened once before anybody is told that it serves: a wrong key or schema is said here. */
static int look_at_hub(struct serve *s, struct err *e)
{
	struct hub *hub;
	int status = 0;

	if (hub_open(s->dir, &hub, e) < 0)
		return -1;
	s->conf = hub->conf;
	if (s->listen.p == NULL)
		s->listen = arena_str(s->a, hub->conf.listen);
	status = check_place(s, e);
	if (status == 0) {
		s->fd = http_listen(s->listen, e);
		status = s->fd < 0 ? -1 : 0;
	}
	if (status == 0) {
		printf(tr("serving %s on http://%s/ (end with Ctrl+C)\n"), s->dir, s->listen.p);
		status = hub->conf.demo ? demo_links_print(hub, s->a, s->listen, e) : 0;
	}
	fflush(stdout);
	hub_close(hub);
	return status;
}

/* Every address with who may come there: what the tests of access compare with. */
static int print_routes(struct serve *s, struct err *e)
{
	struct buf out;
	struct jw w;

	buf_init_arena(&out, s->a, 1 << 20);
	for (size_t i = 0; i < web_route_count; i++) {
		jw_init(&w, &out);
		jw_object(&w);
		jw_kz(&w, "schema", "noroshi/route/1");
		jw_kz(&w, "method", web_routes[i].method);
		jw_kz(&w, "path", web_routes[i].path);
		jw_kz(&w, "who", who_name(web_routes[i].who));
		jw_end_object(&w);
		buf_char(&out, '\n');
	}
	return out_flush(&out, e);
}

static int run(struct serve *s, int argc, char **argv, struct err *e)
{
	struct str_list operands = { 0 };
	const struct option_spec specs[] = { { "--listen", OPTION_VALUE, &s->listen }, { "--no-worker", OPTION_FLAG, &s->no_worker },
		{ "--routes", OPTION_FLAG, &s->routes } };
	int status = cli_options(s->a, argc, argv, specs, 3, &operands, e);

	if (status != 0)
		return status;
	if (s->routes)
		return print_routes(s, e);
	if (operands.count != 1)
		return err_set(e, ERR_USAGE, "which hub? noroshi serve DIR");
	s->dir = arena_cstr(s->a, operands.items[0]);
	catch_signals();
	if (look_at_hub(s, e) < 0)
		return -1;
	watch(s);
	close(s->fd);
	return 0;
}

int cli_serve(int argc, char **argv)
{
	struct serve s = { .a = arena_new(8 << 20, arena_full_exit) };
	struct err e = { 0 };
	int status = run(&s, argc, argv, &e);

	arena_free(s.a);
	return status < 0 ? cli_fail(&e) : 0;
}
