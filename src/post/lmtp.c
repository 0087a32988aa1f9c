/* lmtp.c - the listener: one thread, a poll loop, a spool a mail. */
#include "post/lmtp.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "base/time.h"
#include "intake/intake.h"
#include "intake/mailed.h"
#include "post/lmtp_state.h"
#include "post/return_path.h"
#include "store/spool.h"

enum { MAIL_ARENA = 64 << 20, READ_AT_ONCE = 1 << 16, SPACE_STEP = 1 << 20, OUT_MOST = 1 << 20, LAST_WORDS_MS = 10 * MS_SECOND };
enum { CONNECTION_MOST_MS = MS_HOUR };          /* a byte now and then keeps nobody's place for ever */

struct listener;

struct connection {
	struct listener *listener;
	int fd;
	struct lmtp lmtp;
	struct buf out;
	long long began_ms, heard_ms;
	/* of the mail on its way */
	struct arena *arena;
	struct str return_path;
	struct buf delivered;           /* Delivered-To lines */
	struct spool *spool;
	struct err problem;             /* kind ERR_OK: none */
};

struct listener {
	struct hub *hub;
	struct act *by;
	long long (*now_ms)(void);
	struct lmtp_counts *counts;
	struct connection **list;
	size_t count, most;
	const char *host;
	int fd;                         /* -1: it takes nobody any more */
	long long last_words_ms;        /* of stopping; TIME_NONE: it goes on */
	bool broken;                    /* the database failed: *e */
	struct err *e;
};

/* ---- what the protocol asks ---- */

static void forget_mail(void *ctx)
{
	struct connection *c = ctx;

	if (c->arena != NULL)
		arena_free(c->arena);
	c->arena = NULL;
	c->spool = NULL;
	c->problem.kind = ERR_OK;
}

/* A database that is locked comes back by itself; one that failed does not: the listener ends, and whoever watches it starts it anew. */
static void note_database(struct listener *l, const struct err *e)
{
	if (e->kind != ERR_DB && e->kind != ERR_CORRUPT)
		return;
	l->broken = true;
	*l->e = *e;
}

static const char *take_sender(void *ctx, struct str return_path, long long size)
{
	struct connection *c = ctx;
	struct listener *l = c->listener;
	struct err e;
	bool full;

	(void)size;
	if (hub_check_space(l->hub, &e) < 0)
		return "452 4.3.1 no room at the moment";
	c->arena = arena_new(MAIL_ARENA, arena_full_exit);
	if (mailed_queue_full(l->hub, c->arena, &full, &e) < 0) {
		note_database(l, &e);
		forget_mail(c);
		return "451 4.3.0 the store is away";
	}
	if (full) {
		forget_mail(c);
		return "452 4.3.1 too much waits to be read";
	}
	c->return_path = arena_str(c->arena, return_path);
	buf_init_arena(&c->delivered, c->arena, 1 << 17);
	return NULL;
}

static const char *take_recipient(void *ctx, struct str address)
{
	struct connection *c = ctx;

	if (!mailed_is_ours(c->listener->hub, address))
		return "550 5.1.1 no such address here";
	buf_printf(&c->delivered, "Delivered-To: " STR_FMT "\r\n", STR_ARG(address));
	return NULL;
}

static void keep(struct connection *c, struct str bytes)
{
	const struct hub *hub = c->listener->hub;
	size_t before = spool_content(c->spool).n, most = (size_t)hub->conf.hand_in_mb << 20;
	bool room = true;

	/* what is too large is still listened to until its end: the answer belongs there */
	if (c->problem.kind != ERR_OK)
		return;
	if (bytes.n > most || before > most - bytes.n)
		c->problem.kind = ERR_LIMIT;
	else if (before / SPACE_STEP != (before + bytes.n) / SPACE_STEP)
		room = hub_check_space(hub, &c->problem) == 0;
	if (room && c->problem.kind == ERR_OK && spool_add(c->spool, bytes, &c->problem) < 0 && c->problem.kind == ERR_OK)
		c->problem.kind = ERR_IO;
}

