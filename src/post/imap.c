/* imap.c - see imap.h. */
#include "post/imap.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/time.h"
#include "base/tr.h"
#include "post/imap_read.h"
#include "post/reply.h"
#include "post/server.h"

enum { READ_AT_ONCE = 1 << 16, WORDS_MOST = 200, COMMAND_MOST = 2048, WAIT_MS = 500, LONG_TIMES = 30 };
enum { TALK_MOST = 64 << 20 };          /* bytes that are no mail, in answer to one command */

enum imap_goal { IMAP_KEEP, IMAP_SEEN, IMAP_MOVE };

struct imap {
	const struct curl_table *curl;
	CURL *handle;                   /* NULL: not connected */
	struct server server;
	struct arena *arena;            /* lives as long as this */
	struct str name, folder, target;
	enum imap_goal goal;
	bool can_move, can_expunge;     /* RFC 6851, RFC 4315 */
	long long (*now_ms)(void);
	const volatile sig_atomic_t *stop;
	char problem[CURL_ERROR_SIZE];
	/* of the command that is under way */
	unsigned number;
	struct imap_reader reader;
	size_t at, n;                   /* what was read and is not yet looked at: bytes[at, n) */
	char bytes[READ_AT_ONCE];
};

/* ---- settings ---- */

static int quoted(struct arena *a, const char *setting, struct str folder, struct str *quoted_r, struct err *e)
{
	struct buf out;

	buf_init_arena(&out, a, 4096);
	buf_char(&out, '"');
	for (size_t i = 0; i < folder.n; i++) {
		if ((unsigned char)folder.p[i] < ' ' || (unsigned char)folder.p[i] > '~')
			return err_set(e, ERR_USAGE, "%s is written as the server writes it, in ASCII (modified UTF-7, RFC 3501), not “" STR_FMT "”", setting,
			    STR_ARG(folder));
		if (folder.p[i] == '"' || folder.p[i] == '\\')
			buf_char(&out, '\\');
		buf_char(&out, folder.p[i]);
	}
	buf_char(&out, '"');
	*quoted_r = buf_str(&out);
	return folder.n > 0 && folder.n < COMMAND_MOST / 4 ? 0 : err_set(e, ERR_USAGE, "%s is the name of a folder", setting);
}

static int read_goal(struct imap *m, const struct conf *c, struct arena *a, struct err *e)
{
	m->goal = str_eq(c->imap_after, STR("seen")) ? IMAP_SEEN : str_eq(c->imap_after, STR("move")) ? IMAP_MOVE : IMAP_KEEP;
	if (m->goal != IMAP_MOVE)
		return 0;
	if (c->imap_move_to.n == 0)
		return err_set(e, ERR_USAGE, "imap_after = move: name the folder that mails are moved to: imap_move_to = Archive");
	if (str_eq(c->imap_move_to, c->imap_folder))
		return err_set(e, ERR_USAGE, "imap_move_to is the folder that mails are fetched from (imap_folder)");
	return quoted(a, "imap_move_to", c->imap_move_to, &m->target, e);
}

static int check_place(struct imap *m, const struct conf *c, struct arena *a, struct err *e)
{
	struct str place = str_from(c->imap_url, (size_t)str_find(c->imap_url, STR("://")) + 3);

	while (str_ends(place, STR("/")))
		place.n--;
	if (str_find_char(place, '/') >= 0)
		return err_set(e, ERR_USAGE, "imap_url is imap://HOST:PORT alone; the folder is imap_folder");
	if (c->imap_user.n == 0)
		return err_set(e, ERR_USAGE, "imap_url is set; name who signs in there: imap_user and imap_password_file");
	m->name = arena_printf(a, STR_FMT "@" STR_FMT "/" STR_FMT, STR_ARG(c->imap_user), STR_ARG(place), STR_ARG(c->imap_folder));
	return 0;
}

static void end_session(void *ctx)
{
	imap_leave(ctx);
}

int imap_open(const struct hub *hub, struct arena *a, long long (*now_ms)(void), const volatile sig_atomic_t *stop, struct imap **imap_r,
    struct err *e)
{
	const struct conf *c = &hub->conf;
	const struct server_settings settings = { "imap", c->imap_url, c->imap_tls, c->imap_user, c->imap_password_file, c->imap_ca_file,
		c->imap_seconds };
	struct imap *m = ARENA_NEW(a, struct imap);

