/* serve.c - noroshi serve DIR: web processes behind one socket, and a worker; each is started again when it ends, and all of
 * them, one set after the other, at SIGHUP. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "access/provider.h"
#include "api/api.h"
#include "base/json.h"
#include "base/log.h"
#include "base/time.h"
#include "cli/demo_links.h"
#include "cli/hub_cli.h"
#include "cli/out.h"
#include "store/check.h"
#include "web/web.h"

enum { CHILDREN_MOST = 65, RESTART_MS = 1000, STOP_MORE_MS = 5000 };

/* What the settings say, read at the start and again at SIGHUP. */
struct serving {
	struct arena *a;
	struct http_door door;          /* its limits, TLS and proxies */
	struct http_tls tls;
	size_t web_processes;
};

struct serve {
	struct arena *a;
	const char *dir;
	struct str listen;
	struct serving now;
	int fd;
	bool no_worker, routes, openapi, as_root;
	pid_t children[CHILDREN_MOST];          /* [0] is the worker */
	size_t count;
	pid_t leaving[2 * CHILDREN_MOST];       /* those of the settings before: they finish what they have begun */
	size_t leaving_count;
};

static volatile sig_atomic_t asked_to_stop, asked_to_reload;
static volatile int stop_web;

static void on_signal(int signal_number)
{
	if (signal_number == SIGHUP) {
		asked_to_reload = 1;
		return;
	}
	asked_to_stop = 1;
	stop_web = 1;
}

static void catch_signals(void)
{
	struct sigaction action = { .sa_handler = on_signal };

	sigemptyset(&action.sa_mask);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
}

/* ---- settings ---- */

static int read_tls(const struct hub *hub, struct serving *n, struct err *e)
{
	const struct conf *c = &hub->conf;

	if (c->tls_certificate.n == 0 && c->tls_key.n == 0)
		return c->tls_client_ca.n == 0 ? 0 : err_set(e, ERR_USAGE, "tls_client_ca is set; machines can show certificates only where tls_certificate and tls_key are set too");
	if (c->tls_certificate.n == 0 || c->tls_key.n == 0)
		return err_set(e, ERR_USAGE, "tls_certificate and tls_key belong together; one of them is not set");
	n->door.tls = &n->tls;
	return http_tls_load(n->a, hub_path(hub, n->a, c->tls_certificate), hub_path(hub, n->a, c->tls_key),
	    c->tls_client_ca.n > 0 ? hub_path(hub, n->a, c->tls_client_ca) : NULL, time_system_ms(), &n->tls, e);
}

static int read_settings(const struct hub *hub, struct serving *n, struct err *e)
{
	const struct conf *c = &hub->conf;

	n->web_processes = (size_t)c->web_processes;
	n->door = (struct http_door){ .connections_most = (unsigned)c->web_connections, .connections_per_address = (unsigned)c->web_connections_per_address,
		.header_seconds = (unsigned)c->web_header_seconds, .body_seconds = (unsigned)c->web_body_seconds, .stop_seconds = (unsigned)c->web_stop_seconds };
	if (c->behind_proxy && http_proxies_read(n->a, c->proxy_addresses, c->proxy_header, &n->door.proxies, e) < 0)
		return -1;
	return provider_settings_check(hub, n->a, e) < 0 ? -1 : read_tls(hub, n, e);
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
	struct api api = { .hub = NULL };
	struct http_door door = s->now.door;
	int status;

	more_files();
	if (hub_open(s->dir, &web.hub, e) < 0)
		return -1;
	web_door(&web, &door);
	api.hub = web.hub;
	api_door(&api, &door);
	status = http_serve(s->fd, &door, &stop_web, e);
	hub_close(web.hub);
	return status;
}