static void take_text(void *ctx, struct str bytes)
{
	keep(ctx, bytes);
}

static const char *begin_text(void *ctx)
{
	struct connection *c = ctx;
	struct hub *hub = c->listener->hub;

	c->problem.kind = ERR_OK;
	if (spool_new(hub->dir, c->arena, &c->spool, &c->problem) < 0)
		return "452 4.3.1 no room at the moment";
	keep(c, arena_printf(c->arena, "Return-Path: <" STR_FMT ">\r\n" STR_FMT, STR_ARG(c->return_path), STR_ARG(buf_str(&c->delivered))));
	return NULL;
}

static const char *answer_of(const struct err *e)
{
	switch (e->kind) {
	case ERR_LIMIT:
		return "552 5.3.4 the mail is larger than what is taken here";
	case ERR_FULL:
		return "452 4.3.1 no room at the moment";
	case ERR_INPUT:
		return "554 5.6.0 there is nothing in it";
	default:
		return "451 4.3.0 it could not be stored";
	}
}

static const char *deliver(void *ctx)
{
	struct connection *c = ctx;
	struct listener *l = c->listener;
	const struct content content = spool_content(c->spool);
	struct receipt receipt;

	l->by->now_ms = l->now_ms();
	if (c->problem.kind == ERR_OK && mailed_receive(l->hub, l->by, c->arena, STR("lmtp"), &content, &receipt, &c->problem) < 0 &&
	    c->problem.kind == ERR_OK)
		c->problem.kind = ERR_IO;
	if (c->problem.kind == ERR_OK) {
		l->counts->taken++;
		log_event(LOG_INFO, "lmtp.taken", "receipt=" STR_FMT, STR_ARG(receipt.number));
		return arena_printf(c->arena, "250 2.0.0 " STR_FMT " received", STR_ARG(receipt.number)).p;
	}
	l->counts->refused++;
	log_event(LOG_WARN, "lmtp.refused", "kind=%d", (int)c->problem.kind);
	note_database(l, &c->problem);
	return answer_of(&c->problem);
}

static const struct lmtp_hooks hooks = { take_sender, take_recipient, begin_text, take_text, deliver, forget_mail };

/* ---- connections ---- */

static void end_connection(struct listener *l, size_t i)
{
	struct connection *c = l->list[i];

	forget_mail(c);
	buf_fini(&c->out);
	close(c->fd);
	free(c);
	l->list[i] = l->list[--l->count];
}

