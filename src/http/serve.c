/* serve.c - the loop around libmicrohttpd: a request is gathered, handled, answered. */
#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/time.h"
#include "http/mhd.h"
#include "http/receive.h"
#include "http/stream.h"
#include "http/tls.h"

enum { REQUEST_BYTES = 128 << 20, CONNECTION_BYTES = 24 * 1024, TICK_MS = 1000, FRESH_MS = 2000, OVERRUN = 1 << 20, PART_BYTES = 64 * 1024 };

/* An answer that waits until what it depends on is kept, which is done for all answers of one round together. */
struct held {
	struct held *next;
	struct MHD_Connection *connection;
	struct http_answer answer;
	bool kept;
};

/* A request that cannot be answered before something that was asked elsewhere is back. */
struct sleeper {
	struct sleeper *next;
	struct MHD_Connection *connection;
	unsigned long long errand;
};

struct server {
	const struct http_door *door;
	struct lines lines;
	struct streams streams;
	struct held *held;
	struct sleeper *sleepers;
	bool resumed;                   /* answers go out now: nobody waits for news before that */
	bool stopping;
};

/* A request that wants more memory than there is for one ends alone: not the server. */
static jmp_buf no_room;
void http_no_room(void) { longjmp(no_room, 1); }

static const struct mhd_table *mhd;

/* ---- answers ---- */

/* An answer that comes in parts: what is left of the one at hand, and who makes the next. */
struct pouring {
	struct server *server;
	struct incoming *request;
	struct http_answer answer;
	struct buf part;
	size_t taken;
	bool over;
};

static int make_part(struct pouring *p)
{
	int more = 1;

	while (more == 1 && p->part.n == 0)
		more = p->answer.more(p->answer.more_ctx, &p->part);
	p->over = more == 0;
	return more < 0 || p->part.failed ? -1 : 0;
}

/* The next part that has anything in it.  -1: it broke off. */
static int next_part(struct pouring *p)
{
	p->taken = 0;
	buf_clear(&p->part);
	if (setjmp(no_room) == 0) {
		if (make_part(p) < 0)
			return -1;
		line_is(&p->server->lines, p->request->line, LINE_BUSY, receive_until(p->server->door, time_system_ms(), p->part.n));
		return 0;
	}
	log_event(LOG_ERROR, "http.no-room", " used=%zu", arena_used(p->request->q.arena));
	if (p->server->door->broken != NULL)
		p->server->door->broken(p->server->door->ctx);
	return -1;
}

static ssize_t pour(void *ctx, uint64_t at, char *into, size_t most)
{
	struct pouring *p = ctx;
	size_t n;

	(void)at;
	if (p->taken == p->part.n && (p->over ? 0 : next_part(p)) < 0)
		return MHD_CONTENT_READER_END_WITH_ERROR;
	n = p->part.n - p->taken < most ? p->part.n - p->taken : most;
	if (n == 0)
		return MHD_CONTENT_READER_END_OF_STREAM;
	memcpy(into, p->part.p + p->taken, n);
	p->taken += n;
	return (ssize_t)n;
}

static void poured(void *ctx)
{
	struct pouring *p = ctx;

	buf_fini(&p->part);
	free(p);
}

static struct MHD_Response *respond_in_parts(struct server *s, struct incoming *c, const struct http_answer *r)
{
	struct pouring *p = calloc(1, sizeof *p);
	struct MHD_Response *response;

	if (p == NULL)
		return NULL;
	*p = (struct pouring){ .server = s, .request = c, .answer = *r };
	buf_init(&p->part, REQUEST_BYTES / 2);
	buf_add(&p->part, buf_str(&r->body));
	response = mhd->MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, PART_BYTES, pour, p, poured);
	if (response == NULL)
		poured(p);
	return response;
}

static enum MHD_Result send_answer(struct server *s, struct MHD_Connection *connection, struct incoming *c, const struct http_answer *r)
{
	struct str body = buf_str(&r->body);
	struct MHD_Response *response = r->stream != NULL && !s->stopping ? stream_begin(&s->streams, connection, c, r->stream, body) :
	    r->more != NULL ? respond_in_parts(s, c, r) :
	    mhd->MHD_create_response_from_buffer(body.n, (void *)(uintptr_t)body.p, MHD_RESPMEM_PERSISTENT);
	enum MHD_Result done = MHD_NO;

	if (response == NULL)
		return MHD_NO;
	for (size_t i = 0; i < r->header_count; i++)
		if (mhd->MHD_add_response_header(response, r->headers[i].name.p, r->headers[i].value.p) == MHD_NO)
			log_event(LOG_ERROR, "http.header-refused", " header=%s", r->headers[i].name.p);
	if (s->stopping || c->cut)
		mhd->MHD_add_response_header(response, "Connection", "close");
	line_is(&s->lines, c->line, LINE_BUSY, receive_until(s->door, time_system_ms(), body.n));
	done = mhd->MHD_queue_response(connection, (unsigned)r->status, response);
	mhd->MHD_destroy_response(response);
	return done;
}

