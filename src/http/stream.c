/* stream.c - see stream.h. */
#include "http/stream.h"

#include "base/time.h"

struct stream {
	struct stream *next, *before;
	struct MHD_Connection *connection;
	struct incoming *c;
	void *about;                    /* the handler's */
	char piece[STREAM_PIECE];
	size_t n, at;
	bool asleep, over;
	long long said_ms;
};

static ssize_t read_piece(void *ctx, uint64_t at, char *out, size_t room)
{
	struct stream *s = ctx;
	size_t n = s->n - s->at < room ? s->n - s->at : room;

	(void)at;
	if (n == 0 && s->over)
		return MHD_CONTENT_READER_END_OF_STREAM;
	if (n == 0) {
		struct err e = { 0 };

		s->asleep = true;
		mhd_load(&e)->MHD_suspend_connection(s->connection);
		return 0;
	}
	memcpy(out, s->piece + s->at, n);
	s->at += n;
	return (ssize_t)n;
}

static void wake(struct stream *s)
{
	struct err e = { 0 };

	if (s->asleep)
		mhd_load(&e)->MHD_resume_connection(s->connection);
	s->asleep = false;
}

static void say(struct stream *s, struct str text, long long now_ms)
{
	s->n = text.n < sizeof s->piece ? text.n : 0;
	s->at = 0;
	memcpy(s->piece, text.p, s->n);
	s->said_ms = now_ms;
	wake(s);
}

struct MHD_Response *stream_begin(struct streams *all, struct MHD_Connection *connection, struct incoming *c, void *about, struct str begun)
{
	struct err e = { 0 };
	struct stream *s;
	struct MHD_Response *response;

	if (all->count >= STREAMS_MOST || begun.n >= STREAM_PIECE)
		return NULL;
	s = ARENA_NEW(c->q.arena, struct stream);
	response = mhd_load(&e)->MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, STREAM_PIECE, read_piece, s, NULL);
	if (response == NULL)
		return NULL;
	*s = (struct stream){ .next = all->first, .connection = connection, .c = c, .about = about };
	say(s, begun, time_system_ms());
	if (all->first != NULL)
		all->first->before = s;
	all->first = s;
	all->count++;
	c->stream = s;
	return response;
}

void stream_end(struct streams *all, struct incoming *c)
{
	struct stream *s = c->stream;

	if (s == NULL)
		return;
	if (s->before != NULL)
		s->before->next = s->next;
	else
		all->first = s->next;
	if (s->next != NULL)
		s->next->before = s->before;
	all->count--;
	c->stream = NULL;
}

/* Who has not taken the last piece gets no new one; how long it may take for it is the line's time. */
static void feed(struct stream *s, const struct http_door *door, struct lines *lines, struct buf *out, long long now_ms)
{
	if (s->over || s->at < s->n)
		return;
	buf_clear(out);
	if (!door->feed(door->ctx, &s->c->q, s->about, out)) {
		s->over = true;
		wake(s);
		return;
	}
	if (out->n == 0 && now_ms - s->said_ms >= STREAM_STILL_MS)
		buf_z(out, ":\n\n");    /* a comment: who has gone is noticed */
	if (out->n == 0)
		return;
	line_is(lines, s->c->line, LINE_BUSY, receive_until(door, now_ms, 0) + STREAM_STILL_MS);
	say(s, buf_str(out), now_ms);
}

void streams_feed(struct streams *all, const struct http_door *door, struct lines *lines, long long now_ms)
{
	struct buf out;

	if (all->first == NULL || door->feed == NULL || (now_ms - all->fed_ms < STREAM_EVERY_MS && now_ms >= all->fed_ms))
		return;
	all->fed_ms = now_ms;
	buf_init(&out, STREAM_PIECE - 1);
	for (struct stream *s = all->first; s != NULL; s = s->next)
		feed(s, door, lines, &out, now_ms);
	buf_fini(&out);
}

void streams_end(struct streams *all)
{
	for (struct stream *s = all->first; s != NULL; s = s->next) {
		s->over = true;
		wake(s);
	}
}
