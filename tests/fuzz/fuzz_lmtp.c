/* fuzz_lmtp.c - any bytes from a client of LMTP; the first byte says in which pieces they come.  However they are cut, what is
 * answered and what is kept is the same, and nothing is kept that no CR LF . CR LF ended. */
#include "fuzz.h"

#include "post/lmtp_state.h"

enum { MOST = 1 << 22 };

struct run {
	struct buf kept, text, out;
	size_t ends;
};

static const char *on_mail(void *ctx, struct str from, long long size)
{
	(void)ctx;
	return from.n + (size_t)size == 13 ? "452 4.3.1 no" : NULL;
}

static const char *on_rcpt(void *ctx, struct str to)
{
	(void)ctx;
	return to.n == 7 ? "550 5.1.1 no" : NULL;
}

static const char *on_data(void *ctx)
{
	buf_clear(&((struct run *)ctx)->text);
	return NULL;
}

static void on_text(void *ctx, struct str bytes)
{
	buf_add(&((struct run *)ctx)->text, bytes);
}

static const char *on_deliver(void *ctx)
{
	struct run *r = ctx;

	buf_add(&r->kept, buf_str(&r->text));
	buf_char(&r->kept, ';');
	r->ends++;
	return "250 2.0.0 kept";
}

static void on_reset(void *ctx)
{
	buf_clear(&((struct run *)ctx)->text);
}

static const struct lmtp_hooks hooks = { on_mail, on_rcpt, on_data, on_text, on_deliver, on_reset };

static void run(struct arena *a, struct str bytes, size_t piece, struct run *r)
{
	struct lmtp *l = ARENA_NEW(a, struct lmtp);

	*r = (struct run){ .ends = 0 };
	buf_init_arena(&r->kept, a, MOST);
	buf_init_arena(&r->text, a, MOST);
	buf_init_arena(&r->out, a, MOST);
	lmtp_begin(l, &hooks, r, "hub.example", 1 << 20, &r->out);
	for (; bytes.n > 0; bytes = str_from(bytes, piece))
		lmtp_take(l, str_at(bytes, 0, piece), &r->out);
}

static void read_any(struct arena *a, struct str s)
{
	struct str bytes = str_from(s, 1), rest = bytes;
	struct run whole, cut;
	size_t dots = 0;

	if (s.n == 0 || s.n > 1 << 16)
		return;
	run(a, bytes, bytes.n + 1, &whole);
	run(a, bytes, (unsigned char)s.p[0] % 50 + 1, &cut);
	assert(str_eq(buf_str(&whole.kept), buf_str(&cut.kept)) && str_eq(buf_str(&whole.out), buf_str(&cut.out)));
	for (long long at = str_find(rest, STR("\n.\r\n")); at >= 0; at = str_find(rest, STR("\n.\r\n"))) {
		dots++;
		rest = str_from(rest, (size_t)at + 3);
	}
	assert(whole.ends <= dots);
}

FUZZ_TARGET