static void answer_new(struct incoming *c, struct http_answer *r)
{
	*r = (struct http_answer){ .status = 500 };
	buf_init_arena(&r->body, c->q.arena, REQUEST_BYTES / 4);
}

static enum MHD_Result refuse(struct server *s, struct MHD_Connection *connection, struct incoming *c)
{
	struct http_answer r;

	answer_new(c, &r);
	s->door->refuse(s->door->ctx, &c->q, c->refused, c->why, &r);
	r.status = c->refused;
	return send_answer(s, connection, c, &r);
}

static enum MHD_Result hold(struct server *s, struct MHD_Connection *connection, struct incoming *c, const struct http_answer *r)
{
	c->held = ARENA_NEW(c->q.arena, struct held);
	*c->held = (struct held){ .next = s->held, .connection = connection, .answer = *r };
	s->held = c->held;
	mhd->MHD_suspend_connection(connection);
	return MHD_YES;
}

/* Requests go on in the next round: the library asks for their answers again. */
static void settle(struct server *s)
{
	bool kept = s->held == NULL || s->door->settle(s->door->ctx);

	s->resumed = s->held != NULL;
	for (struct held *h = s->held, *next; h != NULL; h = next) {
		next = h->next;
		h->kept = kept;
		mhd->MHD_resume_connection(h->connection);
	}
	s->held = NULL;
}

static enum MHD_Result fall_asleep(struct server *s, struct MHD_Connection *connection, struct incoming *c, long long until_ms)
{
	assert(c->q.errand != 0);
	c->sleeper = ARENA_NEW(c->q.arena, struct sleeper);
	*c->sleeper = (struct sleeper){ s->sleepers, connection, c->q.errand };
	s->sleepers = c->sleeper;
	line_is(&s->lines, c->line, LINE_BUSY, receive_until(s->door, until_ms, 0));
	mhd->MHD_suspend_connection(connection);
	return MHD_YES;
}

/* Those whose errand is back; all of them where the server ends. */
static void wake(struct server *s, bool all)
{
	long long now_ms = time_system_ms();

	for (struct sleeper **at = &s->sleepers, *one; (one = *at) != NULL;) {
		if (!all && !s->door->is_back(s->door->ctx, one->errand, now_ms)) {
			at = &one->next;
			continue;
		}
		*at = one->next;
		s->resumed = true;
		mhd->MHD_resume_connection(one->connection);
	}
}

static enum MHD_Result send_held(struct server *s, struct MHD_Connection *connection, struct incoming *c)
{
	if (c->held->kept)
		return send_answer(s, connection, c, &c->held->answer);
	c->refused = 503;
	c->why = "the hub could not record who looked at this, so it is not shown; try again in a moment";
	return refuse(s, connection, c);
}

/* The same request with nothing of what was asked and made.  It is the first thing in its arena and stays it: the library knows it by
 * its address. */
static struct incoming *begun_again(struct incoming *c)
{
	struct incoming kept = { .q = { .arena = c->q.arena, .now_ms = c->q.now_ms, .method = STR("GET"), .path = STR("/"), .remote = STR(""), .media_type = STR("") },
		.door = c->door, .line = c->line, .begun = true, .most = -1, .refused = 500, .why = "this answer would have been too large", .cut = c->cut };
	struct incoming *again;

	arena_reset(kept.q.arena);
	again = ARENA_NEW(kept.q.arena, struct incoming);
	assert(again == c);
	*again = kept;
	return again;
}

static enum MHD_Result answer(struct server *s, struct MHD_Connection *connection, struct incoming *c)
{
	const struct http_door *door = s->door;
	struct http_answer r;

	answer_new(c, &r);
	if (setjmp(no_room) == 0) {
		door->answer(door->ctx, &c->q, &r);
		if (r.sleeps_until_ms != 0)
			return fall_asleep(s, connection, c, r.sleeps_until_ms);
		answer_pack(&c->q, &r);
		return r.waits ? hold(s, connection, c, &r) : send_answer(s, connection, c, &r);
	}
	log_event(LOG_ERROR, "http.no-room", " used=%zu", arena_used(c->q.arena));
	if (door->broken != NULL)
		door->broken(door->ctx);
	return refuse(s, connection, begun_again(c));
}

/* ---- requests ---- */

static enum MHD_Result keep_header(void *ctx, enum MHD_ValueKind kind, const char *name, const char *value)
{
	struct incoming *c = ctx;

