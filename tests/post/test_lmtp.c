/* LMTP as a machine: what is said to whom, where a mail ends, and that the pieces in which bytes come change nothing. */
#include "rows.h"

#include "post/lmtp_state.h"

struct seen {
	struct arena *arena;
	struct buf mails;               /* "from>to,to:text;" of what was offered whole */
	struct buf text, to;
	struct str from;
};

static const char *on_mail(void *ctx, struct str from, long long size)
{
	struct seen *s = ctx;

	buf_clear(&s->text);
	buf_clear(&s->to);
	s->from = arena_str(s->arena, from);
	return size == 77 ? "452 4.3.1 no room" : NULL;
}

static const char *on_rcpt(void *ctx, struct str to)
{
	struct seen *s = ctx;

	if (str_starts(to, STR("no@")))
		return "550 5.1.1 no";
	buf_printf(&s->to, STR_FMT ",", STR_ARG(to));
	return NULL;
}

static const char *on_data(void *ctx)
{
	(void)ctx;
	return NULL;
}

static void on_text(void *ctx, struct str bytes)
{
	buf_add(&((struct seen *)ctx)->text, bytes);
}

static const char *on_deliver(void *ctx)
{
	struct seen *s = ctx;

	buf_printf(&s->mails, STR_FMT ">" STR_FMT ":", STR_ARG(s->from), STR_ARG(buf_str(&s->to)));
	buf_add(&s->mails, buf_str(&s->text));
	buf_char(&s->mails, ';');
	return "250 2.0.0 kept";
}

static void on_reset(void *ctx)
{
	buf_clear(&((struct seen *)ctx)->text);
}

static const struct lmtp_hooks hooks = { on_mail, on_rcpt, on_data, on_text, on_deliver, on_reset };

/* The codes that were answered, with blanks between, and the mails. */
static void talk(struct arena *a, struct str bytes, size_t piece, struct str *codes_r, struct str *mails_r)
{
	struct seen seen = { .arena = a };
	struct lmtp *l = ARENA_NEW(a, struct lmtp);
	struct buf out, codes;
	struct str rest, line;

	buf_init_arena(&seen.mails, a, 1 << 20);
	buf_init_arena(&seen.text, a, 1 << 20);
	buf_init_arena(&seen.to, a, 1 << 16);
	buf_init_arena(&out, a, 1 << 20);
	buf_init_arena(&codes, a, 1 << 16);
	lmtp_begin(l, &hooks, &seen, "hub.example", 1000, &out);
	while (bytes.n > 0) {
		lmtp_take(l, str_at(bytes, 0, piece), &out);
		bytes = str_from(bytes, piece);
	}
	rest = buf_str(&out);
	while (str_split(&rest, '\n', &line))
		if (line.n > 3 && line.p[3] == ' ')
			buf_printf(&codes, "%s%.3s", codes.n > 0 ? " " : "", line.p);
	*codes_r = buf_str(&codes);
	*mails_r = buf_str(&seen.mails);
}

#define HELLO "LHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n"
#define SAID "220 250 250 250 354 "

