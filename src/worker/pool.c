/* pool.c - pipes, poll and the ends of children. */
#include "worker/pool.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "worker/pool_tools.h"
#include "worker/zygote.h"

enum { RESULT_MOST = 320 << 20, ENVELOPE_MOST = 1 << 30, MAIL_MOST = 32 << 20, GRACE_S = 20, TRIES = 2 };

struct slot {
	bool busy, eof, ended, too_much, unread;
	unsigned long long id, order;   /* order: ends are told as the jobs were started */
	int tries;
	int in, out;                    /* -1 once closed */
	struct buf envelope, result;
	const struct content *tail;     /* behind the envelope; NULL: nothing */
	size_t sent;                    /* of both */
	struct err why;                 /* the tail could not be read */
	time_t deadline;
	struct zygote_end end;
	struct tool_round *tools;       /* between the two passes of a job that asked for some */
	bool looked, asked;             /* this pass's end was looked at; an earlier pass asked */
	bool one;                       /* a job of which the front may be read alone */
	enum pool_ended front;          /* only that is read, because of this ... */
	size_t front_bytes;             /* ... and so much; 0: all */
	long cpu_ms;                    /* of what came before this pass */
	void (*done)(void *ctx, const struct pool_end *end);
	void *ctx;
};

struct pool {
	struct zygote zygote;
	struct slot *slots;
	size_t count;
	unsigned long long last_id, last_order;
	struct str taught;              /* own copy; what a new zygote is taught again */
	struct sigaction before;        /* of SIGPIPE */
	const struct tool *tools[WIRE_TOOLS];
};

static long long ms_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

static time_t seconds_now(void)
{
	return (time_t)(ms_now() / 1000);
}