	(void)kind;
	receive_header(c, str_of(name), str_of(value != NULL ? value : ""));
	return MHD_YES;
}

/* The raw query is parsed here and not by the library, which ends names and values at a NUL. */
static size_t leave_as_it_is(void *ctx, struct MHD_Connection *connection, char *s)
{
	(void)ctx;
	(void)connection;
	return strlen(s);
}

static void *take_uri(void *ctx, const char *uri, struct MHD_Connection *connection)
{
	struct server *s = ctx;
	struct arena *a = arena_new(REQUEST_BYTES, http_no_room);
	struct incoming *c = ARENA_NEW(a, struct incoming);

	(void)connection;
	c->q.arena = a;
	c->q.now_ms = time_system_ms();
	c->door = s->door;
	c->uri = arena_str(a, str_of(uri));
	return c;
}

/* A machine's certificate that does not verify is refused before anything else is looked at. */
static void look_at_certificate(struct incoming *c, struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info;
	const char *why = NULL;

	if (c->door->tls == NULL || c->door->tls->client_ca.p == NULL)
		return;
	info = mhd->MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
	if (info == NULL || tls_client(info->tls_session, c->q.arena, &c->q.certificate, &c->q.certificate_names, &why))
		return;
	log_event(LOG_WARN, "http.certificate-refused", " remote=" STR_FMT " why=%s", STR_ARG(c->q.remote), why);
	receive_refuse(c, 403, why);
}

static void begin(struct server *s, struct incoming *c, struct MHD_Connection *connection, const char *method, const char *version)
{
	const union MHD_ConnectionInfo *address = mhd->MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	const char *length = mhd->MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Content-Length");
	bool chunked = mhd->MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Transfer-Encoding") != NULL;

	mhd->MHD_get_connection_values(connection, MHD_HEADER_KIND, keep_header, c);
	c->line = mhd->MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
	line_is(&s->lines, c->line, LINE_BUSY, receive_until(s->door, time_system_ms(), 0));
	receive_begin(c, str_of(method), str_of(version), address != NULL ? address->client_addr : NULL, length != NULL ? str_of(length) : STR_NONE, chunked);
	look_at_certificate(c, connection);
}

/* Past the limit the rest is let go by for a while, so that the client gets its answer; then the line is cut. */
static enum MHD_Result more(struct server *s, struct incoming *c, const char *data, size_t *n)
{
	receive_count(c, *n);
	line_is(&s->lines, c->line, LINE_BUSY, receive_until(s->door, c->q.now_ms, c->received));
	if (c->refused != 0 && c->let_go > OVERRUN)
		return MHD_NO;
	if (c->refused != 0)
		c->let_go += *n;
	else
		receive_body(c, (struct str){ data, *n });
	*n = 0;
	return MHD_YES;
}

static enum MHD_Result on_request(void *ctx, struct MHD_Connection *connection, const char *url, const char *method,
    const char *version, const char *data, size_t *n, void **call)
{
	struct server *s = ctx;
	struct incoming *c = *call;

	(void)url;
	if (setjmp(no_room) != 0)
		return MHD_NO;
	if (c->held != NULL)
		return send_held(s, connection, c);
	if (c->sleeper != NULL) {
		c->sleeper = NULL;
		c->q.now_ms = time_system_ms();
		return answer(s, connection, c);
	}
	if (!c->begun) {
		c->begun = true;
		begin(s, c, connection, method, version);
		return c->refused != 0 ? refuse(s, connection, c) : MHD_YES;
	}
	if (*n > 0)
		return more(s, c, data, n);
	receive_end(c);
	return c->refused != 0 ? refuse(s, connection, c) : answer(s, connection, c);
}

static void on_completed(void *ctx, struct MHD_Connection *connection, void **call, enum MHD_RequestTerminationCode code)
{
	struct server *s = ctx;
	struct incoming *c = *call;

	(void)connection;
	(void)code;
	if (c == NULL)
		return;
	*call = NULL;
	stream_end(&s->streams, c);
	line_is(&s->lines, c->line, LINE_IDLE, time_system_ms() + s->door->header_seconds * 1000LL);
	arena_free(c->q.arena);
}

static void on_connection(void *ctx, struct MHD_Connection *connection, void **line, enum MHD_ConnectionNotificationCode what)
{
	struct server *s = ctx;

	if (what == MHD_CONNECTION_NOTIFY_STARTED)
		*line = line_open(&s->lines, mhd->MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd,
		    time_system_ms() + s->door->header_seconds * 1000LL);
	else
		line_close(&s->lines, *line);
}

/* ---- the loop ---- */

