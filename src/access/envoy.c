/* envoy.c - see envoy.h.  One question and one answer are each one packet, in JSON. */
#include "access/envoy.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "access/envoy_jail.h"
#include "access/jwt.h"
#include "access/oidc.h"
#include "access/provider.h"
#include "base/log.h"
#include "base/time.h"
#include "post/server.h"

enum { SOCKET_FD = 3, MOST = 32, MOST_OF_ONE = 4, PACKET = 32 * 1024, MEMORY = 8 << 20, SAID_MOST = 4096, REMOTE_MOST = 64, FORGOTTEN_MS = MS_MINUTE, STACK = 512 * 1024 };

/* ---- the process itself ---- */

struct asking {
	const struct hub *hub;
	struct provider *provider;
};

/* Whom the provider names: its keys are fetched again where it may have new ones. */
static int subject_of(const struct hub *hub, struct provider *p, struct arena *a, const struct errand *t, struct str secret, struct str *subject_r,
    struct err *e)
{
	const struct provider_code code = { t->code, t->verifier, oidc_back(hub, a), secret };
	struct jwt_wanted wanted = { hub->conf.oidc_issuer, hub->conf.oidc_client_id, t->nonce, time_system_ms() };
	const json_t *keys;
	struct str token;
	int status;

	if (provider_exchange(p, a, &code, time_system_ms(), &token, e) < 0 || provider_keys(p, a, false, time_system_ms(), &keys, e) < 0)
		return -1;
	wanted.now_ms = time_system_ms();
	status = jwt_check(a, token, keys, &wanted, subject_r, e);
	if (status == 0 || e->kind != ERR_UNKNOWN)
		return status;
	if (provider_keys(p, a, true, time_system_ms(), &keys, e) < 0)
		return -1;
	status = jwt_check(a, token, keys, &wanted, subject_r, e);
	e->kind = status < 0 ? ERR_DENIED : ERR_OK;
	return status;
}

static int run_errand(const struct hub *hub, struct provider *p, struct arena *a, const json_t *question, struct str *said_r, struct err *e)
{
	const struct errand t = { .code = jwt_text(question, "code"), .verifier = jwt_text(question, "verifier"), .nonce = jwt_text(question, "nonce") };

	if (time_system_ms() >= json_integer_value(json_object_get(question, "until_ms")))
		return err_set(e, ERR_BUSY, "the provider was too slow for those who came before");
	return t.code.n == 0 ? provider_door(p, a, time_system_ms(), said_r, e) : subject_of(hub, p, a, &t, jwt_text(question, "secret"), said_r, e);
}

static bool answer(const struct hub *hub, struct provider *p, struct str packet)
{
	struct arena *a = arena_new(MEMORY, arena_full_exit);
	json_t *question = json_loadb(packet.p, packet.n, 0, NULL), *reply;
	struct str said = STR("");
	struct err e = { 0 };
	char *text;
	bool sent;

	if (run_errand(hub, p, a, question, &said, &e) < 0)
		said = STR("");
	/* what is wrong with the settings is no more anybody's fault at the door than that the provider is away */
	reply = json_pack("{s:O, s:i, s:s%, s:s}", "id", json_object_get(question, "id"), "kind",
	    e.kind == ERR_OK || e.kind == ERR_DENIED ? (int)e.kind : (int)ERR_BUSY, "said", said.p, said.n, "why", e.text);
	text = reply != NULL ? json_dumps(reply, JSON_COMPACT) : NULL;
	sent = text != NULL && send(SOCKET_FD, text, strlen(text), MSG_NOSIGNAL) > 0;
	free(text);
	json_decref(reply);
	json_decref(question);
	arena_free(a);
	return sent;
}

static ssize_t next_packet(int fd, char *packet, int flags)
{
	ssize_t n;

	do
		n = recv(fd, packet, PACKET, flags);
	while (n < 0 && errno == EINTR);
	return n;
}

/* One packet is one errand, whoever takes it: a thread that waits for the provider is beside those that wait for a packet. */
static void *answer_all(void *ctx)
{
	const struct asking *asking = ctx;
	char packet[PACKET];
	ssize_t n;

	while ((n = next_packet(SOCKET_FD, packet, 0)) > 0)
		if (!answer(asking->hub, asking->provider, (struct str){ packet, (size_t)n }))
			_exit(1);
	_exit(0);
}