	m->arena = a;
	m->now_ms = now_ms;
	m->stop = stop;
	if (c->imap_url.n == 0)
		return err_set(e, ERR_USAGE, "there is no mailbox to fetch from: set imap_url, imap_user and imap_password_file in noroshi.conf");
	if (server_read(hub, a, &settings, &m->server, e) < 0 || check_place(m, c, a, e) < 0 || read_goal(m, c, a, e) < 0 ||
	    quoted(a, "imap_folder", c->imap_folder, &m->folder, e) < 0)
		return -1;
	m->curl = curl_load(e);
	if (m->curl == NULL)
		return -1;
	arena_defer(a, end_session, m);
	*imap_r = m;
	return 0;
}

struct str imap_name(const struct imap *m)
{
	return m->name;
}

/* ---- bytes to and fro ---- */

static int fail(struct imap *m, const char *what, struct err *e)
{
	return err_set(e, ERR_IO, "the mailbox " STR_FMT ": %s", STR_ARG(m->name), tr(what));
}

/* A while at most, so that being asked to stop is heard. */
static int wait_for(struct imap *m, short events, struct err *e)
{
	curl_socket_t fd = CURL_SOCKET_BAD;
	struct pollfd p = { .events = events };

	m->curl->curl_easy_getinfo(m->handle, CURLINFO_ACTIVESOCKET, &fd);
	if (fd == CURL_SOCKET_BAD)
		return fail(m, "the connection is gone", e);
	p.fd = fd;
	if (poll(&p, 1, WAIT_MS) < 0 && (m->stop == NULL || !*m->stop))
		return 0;
	return m->stop != NULL && *m->stop ? fail(m, "stopped", e) : 0;
}

static int send_all(struct imap *m, struct str s, struct err *e)
{
	long long until = m->now_ms() + m->server.seconds * MS_SECOND;

	while (s.n > 0) {
		size_t n = 0;
		CURLcode code = m->curl->curl_easy_send(m->handle, s.p, s.n, &n);

		s = str_from(s, n);
		if (code != CURLE_OK && code != CURLE_AGAIN)
			return fail(m, "the connection is gone", e);
		if (code == CURLE_AGAIN && wait_for(m, POLLOUT, e) < 0)
			return -1;
		if (m->now_ms() > until)
			return fail(m, "the server listens to nothing", e);
	}
	return 0;
}

/* More bytes, or a word why there are none. */
static int receive(struct imap *m, long long long_until, struct err *e)
{
	long long until = m->now_ms() + m->server.seconds * MS_SECOND;

	m->at = m->n = 0;
	for (;;) {
		CURLcode code = m->curl->curl_easy_recv(m->handle, m->bytes, sizeof m->bytes, &m->n);

		if (code == CURLE_OK && m->n > 0)
			return 0;
		if (code != CURLE_AGAIN)
			return fail(m, "the server closed the connection", e);
		if (wait_for(m, POLLIN, e) < 0)
			return -1;
		if (m->now_ms() > until || m->now_ms() > long_until)
			return fail(m, "the server is silent, or too slow (imap_seconds)", e);
	}
}

/* ---- one command and its answers ---- */

/* What comes before the last word; 0, or -1 with *e: the session is over. */
struct imap_ears {
	int (*line)(struct imap *m, void *ctx, struct str line, struct err *e);
	int (*literal)(struct imap *m, void *ctx, long long n, struct err *e);
	int (*bytes)(struct imap *m, void *ctx, struct str bytes, struct err *e);
	void *ctx;
};

static int hear(struct imap *m, const struct imap_ears *ears, struct str tag, enum imap_got got, struct str piece, struct imap_status *last,
    struct err *e)
{
	struct imap_status s;
	long long n;