static _Noreturn void run_web(const struct serve *s)
{
	struct err e = { 0 };

	signal(SIGHUP, SIG_IGN);
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

static void start_all(struct serve *s)
{
	s->count = 1 + s->now.web_processes;
	for (size_t i = s->no_worker ? 1 : 0; i < s->count; i++)
		s->children[i] = start(s, i);
}

static void wait_ms(long ms)
{
	const struct timespec pause = { ms / 1000, (ms % 1000) * 1000000L };

	nanosleep(&pause, NULL);
}

static void restart(struct serve *s, pid_t gone, int status)
{
	for (size_t i = 0; i < s->leaving_count; i++)
		if (s->leaving[i] == gone)
			s->leaving[i] = s->leaving[--s->leaving_count];
	for (size_t i = 0; i < s->count; i++) {
		if (s->children[i] != gone)
			continue;
		log_event(LOG_WARN, "serve.restart", " part=%s status=%d", i == 0 ? "worker" : "web", status);
		wait_ms(RESTART_MS);
		s->children[i] = asked_to_stop ? 0 : start(s, i);
	}
}

static size_t signal_all(const struct serve *s, int signal_number)
{
	size_t n = 0;

	for (size_t i = 0; i < s->count; i++)
		if (s->children[i] > 0)
			n += kill(s->children[i], signal_number) == 0;
	for (size_t i = 0; i < s->leaving_count; i++)
		n += kill(s->leaving[i], signal_number) == 0;
	return n;
}

static void stop_all(struct serve *s)
{
	long long until_ms = time_system_ms() + s->now.door.stop_seconds * 1000LL + STOP_MORE_MS;
	size_t left = signal_all(s, SIGTERM);

	while (left > 0) {
		pid_t gone = waitpid(-1, NULL, WNOHANG);

		left -= gone > 0;
		if (gone < 0 && errno == ECHILD)
			return;
		if (gone == 0 && time_system_ms() > until_ms)
			signal_all(s, SIGKILL);
		if (gone == 0)
			wait_ms(50);
	}
}

/* Settings and certificates anew: processes with the new ones take over the socket, those before end what they have begun.
 * What cannot be used changes nothing. */
static void reload(struct serve *s)
{
	struct serving next = { .a = arena_new(8 << 20, arena_full_exit) };
	struct err e = { 0 };
	struct hub *hub = NULL;

	if (s->leaving_count + s->count > sizeof s->leaving / sizeof s->leaving[0] || hub_open(s->dir, &hub, &e) < 0 || read_settings(hub, &next, &e) < 0) {
		log_event(LOG_ERROR, "serve.reload-refused", " why=%s", e.text[0] != '\0' ? e.text : "the reload before has not ended");
		hub_close(hub);
		arena_free(next.a);
		return;
	}
	hub_close(hub);
	for (size_t i = 0; i < s->count; i++)
		if (s->children[i] > 0) {
			kill(s->children[i], SIGTERM);
			s->leaving[s->leaving_count++] = s->children[i];
		}
	arena_free(s->now.a);
	s->now = next;
	s->now.door.tls = next.door.tls != NULL ? &s->now.tls : NULL;
	memset(s->children, 0, sizeof s->children);
	start_all(s);
	log_event(LOG_WARN, "serve.reloaded", " web=%zu", s->now.web_processes);
}

static void watch(struct serve *s)
{
	start_all(s);
	while (!asked_to_stop) {
		int status;
		pid_t gone = waitpid(-1, &status, WNOHANG);

		if (gone > 0)
			restart(s, gone, status);
		else if (asked_to_reload) {
			asked_to_reload = 0;
			reload(s);
		} else
			wait_ms(100);   /* a signal ends the pause */
	}
	stop_all(s);
}

/* ---- the command ---- */

static int check_place(const struct serve *s, const struct hub *hub, struct err *e)
{
	if (geteuid() == 0 && !s->as_root && !hub->conf.demo)
		return err_set(e, ERR_DENIED, "the hub is not served by root; let the user serve it who owns %s (runuser -u noroshi -- noroshi serve %s), or say --as-root where "
		    "there is no other, as in a container", s->dir, s->dir);
	if (http_is_loopback(s->listen) || s->now.door.tls != NULL || s->now.door.proxies != NULL)
		return 0;
	return err_set(e, ERR_USAGE, STR_FMT ": without TLS the hub listens on this machine only (127.0.0.1:8470); set tls_certificate and tls_key, or put a proxy "
	    "with TLS in front and set behind_proxy = yes", STR_ARG(s->listen));
}

/* It serves all the same: what is unreadable was so before, and shares are looked at by people besides. */
static int tell_networks(const struct serve *s, struct hub *hub, struct err *e)
{
	struct str *ids;
	size_t n;

	if (check_networks(hub, s->a, &ids, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		log_event(LOG_ERROR, "registry.network-unreadable", "row=" STR_FMT, STR_ARG(ids[i]));
	return 0;
}

/* Opened once before anybody is told that it serves: a wrong key or schema is said here. */
static int look_at_hub(struct serve *s, struct err *e)
{
	struct hub *hub;
	int status = 0;

	if (hub_open(s->dir, &hub, e) < 0)
		return -1;
	s->now.a = arena_new(8 << 20, arena_full_exit);
	if (s->listen.p == NULL)
		s->listen = arena_str(s->a, hub->conf.listen);
	status = read_settings(hub, &s->now, e) < 0 || check_place(s, hub, e) < 0 || tell_networks(s, hub, e) < 0 ? -1 : 0;
	if (status == 0) {
		s->fd = http_listen(s->listen, e);
		status = s->fd < 0 ? -1 : 0;
	}
	if (status == 0) {
		printf(tr("serving %s on %s://%s/ (end with Ctrl+C)\n"), s->dir, s->now.door.tls != NULL ? "https" : "http", s->listen.p);
		status = hub->conf.demo ? demo_links_print(hub, s->a, s->listen, e) : 0;
	}
	fflush(stdout);
	hub_close(hub);
	return status;
}

static void print_route(struct jw *w, struct buf *out, const char *method, const char *path, enum who who)
{
	jw_init(w, out);
	jw_object(w);
	jw_kz(w, "schema", "noroshi/route/1");
	jw_kz(w, "method", method);
	jw_kz(w, "path", path);
	jw_kz(w, "who", who_name(who));
}

/* Every address with who may come there: what the tests of access compare with. */
static int print_routes(struct serve *s, struct err *e)
{
	struct buf out;
	struct jw w;

	buf_init_arena(&out, s->a, 1 << 20);
	for (size_t i = 0; i < web_route_count; i++) {
		print_route(&w, &out, web_routes[i].method, web_routes[i].path, web_routes[i].who);
		jw_end_object(&w);
		buf_char(&out, '\n');
	}
	for (size_t i = 0; i < api_route_count; i++) {
		print_route(&w, &out, api_routes[i].method, api_routes[i].path, api_routes[i].who);
		jw_kstr(&w, "scopes", scopes_text(s->a, api_routes[i].scopes));
		jw_end_object(&w);
		buf_char(&out, '\n');
	}
	return out_flush(&out, e);
}

static int print_openapi(struct serve *s, struct err *e)
{
	struct buf out;

	buf_init_arena(&out, s->a, 4 << 20);
	api_openapi(&out);
	return out_flush(&out, e);
}

static int run(struct serve *s, int argc, char **argv, struct err *e)
{
	struct str_list operands = { 0 };
	const struct option_spec specs[] = { { "--listen", OPTION_VALUE, &s->listen }, { "--no-worker", OPTION_FLAG, &s->no_worker },
		{ "--routes", OPTION_FLAG, &s->routes }, { "--as-root", OPTION_FLAG, &s->as_root },
		{ "--openapi", OPTION_FLAG, &s->openapi } };
	int status = cli_options(s->a, argc, argv, specs, 5, &operands, e);

	if (status != 0)
		return status;
	if (s->routes)
		return print_routes(s, e);
	if (s->openapi)
		return print_openapi(s, e);
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