/* As many as there may be errands; this thread is one of them. */
static _Noreturn void answer_beside_each_other(struct asking *asking)
{
	pthread_attr_t attr;
	pthread_t thread;

	/* those that libcurl makes to look up a name, too */
	if (pthread_attr_init(&attr) != 0 || pthread_attr_setstacksize(&attr, STACK) != 0 || pthread_setattr_default_np(&attr) != 0)
		_exit(1);
	for (int i = 1; i < MOST; i++)
		if (pthread_create(&thread, NULL, answer_all, asking) != 0)
			_exit(1);
	answer_all(asking);
	_exit(0);
}

/* Its web process ends it, by its own end, too: a signal to the whole group must not end a sign-in that has begun. */
void envoy_role(int argc, char **argv)
{
	static char packet[PACKET];
	struct hub hub = { .arena = NULL };
	struct asking asking = { &hub, NULL };
	struct err e = { 0 };
	ssize_t n;

	if (argc != 2 || strcmp(argv[0], NOROSHI_ENVOY) != 0)
		return;
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	hub.arena = arena_new(MEMORY, arena_full_exit);
	hub.dir = argv[1];
	n = next_packet(SOCKET_FD, packet, 0);
	if (n <= 0 || conf_parse(hub.arena, (struct str){ packet, (size_t)n }, "envoy", &hub.conf, &e) < 0)
		_exit(1);
	asking.provider = provider_new(&hub, &e);
	if (asking.provider == NULL || envoy_jail(&e) < 0) {
		log_event(LOG_ERROR, "oidc.envoy-refused", " why=%s", e.text);
		_exit(1);
	}
	answer_beside_each_other(&asking);
}

/* ---- the web process's side ---- */

struct trip {
	unsigned long long id;          /* 0: the place is free */
	long long until_ms;
	char remote[REMOTE_MOST];
	bool back;
	struct err e;
	char said[SAID_MOST];
};

struct envoy {
	const struct hub *hub;
	pid_t pid;
	int socket;                     /* -1: it does not run */
	unsigned long long files;       /* as they were at its start */
	unsigned long long last;
	struct trip trips[MOST];
};

static void end(void *ctx)
{
	struct envoy *v = ctx;

	if (v->socket < 0)
		return;
	close(v->socket);
	v->socket = -1;
	kill(v->pid, SIGKILL);
	while (waitpid(v->pid, NULL, 0) < 0 && errno == EINTR)
		;
}

struct envoy *envoy_new(const struct hub *hub)
{
	struct envoy *v = ARENA_NEW(hub->arena, struct envoy);

	*v = (struct envoy){ .hub = hub, .socket = -1 };
	arena_defer(hub->arena, end, v);
	return v;
}

/* Between fork and exec: only the socket stays. */
static _Noreturn void become_envoy(const char *dir, int socket)
{
	char *const args[] = { (char *)NOROSHI_ENVOY, (char *)(uintptr_t)dir, NULL };

	if (socket == SOCKET_FD ? fcntl(socket, F_SETFD, 0) < 0 : dup2(socket, SOCKET_FD) < 0)
		_exit(1);
	syscall(SYS_close_range, SOCKET_FD + 1, ~0U, 0);
	execv("/proc/self/exe", args);
	_exit(1);
}

static int send_settings(const struct envoy *v, struct err *e)
{
	const struct conf *c = &v->hub->conf;
	struct buf out;
	bool sent;

	buf_init(&out, PACKET - 1);
	buf_printf(&out, "link = " STR_FMT "\noidc_issuer = " STR_FMT "\noidc_client_id = " STR_FMT "\noidc_ca_file = " STR_FMT
	    "\noidc_seconds = %lld\noidc_plain_loopback = %s\n", STR_ARG(c->link), STR_ARG(c->oidc_issuer), STR_ARG(c->oidc_client_id),
	    STR_ARG(c->oidc_ca_file), c->oidc_seconds, c->oidc_plain_loopback ? "yes" : "no");
	sent = !out.failed && send(v->socket, out.p, out.n, MSG_NOSIGNAL | MSG_DONTWAIT) > 0;
	buf_fini(&out);
	return sent ? 0 : err_set(e, ERR_BUSY, "the process that asks the provider cannot be started");
}