	switch (got) {
	case IMAP_LITERAL:
		return ears != NULL && ears->literal != NULL && imap_literal(piece, &n) ? ears->literal(m, ears->ctx, n, e) : 0;
	case IMAP_BYTES:
		return ears != NULL && ears->bytes != NULL ? ears->bytes(m, ears->ctx, piece, e) : 0;
	case IMAP_LINE:
		if (imap_status(piece, tag, last) && last->word.n > 0)
			return 0;
		if (imap_status(piece, STR("*"), &s) && str_eq(s.word, STR("BYE")))
			return fail(m, "the server closed the connection", e);
		return ears != NULL && ears->line != NULL ? ears->line(m, ears->ctx, piece, e) : 0;
	default:
		return fail(m, "the server does not speak IMAP", e);
	}
}

/* 0 with the server's last word. */
static int converse(struct imap *m, const char *command, const struct imap_ears *ears, struct imap_status *last, struct err *e)
{
	char line[COMMAND_MOST], tag[16];
	long long long_until = m->now_ms() + m->server.seconds * LONG_TIMES * MS_SECOND;
	size_t said = 0;

	if (m->handle == NULL)
		return fail(m, "the connection is gone", e);
	snprintf(tag, sizeof tag, "N%u", ++m->number);
	snprintf(line, sizeof line, "%s %s\r\n", tag, command);
	if (send_all(m, str_of(line), e) < 0)
		return -1;
	last->word = STR("");
	while (last->word.n == 0) {
		struct str rest = { m->bytes + m->at, m->n - m->at }, piece;
		enum imap_got got = imap_read(&m->reader, &rest, &piece);

		m->at = m->n - rest.n;
		if (got == IMAP_MORE && receive(m, long_until, e) < 0)
			return -1;
		if (got == IMAP_MORE)
			continue;
		said += got == IMAP_LINE ? piece.n : 0;
		if (said > TALK_MOST)
			return fail(m, "the server does not speak IMAP", e);
		if (hear(m, ears, str_of(tag), got, piece, last, e) < 0)
			return -1;
	}
	return 0;
}

static int refused(struct imap *m, const char *what, const struct imap_status *s, struct err *e)
{
	const struct str said = str_at(s->said, 0, WORDS_MOST);

	return err_set(e, ERR_IO, "the mailbox " STR_FMT ": %s: the server said “" STR_FMT " " STR_FMT "”", STR_ARG(m->name), tr(what),
	    STR_ARG(s->word), STR_ARG(said));
}

/* The same where anything but OK ends it. */
static int demand(struct imap *m, const char *command, const struct imap_ears *ears, const char *what, struct err *e)
{
	struct imap_status last;

	if (converse(m, command, ears, &last, e) < 0)
		return -1;
	return str_eq(last.word, STR("OK")) ? 0 : refused(m, what, &last, e);
}

/* ---- coming and going ---- */

void imap_leave(struct imap *m)
{
	size_t n;

	if (m->handle == NULL)
		return;
	m->curl->curl_easy_send(m->handle, "NZ LOGOUT\r\n", 11, &n);    /* politeness: nobody waits for an answer */
	m->curl->curl_easy_cleanup(m->handle);
	m->handle = NULL;
}

static int connect_to(struct imap *m, struct arena *a, struct err *e)
{
	CURLcode code;

	m->handle = server_handle(m->curl, &m->server);
	if (m->handle == NULL)
		return err_set(e, ERR_IO, "out of memory");
	m->problem[0] = '\0';
	m->reader = (struct imap_reader){ .n = 0 };
	m->at = m->n = 0;
	m->curl->curl_easy_setopt(m->handle, CURLOPT_ERRORBUFFER, m->problem);
	m->curl->curl_easy_setopt(m->handle, CURLOPT_CONNECT_ONLY, 1L);
	code = m->curl->curl_easy_perform(m->handle);
	if (code == CURLE_OK)
		return 0;
	m->curl->curl_easy_cleanup(m->handle);
	m->handle = NULL;
	return err_set(e, ERR_IO, "the mailbox " STR_FMT ": " STR_FMT, STR_ARG(m->name), STR_ARG(reply_clean(a,
	    str_of(m->problem[0] != '\0' ? m->problem : m->curl->curl_easy_strerror(code)), WORDS_MOST)));
}

static int hear_capability(struct imap *m, void *ctx, struct str line, struct err *e)
{
	(void)ctx;
	(void)e;
	m->can_move |= imap_can(line, STR("MOVE"));
	m->can_expunge |= imap_can(line, STR("UIDPLUS"));
	return 0;
}