/* The library ends a line on which nothing moves; how long it may move is lines.h's. */
static struct MHD_Daemon *start(struct server *s, int fd)
{
	const struct http_door *door = s->door;
	unsigned idle = door->header_seconds > door->body_seconds ? door->header_seconds : door->body_seconds;
	struct MHD_OptionItem tls[5] = { { MHD_OPTION_END, 0, NULL } };

	if (door->tls != NULL) {
		size_t n = 0;

		tls[n++] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)door->tls->certificate.p };
		tls[n++] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)door->tls->key.p };
		tls[n++] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t)TLS_PRIORITIES };
		if (door->tls->client_ca.p != NULL)
			tls[n++] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_MEM_TRUST, 0, (void *)(uintptr_t)door->tls->client_ca.p };
		tls[n] = (struct MHD_OptionItem){ MHD_OPTION_END, 0, NULL };
	}
	return mhd->MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | (door->tls != NULL ? MHD_USE_TLS : 0u), 0, NULL, NULL, on_request, s,
	    MHD_OPTION_LISTEN_SOCKET, fd,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_BYTES,
	    MHD_OPTION_CONNECTION_LIMIT, door->connections_most > 0 ? door->connections_most : 60000u,
	    MHD_OPTION_PER_IP_CONNECTION_LIMIT, door->proxies != NULL ? 0u : door->connections_per_address,
	    MHD_OPTION_CONNECTION_TIMEOUT, idle + 5,
	    MHD_OPTION_UNESCAPE_CALLBACK, leave_as_it_is, NULL,
	    MHD_OPTION_URI_LOG_CALLBACK, take_uri, s,
	    MHD_OPTION_NOTIFY_COMPLETED, on_completed, s,
	    MHD_OPTION_NOTIFY_CONNECTION, on_connection, s,
	    MHD_OPTION_STRICT_FOR_CLIENT, 1,
	    MHD_OPTION_ARRAY, tls,
	    MHD_OPTION_END);
}

static void wait_and_run(struct server *s, struct MHD_Daemon *daemon, int epoll_fd)
{
	struct pollfd p[] = { { .fd = epoll_fd, .events = POLLIN }, { .fd = s->sleepers != NULL ? s->door->ear(s->door->ctx) : -1, .events = POLLIN } };
	MHD_UNSIGNED_LONG_LONG ms;
	int wait = s->resumed ? 0 : TICK_MS;

	if (mhd->MHD_get_timeout(daemon, &ms) == MHD_YES && ms < (MHD_UNSIGNED_LONG_LONG)wait)
		wait = (int)ms;
	poll(p, 2, wait);
	mhd->MHD_run(daemon);
	settle(s);
	wake(s, false);
}

static void tick(struct server *s, long long now_ms)
{
	size_t cut = lines_cut(&s->lines, now_ms);

	if (cut > 0)
		log_event(LOG_INFO, "http.too-slow", " connections=%zu open=%zu", cut, s->lines.count);
	streams_feed(&s->streams, s->door, &s->lines, now_ms);
}

static void drain(struct server *s, struct MHD_Daemon *daemon, int epoll_fd)
{
	long long from_ms = time_system_ms(), now_ms = from_ms;

	s->stopping = true;
	mhd->MHD_quiesce_daemon(daemon);
	while (s->lines.count > 0 && now_ms < from_ms + s->door->stop_seconds * 1000LL) {
		streams_end(&s->streams);
		lines_wind_up(&s->lines, from_ms + FRESH_MS);
		lines_cut(&s->lines, now_ms);
		wait_and_run(s, daemon, epoll_fd);
		now_ms = time_system_ms();
	}
	streams_end(&s->streams);
	wake(s, true);
	if (s->lines.busy > 0)
		log_event(LOG_WARN, "http.cut-off", " requests=%zu", s->lines.busy);
	mhd->MHD_stop_daemon(daemon);
}

int http_serve(int listen_fd, const struct http_door *door, const volatile int *stop, struct err *e)
{
	struct server s = { .door = door };
	const union MHD_DaemonInfo *info;
	struct MHD_Daemon *daemon;
	long long tick_ms = 0;

	mhd = mhd_load(e);
	if (mhd == NULL || (door->tls != NULL && tls_open(e) < 0))
		return -1;
	daemon = start(&s, listen_fd);
	info = daemon != NULL ? mhd->MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD) : NULL;
	if (info == NULL)
		return err_set(e, ERR_IO, "the server cannot be started");
	while (!*stop) {
		long long now_ms = time_system_ms();

		if (now_ms - tick_ms >= TICK_MS || now_ms < tick_ms) {
			tick_ms = now_ms;
			tick(&s, now_ms);
		}
		wait_and_run(&s, daemon, info->epoll_fd);
	}
	drain(&s, daemon, info->epoll_fd);
	return 0;
}