int pool_open(int jobs, struct pool **pool_r, struct err *e)
{
	struct pool *p = calloc(1, sizeof *p);

	if (p == NULL)
		return err_errno(e, "no memory for the jailed reader");
	p->count = jobs < 1 ? 1 : jobs > 128 ? 128 : (size_t)jobs;
	p->slots = calloc(p->count, sizeof *p->slots);
	if (p->slots == NULL || zygote_start(&p->zygote, e) < 0) {
		free(p->slots);
		free(p);
		return -1;
	}
	/* a child that dies while we write to it is an end like others */
	sigaction(SIGPIPE, &(struct sigaction){ .sa_handler = SIG_IGN }, &p->before);
	p->tools[WIRE_PDF_TEXT] = &tool_pdf_text;
	p->tools[WIRE_PDF_PAGES] = &tool_pdf_pages;
	*pool_r = p;
	return 0;
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void slot_clear(struct slot *s)
{
	if (!s->busy)
		return;
	close_fd(&s->in);
	close_fd(&s->out);
	buf_fini(&s->envelope);
	buf_fini(&s->result);
	tool_round_free(s->tools);
	*s = (struct slot){ 0 };
}

void pool_close(struct pool *p)
{
	if (p == NULL)
		return;
	for (size_t i = 0; i < p->count; i++)
		slot_clear(&p->slots[i]);
	zygote_stop(&p->zygote);
	sigaction(SIGPIPE, &p->before, NULL);
	free((char *)(uintptr_t)p->taught.p);
	free(p->slots);
	free(p);
}

bool pool_has_room(const struct pool *p)
{
	for (size_t i = 0; i < p->count; i++)
		if (!p->slots[i].busy)
			return true;
	return false;
}

bool pool_idle(const struct pool *p)
{
	for (size_t i = 0; i < p->count; i++)
		if (p->slots[i].busy)
			return false;
	return true;
}

const struct jail_level *pool_level(const struct pool *p)
{
	return &p->zygote.level;
}

/* ---- starting ---- */

static int make_pipes(int in[2], int out[2], struct err *e)
{
	if (pipe2(in, O_CLOEXEC) < 0)
		return err_errno(e, "no pipe for the jailed reader");
	if (pipe2(out, O_CLOEXEC) < 0) {
		close(in[0]);
		close(in[1]);
		return err_errno(e, "no pipe for the jailed reader");
	}
	fcntl(in[1], F_SETFL, O_NONBLOCK);
	fcntl(out[0], F_SETFL, O_NONBLOCK);
	return 0;
}

static size_t to_send(const struct slot *s)
{
	return s->envelope.n + (s->tail != NULL ? s->tail->n : 0);
}

/* Inputs beyond the size of one mail (an mbox, an archive) get what they weigh on top. */
static unsigned long long extra_memory(size_t envelope)
{
	return envelope > MAIL_MOST ? 2ULL * envelope : 0;
}

static int launch(struct pool *p, struct slot *s, struct err *e)
{
	int in[2], out[2], asked;

	if (make_pipes(in, out, e) < 0)
		return -1;
	s->in = in[1];
	s->out = out[0];
	s->id = ++p->last_id;
	s->sent = 0;
	s->eof = s->ended = s->looked = s->unread = false;
	s->tries++;
	s->deadline = seconds_now() + JAIL_WALL_S + GRACE_S;
	buf_clear(&s->result);
	asked = zygote_ask(&p->zygote, s->id, extra_memory(to_send(s)), in[0], out[1], e);
	close(in[0]);
	close(out[1]);
	return asked;
}

int pool_start(struct pool *p, const struct wire_envelope *v, void (*done)(void *ctx, const struct pool_end *end),
    void *ctx, struct err *e)
{
	struct slot *s = p->slots;

	while (s->busy)
		s++;
	*s = (struct slot){ .busy = true, .order = ++p->last_order, .in = -1, .out = -1, .done = done, .ctx = ctx };
	buf_init(&s->envelope, ENVELOPE_MOST);
	buf_init(&s->result, RESULT_MOST);
	wire_put_envelope(&s->envelope, v);
	s->tail = wire_tail(v);
	s->one = (v->job == WIRE_ANALYSE || v->job == WIRE_MAIL) && v->file_count == 1 && !v->each;
	if (s->envelope.failed || to_send(s) > ENVELOPE_MOST) {
		slot_clear(s);
		return err_set(e, ERR_LIMIT, "the input is too large for one job of the jailed reader");
	}
	if (launch(p, s, e) == 0)
		return 0;
	slot_clear(s);
	return -1;
}

void pool_use_tool(struct pool *p, const struct tool *pdf_text)
{
	p->tools[WIRE_PDF_TEXT] = pdf_text;
}

int pool_teach(struct pool *p, struct str document, struct err *e)
{
	char *copy;

	if (p->taught.p != NULL && str_eq(p->taught, document))
		return 0;
	copy = malloc(document.n + 1);
	if (copy == NULL)
		return err_errno(e, "no memory for what the jailed reader shall know");
	memcpy(copy, document.p, document.n);
	free((char *)(uintptr_t)p->taught.p);
	p->taught = (struct str){ copy, document.n };
	return zygote_teach(&p->zygote, p->taught, e);
}

/* ---- moving bytes ---- */

/* What is to be written next: of the envelope, then of the content behind it. */
static int next_bytes(struct slot *s, struct str *bytes_r)
{
	static char part[1 << 16];
	size_t at, n;

	*bytes_r = str_from(buf_str(&s->envelope), s->sent);
	if (bytes_r->n > 0 || s->tail == NULL)
		return 0;
	at = s->sent - s->envelope.n;
	n = s->tail->n - at < sizeof part ? s->tail->n - at : sizeof part;
	*bytes_r = (struct str){ part, n };
	return content_read(s->tail, at, part, n, &s->why);
}

static void feed(struct slot *s)
{
	struct str next;
	ssize_t n;

	s->unread = next_bytes(s, &next) < 0;
	if (s->unread) {                /* half of it is no input: the child ends */
		close_fd(&s->in);
		return;
	}
	n = write(s->in, next.p, next.n);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n > 0)
		s->sent += (size_t)n;
	if (n <= 0 || s->sent == to_send(s))
		close_fd(&s->in);
}

static void drain(struct slot *s)
{
	static char bytes[1 << 16];
	ssize_t n = read(s->out, bytes, sizeof bytes);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		s->eof = true;
		close_fd(&s->out);
		return;
	}
	buf_add(&s->result, (struct str){ bytes, (size_t)n });
	if (!s->result.failed)
		return;
	/* it writes without end: its pipe is closed, the next write ends it */
	s->too_much = s->eof = true;
	close_fd(&s->out);
}

/* ---- ends ---- */

static enum pool_ended how_it_ended(const struct slot *s)
{
	int status = s->end.status;

	if (s->unread)
		return POOL_UNREAD;
	if (s->too_much)
		return POOL_TOO_MUCH;
	if (WIFSIGNALED(status)) {
		switch (WTERMSIG(status)) {
		case SIGSYS:
			return POOL_FORBIDDEN;
		case SIGXCPU:
			return POOL_CPU;
		case SIGKILL:
			return s->end.cpu_ms >= JAIL_CPU_S * 1000 ? POOL_CPU : POOL_CRASHED;
		case SIGALRM:
			return POOL_WALL;
		default:
			return POOL_CRASHED;
		}
	}
	switch (WEXITSTATUS(status)) {
	case 0:
		return POOL_DONE;
	case JAIL_EXIT_ARENA:
		return POOL_MEMORY;
	default:
		return POOL_INVALID;
	}
}