static int hear_uidvalidity(struct imap *m, void *ctx, struct str line, struct err *e)
{
	long long *uidvalidity = ctx, n;
	struct imap_status s;

	(void)m;
	(void)e;
	if (imap_status(line, STR("*"), &s) && (n = imap_code_number(s.code, STR("UIDVALIDITY"))) >= 0)
		*uidvalidity = n;
	return 0;
}

int imap_enter(struct imap *m, struct arena *a, long long *uidvalidity_r, struct err *e)
{
	const struct imap_ears capability = { .line = hear_capability }, opened = { .line = hear_uidvalidity, .ctx = uidvalidity_r };

	*uidvalidity_r = -1;
	m->can_move = m->can_expunge = false;
	if (connect_to(m, a, e) < 0 || demand(m, "CAPABILITY", &capability, "it does not say what it can do", e) < 0)
		return -1;
	if (m->goal == IMAP_MOVE && !m->can_move && !m->can_expunge)
		return fail(m, "the server knows neither MOVE nor UIDPLUS, so nothing can be moved safely; set imap_after to seen or keep", e);
	/* EXAMINE: who only looks changes nothing, whatever happens */
	if (demand(m, arena_printf(a, "%s " STR_FMT, m->goal == IMAP_KEEP ? "EXAMINE" : "SELECT", STR_ARG(m->folder)).p, &opened,
	    "the folder does not open (imap_folder)", e) < 0)
		return -1;
	return *uidvalidity_r > 0 ? 0 : fail(m, "the server does not say UIDVALIDITY, so no mail can be told from another", e);
}

/* ---- what is there ---- */

struct listing {
	struct arena *arena;
	long long after;
	struct imap_mail *list;
	size_t n, room;
	bool ascends, cut;
};

static int hear_mail(struct imap *m, void *ctx, struct str line, struct err *e)
{
	struct listing *l = ctx;
	struct imap_fetched f;

	(void)m;
	(void)e;
	if (!imap_fetched(line, &f) || f.uid <= l->after || f.size < 0)         /* "n:*" always tells the last one, too */
		return 0;
	if (l->n == IMAP_LIST_MOST) {
		l->cut = true;
		return 0;
	}
	l->ascends &= l->n == 0 || f.uid > l->list[l->n - 1].uid;
	*ARENA_PUSH(l->arena, l->list, l->n, l->room) = (struct imap_mail){ f.uid, f.size };
	return 0;
}

static int by_uid(const void *a, const void *b)
{
	long long x = ((const struct imap_mail *)a)->uid, y = ((const struct imap_mail *)b)->uid;

	return (x > y) - (x < y);
}

int imap_list(struct imap *m, struct arena *a, long long after, struct imap_mail **list_r, size_t *n_r, struct err *e)
{
	struct listing l = { .arena = a, .after = after, .ascends = true };
	const struct imap_ears ears = { .line = hear_mail, .ctx = &l };
	size_t n = 0;

	if (demand(m, arena_printf(a, "UID FETCH %lld:* (UID RFC822.SIZE)", after + 1).p, &ears, "it does not say what mails there are", e) < 0)
		return -1;
	/* what was cut off must have the higher numbers, or mails between would never be fetched */
	if (l.cut && !l.ascends)
		return fail(m, "the server tells its mails out of order", e);
	if (!l.ascends)
		qsort(l.list, l.n, sizeof l.list[0], by_uid);
	for (size_t i = 0; i < l.n; i++)
		if (n == 0 || l.list[i].uid != l.list[n - 1].uid)
			l.list[n++] = l.list[i];
	*list_r = l.list;
	*n_r = n;
	return 0;
}

/* ---- one mail ---- */

struct fetching {
	struct spool *spool;
	long long uid, most, literal;   /* literal -1: none yet */
	bool is_here;
	enum imap_fetch what;
};

/* The bytes come before the line that says whose they are has ended: they are kept, and forgotten with the spool if they are another's. */
static int hear_literal(struct imap *m, void *ctx, long long n, struct err *e)
{
	struct fetching *f = ctx;

	if (f->literal >= 0 || n > f->most + 1)
		return fail(m, "the server sends what was not asked for", e);
	f->literal = n;
	return 0;
}