static void begin_connection(struct listener *l)
{
	static const char full[] = "421 4.3.2 too many connections, come back later\r\n";
	int fd = accept4(l->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	struct connection *c;

	if (fd < 0)
		return;
	c = l->count < l->most ? calloc(1, sizeof *c) : NULL;
	if (c == NULL) {
		if (send(fd, full, sizeof full - 1, MSG_NOSIGNAL) < 0)
			log_event(LOG_DEBUG, "lmtp.gone", "errno=%d", errno);
		close(fd);
		return;
	}
	*c = (struct connection){ .listener = l, .fd = fd, .began_ms = l->now_ms(), .heard_ms = l->now_ms() };
	buf_init(&c->out, OUT_MOST);
	lmtp_begin(&c->lmtp, &hooks, c, l->host, l->hub->conf.hand_in_mb << 20, &c->out);
	l->list[l->count++] = c;
	l->counts->connections++;
}

/* Reads what is there; false: it is gone. */
static bool hear(struct connection *c)
{
	char bytes[READ_AT_ONCE];
	ssize_t n = recv(c->fd, bytes, sizeof bytes, 0);

	if (n < 0)
		return errno == EAGAIN || errno == EINTR;
	if (n == 0)
		return false;           /* in the middle of a mail: it was never answered for */
	c->heard_ms = c->listener->now_ms();
	lmtp_take(&c->lmtp, (struct str){ bytes, (size_t)n }, &c->out);
	return !c->out.failed;
}

/* Says what is to be said; false: nobody listens. */
static bool tell(struct connection *c)
{
	ssize_t n;

	if (c->out.n == 0)
		return true;
	n = send(c->fd, c->out.p, c->out.n, MSG_NOSIGNAL);
	if (n < 0)
		return errno == EAGAIN || errno == EINTR;
	memmove(c->out.p, c->out.p + n, c->out.n - (size_t)n);
	c->out.n -= (size_t)n;
	return true;
}

static bool is_over(struct connection *c)
{
	struct listener *l = c->listener;
	long long now = l->now_ms();

	if (c->lmtp.step == LMTP_OVER)
		return c->out.n == 0;
	if (l->last_words_ms != TIME_NONE && (now >= l->last_words_ms || lmtp_close(&c->lmtp, "421 4.3.2 closing down", &c->out)))
		return !tell(c) || now >= l->last_words_ms || c->out.n == 0;
	if (now - c->heard_ms < l->hub->conf.lmtp_seconds * MS_SECOND && now - c->began_ms < CONNECTION_MOST_MS)
		return false;
	log_event(LOG_WARN, "lmtp.slow", "seconds=%lld", (now - c->began_ms) / MS_SECOND);
	return true;
}

static void serve_connection(struct listener *l, size_t i, short events)
{
	struct connection *c = l->list[i];
	bool lives = true;

	if (events & (POLLIN | POLLHUP | POLLERR))
		lives = hear(c);
	if (!tell(c) || !lives || is_over(c))
		end_connection(l, i);
}

/* ---- the loop ---- */

static void one_round(struct listener *l, struct pollfd *polls)
{
	size_t n = l->count;

	for (size_t i = 0; i < n; i++)  /* who does not take our answers is not listened to */
		polls[i] = (struct pollfd){ .fd = l->list[i]->fd, .events = l->list[i]->out.n > 0 ? POLLOUT : POLLIN };
	polls[n] = (struct pollfd){ .fd = l->fd, .events = POLLIN };
	if (poll(polls, n + 1, 500) < 0)
		for (size_t i = 0; i <= n; i++)
			polls[i].revents = 0;
	for (size_t i = n; i-- > 0;)    /* from behind: who ends is replaced by the last */
		serve_connection(l, i, polls[i].revents);
	if (polls[n].revents != 0 && l->fd >= 0)
		begin_connection(l);
}

static void stop_listening(struct listener *l)
{
	if (l->fd >= 0)
		close(l->fd);
	l->fd = -1;
	if (l->last_words_ms == TIME_NONE)
		l->last_words_ms = l->now_ms() + LAST_WORDS_MS;
}

static int serve(struct listener *l, struct arena *a, const volatile sig_atomic_t *stop)
{
	struct pollfd *polls = ARENA_ARRAY(a, struct pollfd, l->most + 1);

	l->list = ARENA_ARRAY(a, struct connection *, l->most + 1);
	while (l->last_words_ms == TIME_NONE || l->count > 0) {
		one_round(l, polls);
		if (*stop || l->broken)
			stop_listening(l);
	}
	return l->broken ? -1 : 0;
}

int lmtp_serve(struct hub *hub, struct act *by, long long (*now_ms)(void), const struct lmtp_place *place, const volatile sig_atomic_t *stop,
    struct lmtp_counts *counts_r, struct err *e)
{
	struct arena *a = arena_new(1 << 20, arena_full_exit);
	struct listener l = { .hub = hub, .by = by, .now_ms = now_ms, .counts = counts_r, .most = (size_t)hub->conf.lmtp_connections,
		.last_words_ms = TIME_NONE, .e = e };
	const char *told;
	int status = -1;

	*counts_r = (struct lmtp_counts){ 0 };
	l.host = arena_cstr(a, post_domain(hub));
	l.fd = lmtp_listen(a, place, &told, e);
	if (l.fd >= 0) {
		log_event(LOG_WARN, "lmtp.listening", "at=%s", told);
		status = serve(&l, a, stop);
		if (str_starts(str_of(place->where), STR("unix:")))
			unlink(place->where + 5);
	}
	arena_free(a);
	return status;
}