/* Cuts the result into frames; false where it is not complete and well formed. */
static bool cut_frames(struct arena *a, struct str rest, struct pool_end *end)
{
	struct wire_result *frames = NULL;
	size_t count = 0, room = 0;
	struct wire_result r = { .frame = WIRE_DOCUMENT };

	while (count < WIRE_FRAMES_MOST && wire_get_frame(&rest, &r) == 1) {
		if (r.frame == WIRE_END)
			break;
		*ARENA_PUSH(a, frames, count, room) = r;
		r.frame = WIRE_DOCUMENT;
	}
	end->frames = frames;
	end->frame_count = count;
	return r.frame == WIRE_END && rest.n == 0;
}

static size_t wants_in(const struct pool_end *end)
{
	size_t n = 0;

	for (size_t i = 0; i < end->frame_count; i++)
		n += end->frames[i].frame == WIRE_WANT;
	return n;
}

static void finish(struct slot *s)
{
	struct slot was = *s;
	struct arena *a = arena_new(64 << 20, arena_full_exit);
	struct pool_end end = { .how = how_it_ended(s), .peak_kb = s->end.peak_kb, .cpu_ms = s->cpu_ms + s->end.cpu_ms,
		.why = &was.why };

	if ((!cut_frames(a, buf_str(&s->result), &end) || wants_in(&end) > 0) && end.how == POOL_DONE)
		end.how = POOL_INVALID;
	*s = (struct slot){ 0 };        /* free before `done`, which may start the next */
	was.done(was.ctx, &end);
	arena_free(a);
	slot_clear(&was);
}

static void lose(struct slot *s)
{
	struct slot was = *s;
	const struct pool_end end = { .how = POOL_LOST };

	*s = (struct slot){ 0 };
	was.done(was.ctx, &end);
	slot_clear(&was);
}

/* ---- a job that asked for tools goes a second time, with their texts ---- */

/* Only wants, not too many, and once: anything else is not what may come and ends the job as such. */
static void look_for_wants(struct pool *p, struct slot *s)
{
	struct arena *a = arena_new(64 << 20, arena_full_exit);
	struct pool_end end = { .how = how_it_ended(s) };
	bool whole = cut_frames(a, buf_str(&s->result), &end);
	size_t n = wants_in(&end);

	if (n > 0 && whole && end.how == POOL_DONE && n == end.frame_count && n <= WIRE_WANTS_MOST && !s->asked)
		s->tools = tool_round_new(p->tools, end.frames, n, ms_now());
	arena_free(a);
	if (s->tools == NULL)
		return;
	s->asked = true;
	s->cpu_ms += s->end.cpu_ms;
	close_fd(&s->in);
}

static int go_again(struct pool *p, struct slot *s, struct err *e)
{
	size_t n;
	const struct wire_text *texts = tool_round_texts(s->tools, &n);

	wire_answer_envelope(&s->envelope, texts, n);
	s->cpu_ms += tool_round_cpu_ms(s->tools);
	tool_round_free(s->tools);
	s->tools = NULL;
	s->tries = 0;
	if (!s->envelope.failed)
		return launch(p, s, e);
	s->too_much = true;
	return 0;
}

/* How much there is still to try of what was just read; 0: no less can be. */
static size_t smaller_front(const struct slot *s)
{
	size_t all = s->front_bytes > 0 ? s->front_bytes : to_send(s);

	return all > JAIL_FRONT ? JAIL_FRONT : all > JAIL_FRONT_LEAST ? JAIL_FRONT_LEAST : 0;
}

/* What reached a limit before it said anything is not read again as it is. */
static bool wants_front(const struct slot *s)
{
	enum pool_ended how = how_it_ended(s);

	return s->one && s->result.n == 0 && smaller_front(s) > 0 && (how == POOL_MEMORY || how == POOL_CPU || how == POOL_WALL);
}

static int go_with_front(struct pool *p, struct slot *s, struct err *e)
{
	s->front = how_it_ended(s);
	s->front_bytes = smaller_front(s);
	s->cpu_ms += s->end.cpu_ms;
	s->tries = 0;
	wire_front_envelope(&s->envelope, s->front, s->front_bytes);
	close_fd(&s->in);
	return launch(p, s, e);
}

/* The zygote is gone (or hangs): a new one takes over what was running, once. */
static int restart(struct pool *p, struct err *e)
{
	zygote_stop(&p->zygote);
	if (zygote_start(&p->zygote, e) < 0 || (p->taught.p != NULL && zygote_teach(&p->zygote, p->taught, e) < 0))
		return -1;
	for (size_t i = 0; i < p->count; i++) {
		struct slot *s = &p->slots[i];

		if (!s->busy || s->tools != NULL || (s->eof && s->ended))
			continue;
		close_fd(&s->in);
		close_fd(&s->out);
		if (s->tries >= TRIES)
			lose(s);
		else if (launch(p, s, e) < 0)
			return -1;
	}
	return 0;
}