static int start(struct envoy *v, struct err *e)
{
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return err_set(e, ERR_BUSY, "the process that asks the provider cannot be started");
	v->pid = fork();
	if (v->pid == 0)
		become_envoy(v->hub->dir, pair[1]);
	close(pair[1]);
	if (v->pid < 0) {
		close(pair[0]);
		return err_set(e, ERR_BUSY, "the process that asks the provider cannot be started");
	}
	v->socket = pair[0];
	if (send_settings(v, e) == 0)
		return 0;
	end(v);
	return -1;
}

static struct trip *trip_of(struct envoy *v, unsigned long long id)
{
	for (size_t i = 0; id != 0 && i < MOST; i++)
		if (v->trips[i].id == id)
			return &v->trips[i];
	return NULL;
}

/* What goes into a header, or to people: one line. */
static bool is_line(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == 127)
			return false;
	return s.n > 0 && s.n < SAID_MOST;
}

/* It has read what the provider sent: its word is taken like a stranger's. */
static void hear(struct envoy *v, struct str packet)
{
	json_t *reply = json_loadb(packet.p, packet.n, JSON_REJECT_DUPLICATES, NULL);
	struct trip *t = trip_of(v, (unsigned long long)json_integer_value(json_object_get(reply, "id")));
	struct str said = jwt_text(reply, "said");
	json_int_t kind = json_integer_value(json_object_get(reply, "kind"));

	if (t != NULL && !t->back) {
		t->back = true;
		if (kind != ERR_OK || !is_line(said))
			err_set(&t->e, kind == ERR_DENIED ? ERR_DENIED : ERR_BUSY, "%.*s", STR_ARG(jwt_text(reply, "why")));
		else
			memcpy(t->said, said.p, said.n + 1);
	}
	json_decref(reply);
}

static void lose(struct envoy *v)
{
	log_event(LOG_WARN, "oidc.envoy-lost", " pid=%d", (int)v->pid);
	end(v);
	for (size_t i = 0; i < MOST; i++)
		if (v->trips[i].id != 0 && !v->trips[i].back) {
			v->trips[i].back = true;
			err_set(&v->trips[i].e, ERR_BUSY, "the process that asks the provider has ended");
		}
}

static void listen_to(struct envoy *v)
{
	static char packet[PACKET];
	ssize_t n = -1;

	while (v->socket >= 0 && (n = next_packet(v->socket, packet, MSG_DONTWAIT)) > 0)
		hear(v, (struct str){ packet, (size_t)n });
	if (v->socket >= 0 && (n == 0 || errno != EAGAIN))
		lose(v);
}

/* Whose request was left in the middle never comes for what it asked. */
static int find_place(struct envoy *v, struct str remote, long long now_ms, struct trip **t_r, struct err *e)
{
	size_t of_one = 0;

	*t_r = NULL;
	for (size_t i = 0; i < MOST; i++) {
		struct trip *t = &v->trips[i];

		if (t->id != 0 && now_ms > t->until_ms + FORGOTTEN_MS)
			t->id = 0;
		if (t->id == 0)
			*t_r = t;
		else if (str_eq(str_of(t->remote), remote))
			of_one++;
	}
	if (of_one >= MOST_OF_ONE)
		return err_set(e, ERR_LIMIT, "too many tries at once from this address; wait until the others have ended");
	return *t_r != NULL ? 0 : err_set(e, ERR_BUSY, "too many wait for the provider");
}

static int secret_of(const struct hub *hub, struct arena *a, struct str *secret_r, struct err *e)
{
	const char *secret = "";

	if (hub->conf.oidc_secret_file.n > 0 && server_password(hub, a, hub->conf.oidc_secret_file, &secret, e) < 0)
		return -1;
	*secret_r = str_of(secret);
	return 0;
}