static int hear_bytes(struct imap *m, void *ctx, struct str bytes, struct err *e)
{
	struct fetching *f = ctx;

	(void)m;
	return f->literal > f->most ? 0 : spool_add(f->spool, bytes, e);
}

static int hear_fetched(struct imap *m, void *ctx, struct str line, struct err *e)
{
	struct fetching *f = ctx;
	struct imap_fetched got;

	if (!imap_fetched(line, &got) || !got.has_body) {
		if (f->literal >= 0 && !f->is_here)
			return fail(m, "the server sends what was not asked for", e);
		return 0;
	}
	if (got.uid != f->uid || f->is_here || got.literal != (f->literal > 0 ? f->literal : 0))
		return fail(m, "the server sends what was not asked for", e);
	f->is_here = true;
	f->what = got.literal == 0 ? IMAP_EMPTY : got.literal > f->most ? IMAP_TOO_LARGE : IMAP_FETCHED;
	return 0;
}

int imap_fetch(struct imap *m, long long uid, long long most, struct spool *spool, enum imap_fetch *what_r, struct err *e)
{
	struct fetching f = { .spool = spool, .uid = uid, .most = most, .literal = -1, .what = IMAP_GONE };
	const struct imap_ears ears = { .line = hear_fetched, .literal = hear_literal, .bytes = hear_bytes, .ctx = &f };
	char command[100];

	if (f.most > 0xFFFFFFFELL)      /* a number of IMAP has 32 bits */
		f.most = 0xFFFFFFFELL;
	snprintf(command, sizeof command, "UID FETCH %lld (UID BODY.PEEK[]<0.%lld>)", uid, f.most + 1);
	if (demand(m, command, &ears, "a mail cannot be fetched", e) < 0)
		return -1;
	*what_r = f.what;
	return 0;
}

/* ---- afterwards ---- */

bool imap_has_after(const struct imap *m)
{
	return m->goal != IMAP_KEEP;
}

/* A folder that is not there is made, once. */
static int put(struct imap *m, const char *verb, long long uid, struct imap_status *last, struct err *e)
{
	char command[COMMAND_MOST - 20], create[COMMAND_MOST - 20];

	snprintf(command, sizeof command, "UID %s %lld " STR_FMT, verb, uid, STR_ARG(m->target));
	snprintf(create, sizeof create, "CREATE " STR_FMT, STR_ARG(m->target));
	if (converse(m, command, NULL, last, e) < 0)
		return -1;
	if (!str_eq(last->word, STR("NO")) || !str_istarts(last->code, STR("TRYCREATE")))
		return 0;
	return converse(m, create, NULL, last, e) < 0 || (str_eq(last->word, STR("OK")) && converse(m, command, NULL, last, e) < 0) ? -1 : 0;
}

/* Without MOVE: copied, marked as deleted, and this one alone taken away. */
static int copy_and_remove(struct imap *m, long long uid, struct imap_status *last, struct err *e)
{
	char command[100];

	if (put(m, "COPY", uid, last, e) < 0)
		return -1;
	if (!str_eq(last->word, STR("OK")))
		return 0;
	snprintf(command, sizeof command, "UID STORE %lld +FLAGS.SILENT (\\Deleted)", uid);
	if (converse(m, command, NULL, last, e) < 0)
		return -1;
	snprintf(command, sizeof command, "UID EXPUNGE %lld", uid);
	return str_eq(last->word, STR("OK")) ? converse(m, command, NULL, last, e) : 0;
}

int imap_after(struct imap *m, long long uid, bool *refused_r, struct err *e)
{
	struct imap_status last = { STR("OK"), STR(""), STR("") };
	char command[100];
	int status = 0;

	*refused_r = false;
	snprintf(command, sizeof command, "UID STORE %lld +FLAGS.SILENT (\\Seen)", uid);
	if (m->goal == IMAP_SEEN)
		status = converse(m, command, NULL, &last, e);
	else if (m->goal == IMAP_MOVE)
		status = m->can_move ? put(m, "MOVE", uid, &last, e) : copy_and_remove(m, uid, &last, e);
	if (status < 0 || str_eq(last.word, STR("OK")))
		return status;
	*refused_r = true;
	return refused(m, "what is here cannot be marked or moved there", &last, e);
}