static int take_ends(struct pool *p, struct err *e)
{
	struct zygote_end end;
	int got;

	while ((got = zygote_next_end(&p->zygote, &end)) > 0) {
		for (size_t i = 0; i < p->count; i++) {
			if (p->slots[i].busy && p->slots[i].id == end.id) {
				p->slots[i].end = end;
				p->slots[i].ended = true;
			}
		}
	}
	return got < 0 ? restart(p, e) : 0;
}

static struct slot *oldest(struct pool *p)
{
	struct slot *found = NULL;

	for (size_t i = 0; i < p->count; i++)
		if (p->slots[i].busy && (found == NULL || p->slots[i].order < found->order))
			found = &p->slots[i];
	return found;
}

enum { FDS_MOST = 1 + 2 * 128 };

/* One descriptor of a slot to wait for. */
static void add_fd(struct pollfd *fds, struct slot **of, nfds_t *n, struct slot *s, int fd, short events)
{
	if (fd < 0)
		return;
	of[*n] = s;
	fds[(*n)++] = (struct pollfd){ fd, events, 0 };
}

static void handle_fd(struct slot *s, const struct pollfd *p)
{
	if (s->tools != NULL)
		tool_round_step(s->tools, p->revents != 0, ms_now());
	else if (p->revents != 0 && p->fd == s->in)
		feed(s);
	else if (p->revents != 0)
		drain(s);
}

/* A slot whose first pass is over may want tools; one whose tools are through goes again. */
static int turn_slots(struct pool *p, struct err *e)
{
	for (size_t i = 0; i < p->count; i++) {
		struct slot *s = &p->slots[i];

		if (!s->busy || !s->eof || !s->ended)
			continue;
		if (s->tools == NULL && !s->looked) {
			s->looked = true;
			look_for_wants(p, s);
			if (s->tools == NULL && wants_front(s) && go_with_front(p, s, e) < 0)
				return -1;
		}
		if (s->tools != NULL && tool_round_fd(s->tools) < 0 && go_again(p, s, e) < 0)
			return -1;
	}
	return 0;
}

int pool_step(struct pool *p, struct err *e)
{
	struct pollfd fds[FDS_MOST];
	struct slot *of[FDS_MOST] = { NULL };
	nfds_t n = 1;
	bool late = false;
	time_t now = seconds_now();

	fds[0] = (struct pollfd){ p->zygote.socket, POLLIN, 0 };
	for (size_t i = 0; i < p->count; i++) {
		struct slot *s = &p->slots[i];

		if (!s->busy)
			continue;
		late = late || (s->tools == NULL && !(s->eof && s->ended) && now > s->deadline);
		if (s->tools != NULL)
			add_fd(fds, of, &n, s, tool_round_fd(s->tools), POLLIN);
		add_fd(fds, of, &n, s, s->in, POLLOUT);
		add_fd(fds, of, &n, s, s->out, POLLIN);
	}
	if (late)
		return restart(p, e);
	if (poll(fds, n, 1000) < 0 && errno != EINTR)
		return err_errno(e, "waiting for the jailed reader");
	for (nfds_t i = 1; i < n; i++)
		handle_fd(of[i], &fds[i]);
	if (fds[0].revents != 0 && take_ends(p, e) < 0)
		return -1;
	if (turn_slots(p, e) < 0)
		return -1;
	for (struct slot *s = oldest(p); s != NULL && s->eof && s->ended && s->tools == NULL; s = oldest(p))
		finish(s);
	return 0;
}

struct pool_limit pool_limit_of(enum pool_ended how)
{
	switch (how) {
	case POOL_MEMORY:
		return (struct pool_limit){ "memory.bytes", JAIL_MEMORY };
	case POOL_CPU:
		return (struct pool_limit){ "cpu.seconds", JAIL_CPU_S };
	case POOL_WALL:
		return (struct pool_limit){ "wall.seconds", JAIL_WALL_S };
	case POOL_FORBIDDEN:
		return (struct pool_limit){ "reader.forbidden-call", 0 };
	case POOL_TOO_MUCH:
		return (struct pool_limit){ "result.bytes", RESULT_MOST };
	case POOL_INVALID:
		return (struct pool_limit){ "result.invalid", 0 };
	case POOL_CRASHED:
	case POOL_LOST:
	case POOL_UNREAD:
	case POOL_DONE:
		break;
	}
	return (struct pool_limit){ "reader.crashed", 0 };
}