static const struct talk_row {
	const char *name, *client, *codes, *mails;
} rows[] = {
	{ "a mail",                        HELLO "x\r\n.\r\nQUIT\r\n",           SAID "250 221", "a@b.example>c@d.example,:x\r\n;" },
	{ "an empty one",                  HELLO ".\r\n",                        SAID "250", "a@b.example>c@d.example,:;" },
	{ "dots are taken off",            HELLO "..\r\n...x\r\n.y\r\n.\r\n",    SAID "250", "a@b.example>c@d.example,:.\r\n..x\r\ny\r\n;" },
	{ "LF dot LF is text",             HELLO "x\n.\ny\r\n.\r\n",             SAID "250", "a@b.example>c@d.example,:x\n.\ny\r\n;" },
	{ "LF dot CR LF is text",          HELLO "x\n.\r\ny\r\n.\r\n",           SAID "250", "a@b.example>c@d.example,:x\n.\r\ny\r\n;" },
	{ "CR dot CR is text",             HELLO "x\r.\ry\r\n.\r\n",             SAID "250", "a@b.example>c@d.example,:x\r.\ry\r\n;" },
	{ "CR LF dot LF is text",          HELLO "x\r\n.\ny\r\n.\r\n",           SAID "250", "a@b.example>c@d.example,:x\r\n\ny\r\n;" },
	{ "CR LF dot CR x is text",        HELLO "x\r\n.\rx\r\n.\r\n",           SAID "250", "a@b.example>c@d.example,:x\r\n\rx\r\n;" },
	{ "dot CR CR LF is text",          HELLO ".\r\r\n.\r\n",                 SAID "250", "a@b.example>c@d.example,:\r\r\n;" },
	{ "CR CR LF dot CR LF ends",       HELLO "x\r\r\n.\r\n",                 SAID "250", "a@b.example>c@d.example,:x\r\r\n;" },
	{ "two mails",                     HELLO "1\r\n.\r\nMAIL FROM:<>\r\nRCPT TO:<e@f.example>\r\nDATA\r\n2\r\n.\r\n",
	    SAID "250 250 250 354 250", "a@b.example>c@d.example,:1\r\n;>e@f.example,:2\r\n;" },
	{ "an answer for each",            "LHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nRCPT TO:<no@d.example>\r\nRCPT TO:<e@f.example>\r\nDATA\r\n1\r\n.\r\n",
	    "220 250 250 250 550 250 354 250 250", "a@b.example>c@d.example,e@f.example,:1\r\n;" },
	{ "nobody to take it",             "LHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<no@d.example>\r\nDATA\r\nRSET\r\n", "220 250 250 550 503 250", "" },
	{ "size that fits",                "LHLO x\r\nMAIL FROM:<> SIZE=1000 BODY=8BITMIME\r\n",   "220 250 250", "" },
	{ "size that does not",            "LHLO x\r\nMAIL FROM:<> SIZE=1001\r\n",                 "220 250 552", "" },
	{ "size that is none",             "LHLO x\r\nMAIL FROM:<> SIZE=-1\r\n",                   "220 250 501", "" },
	{ "size larger than a number",     "LHLO x\r\nMAIL FROM:<> SIZE=99999999999999999999\r\n", "220 250 501", "" },
	{ "a parameter of another age",    "LHLO x\r\nMAIL FROM:<> SMTPUTF8\r\n",                  "220 250 555", "" },
	{ "no room, then the same again",  "LHLO x\r\nMAIL FROM:<> SIZE=77\r\nMAIL FROM:<> SIZE=7\r\n", "220 250 452 250", "" },
	{ "no address",                    "LHLO x\r\nMAIL FROM:x\r\nMAIL FROM:<x>\r\nMAIL FROM:<x y@z>\r\nMAIL FROM:<x@z>y\r\nMAIL\r\n",
	    "220 250 501 501 501 501 501", "" },
	{ "a route is no address",         "LHLO x\r\nMAIL FROM:<@a.example,@b.example:c@d.example>\r\n", "220 250 501", "" },
	{ "an address with a line in it",  "LHLO x\r\nMAIL FROM:<a\rb@c.example>\r\n",             "220 250 500", "" },
	{ "bare LF ends no command",       "LHLO x\nNOOP\r\n",                                     "220 500 250", "" },
	{ "SMTP is another protocol",      "HELO x\r\nEHLO x\r\n",                                 "220 500 500", "" },
	{ "DATA takes no word",            "LHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<c@d.example>\r\nDATA x\r\n", "220 250 250 250 500", "" },
	{ "LHLO begins anew",              "LHLO x\r\nMAIL FROM:<>\r\nLHLO y\r\nMAIL FROM:<>\r\n", "220 250 250 250 250", "" },
	{ "what comes behind QUIT",        "QUIT\r\nLHLO x\r\n",                                   "220 221", "" },
};

static void clients_are_answered(void **state)
{
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		/* whole, and cut everywhere */
		for (size_t piece = 1; piece <= strlen(rows[i].client); piece += piece < 8 ? 1 : 1000) {
			struct arena *a = arena_new(16 << 20, arena_full_exit);
			struct str codes, mails;

			talk(a, str_of(rows[i].client), piece, &codes, &mails);
			ROW_STR(bad, rows[i].name, codes, rows[i].codes);
			ROW_STR(bad, rows[i].name, mails, rows[i].mails);
			arena_free(a);
		}
	}
	assert_int_equal(bad, 0);
}

static void limits_hold(void **state)
{
	struct arena *a = arena_new(64 << 20, arena_full_exit);
	struct str codes, mails;
	struct buf in;

	(void)state;
	buf_init_arena(&in, a, 1 << 20);
	buf_z(&in, "LHLO ");
	for (int i = 0; i < 100000; i++)
		buf_char(&in, 'x');
	buf_z(&in, "\r\nNOOP\r\n");
	talk(a, buf_str(&in), 999, &codes, &mails);
	assert_true(str_eq(codes, STR("220 500 250")));
	buf_clear(&in);
	buf_z(&in, "LHLO x\r\nMAIL FROM:<>\r\n");
	for (int i = 0; i < LMTP_RECIPIENTS + 2; i++)
		buf_printf(&in, "RCPT TO:<r%d@d.example>\r\n", i);
	talk(a, buf_str(&in), 999, &codes, &mails);
	assert_true(str_ends(codes, STR("250 452 452")));
	buf_clear(&in);
	for (int i = 0; i < LMTP_MISTAKES + 5; i++)
		buf_z(&in, "GET /\r\n");
	talk(a, buf_str(&in), 999, &codes, &mails);
	assert_true(str_ends(codes, STR("500 500 421")));
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(clients_are_answered), cmocka_unit_test(limits_hold) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