/* The secret goes with each errand that needs it: the file may have another tomorrow, and the envoy sees no file of the hub. */
static int write_question(const struct envoy *v, struct arena *a, const struct trip *t, const struct errand *what, json_t **question_r, struct err *e)
{
	struct str secret;

	if (what->code.p == NULL)
		*question_r = json_pack("{s:I, s:I}", "id", (json_int_t)t->id, "until_ms", (json_int_t)t->until_ms);
	else if (secret_of(v->hub, a, &secret, e) < 0)
		return -1;
	else
		*question_r = json_pack("{s:I, s:I, s:s%, s:s%, s:s%, s:s%}", "id", (json_int_t)t->id, "until_ms", (json_int_t)t->until_ms, "code", what->code.p,
		    what->code.n, "verifier", what->verifier.p, what->verifier.n, "nonce", what->nonce.p, what->nonce.n, "secret", secret.p, secret.n);
	return 0;
}

static int post(const struct envoy *v, const struct trip *t, const struct errand *what, struct err *e)
{
	struct arena *a = arena_new(1 << 20, arena_full_exit);
	json_t *question = NULL;
	char *text = NULL;
	bool sent = false;
	int status = write_question(v, a, t, what, &question, e);

	if (question != NULL)
		text = json_dumps(question, JSON_COMPACT);
	if (text != NULL)
		sent = strlen(text) < PACKET && send(v->socket, text, strlen(text), MSG_NOSIGNAL | MSG_DONTWAIT) > 0;
	free(text);
	json_decref(question);
	arena_free(a);
	if (status < 0)
		e->kind = ERR_BUSY;     /* what is wrong with the settings is for the log */
	return status < 0 || sent ? status : err_set(e, ERR_BUSY, "the provider cannot be asked that");
}

static unsigned long long files_of(struct envoy *v)
{
	struct arena *a = arena_new(1 << 16, arena_full_exit);
	struct str file = v->hub->conf.oidc_ca_file;
	unsigned long long files = envoy_files(file.n > 0 ? hub_path(v->hub, a, file) : NULL);

	arena_free(a);
	return files;
}

/* One that runs and sees the files of today. */
static int make_ready(struct envoy *v, struct err *e)
{
	unsigned long long files = files_of(v);
	bool waited_for = false;

	for (size_t i = 0; i < MOST; i++)
		waited_for = waited_for || (v->trips[i].id != 0 && !v->trips[i].back);
	if (files != v->files && !waited_for)
		end(v);
	if (v->socket >= 0)
		return 0;
	v->files = files;
	return start(v, e);
}

int envoy_send(struct envoy *v, const struct errand *what, long long now_ms, unsigned long long *id_r, long long *until_r, struct err *e)
{
	struct str remote = str_at(what->remote, 0, what->remote.n < REMOTE_MOST ? what->remote.n : REMOTE_MOST - 1);
	struct trip *t;

	listen_to(v);
	if (find_place(v, remote, now_ms, &t, e) < 0 || make_ready(v, e) < 0)
		return -1;
	/* there are up to three answers to wait for, and oidc_seconds is for each */
	*t = (struct trip){ .id = ++v->last, .until_ms = now_ms + 2000 * v->hub->conf.oidc_seconds };
	memcpy(t->remote, remote.p, remote.n);
	if (post(v, t, what, e) < 0) {
		t->id = 0;
		return -1;
	}
	*id_r = t->id;
	*until_r = t->until_ms;
	return 0;
}

bool envoy_is_back(struct envoy *v, unsigned long long id, long long now_ms)
{
	struct trip *t = trip_of(v, id);

	listen_to(v);
	if (t != NULL && !t->back && now_ms >= t->until_ms) {
		t->back = true;
		err_set(&t->e, ERR_BUSY, "the provider does not answer in time");
	}
	return t == NULL || t->back;
}

int envoy_take(struct envoy *v, unsigned long long id, struct arena *a, struct str *said_r, struct err *e)
{
	struct trip *t = trip_of(v, id);

	if (t == NULL || !t->back)
		return err_set(e, ERR_BUSY, "the provider does not answer in time");
	t->id = 0;
	*said_r = arena_str(a, str_of(t->said));
	if (t->e.kind == ERR_OK)
		return 0;
	*e = t->e;
	return -1;
}

int envoy_ear(const struct envoy *v)
{
	return v->socket;
}
