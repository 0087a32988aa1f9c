/* test_bombs.c - 25 MB of anything is read in 96 MB of memory and 2 s of processor time.
 *
 * Each bomb is built and read in a process of its own, whose use the kernel measures.  The control
 * reads a bomb with a too small ceiling and must be seen to fail. */
#include "rows.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "parse/mail/mail.h"

#ifdef NOROSHI_SANITIZED
/* ASan's iconv looks at the whole output at every call: less of everything, and limits are not reached */
enum { BYTES = 1 << 20, MOST_MB = 96 };
#else
enum { BYTES = 25 << 20, MOST_MB = 96 };
#endif

struct bomb {
	const char *name, *head, *piece;        /* head once, then the piece until 25 MB are full */
	const char *limit;                      /* that must be named; NULL: none must be */
	size_t every;                           /* a number is put in front of every piece if not 0 */
};

#define MANY "X:\nX:\nX:\nX:\nX:\nX:\nX:\nX:\n"

static const struct bomb bombs[] = {
	{ "groups", "From: ", "a:", "header.line-bytes", 0 },
	{ "addresses", "To: ", "a@b,", "header.line-bytes", 0 },
	{ "comments", "From: ", "((((((((", "header.line-bytes", 0 },
	{ "headers", "", "X: y\r\n", "header.bytes", 0 },
	{ "short headers of many messages", "Content-Type: multipart/digest; boundary=b\r\n\r\n", "--b\r\n\r\n" MANY MANY MANY "\n", "header.count", 0 },
	{ "empty parts", "Content-Type: multipart/mixed; boundary=b\r\n\r\n", "--b\r\n\r\n", "mime.parts", 0 },
	{ "empty alternatives", "Content-Type: multipart/alternative; boundary=b\r\n\r\n", "--b\r\nContent-Type: a/b\r\n\r\n", "mime.parts", 0 },
	{ "plain alternatives", "Content-Type: multipart/alternative; boundary=b\r\n\r\n", "--b\r\n\r\nhello\r\n", "mime.parts", 0 },
	{ "parts of 2 KB", "Content-Type: multipart/mixed; boundary=b\r\n\r\n", "--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nYWJjZGVmZ2hpamtsbW5vcA==\r\n", "mime.parts", 0 },
	{ "nested multiparts", "", "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n", "mime.depth", 0 },
	{ "nested messages", "", "Content-Type: message/rfc822\r\n\r\n", "mime.depth", 0 },
	{ "digest of messages", "Content-Type: multipart/digest; boundary=b\r\n\r\n", "--b\r\n\r\nFrom: a@b\r\nSubject: x\r\n\r\nx\r\n", "mime.parts", 0 },
	{ "dashes", "Content-Type: multipart/mixed; boundary=b\r\n\r\n", "--\n", NULL, 0 },
	{ "almost boundaries", "Content-Type: multipart/mixed; boundary=bbbbbbbbbbbbbbbb\r\n\r\n", "--bbbbbbbbbbbbbbbbb\n", NULL, 0 },
	{ "encoded words", "Content-Type: multipart/digest; boundary=b\r\n\r\n", NULL, "header.words", 1 },
	{ "open encoded words", "Subject: ", "=?a?q?", "header.line-bytes", 0 },
	{ "parameters", "Content-Type: multipart/mixed; boundary=b\r\n\r\n", NULL, "mime.params", 2 },
	{ "base64", "Content-Transfer-Encoding: base64\r\nContent-Type: application/zip\r\n\r\n", "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAx\r\n", NULL, 0 },
	{ "base64 padding", "Content-Transfer-Encoding: base64\r\nContent-Type: application/zip\r\n\r\n", "QQ==", NULL, 0 },
	{ "base64 text", "Content-Transfer-Encoding: base64\r\nContent-Type: text/plain\r\n\r\n", "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAx\r\n", NULL, 0 },
	{ "quoted-printable", "Content-Transfer-Encoding: quoted-printable\r\n\r\n", "=41 \r\n", NULL, 0 },
	{ "quoted-printable, bad", "Content-Transfer-Encoding: quoted-printable\r\n\r\n", "=XX", NULL, 0 },
	{ "half-width kana", "Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n", "\x1b(I12345678901234567890\x1b(B\n", "text.converted", 0 },
	{ "escapes", "Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n", "\x1b$B\x1b(B", "text.converted", 0 },
	{ "carrier pictures", "Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n", "\x1b$B\x75\x41\x75\x42\x1b(B", "text.converted", 0 },
	{ "bad bytes", "Content-Type: text/plain; charset=utf-8\r\n\r\n", "ab\xff", "text.converted", 0 },
	{ "bad pairs", "Content-Type: text/plain; charset=gb2312\r\n\r\n", "\x82\xff", "text.converted", 0 },
	{ "plain text", "", "the quick brown fox jumps over the lazy dog\r\n", NULL, 0 },
	{ "quotes", "", "> > > > hello\r\n", NULL, 0 },
	{ "attributions", "", "On Wed, 31 Jul 2019, Alice <a@b.example> wrote:\r\n> x\r\n", NULL, 0 },
	{ "outlook blocks", "", "-----Original Message-----\r\nFrom: a\r\nSent: b\r\nTo: c\r\nSubject: d\r\n\r\n", NULL, 0 },
	{ "urls", "", "http://a.example/b ", NULL, 0 },
	{ "dots and slashes", "", "http://", NULL, 0 },
	{ "html", "Content-Type: text/html\r\n\r\n", "<p>hello <a href=\"http://a.example/\">there</a></p>\r\n", NULL, 0 },
	{ "nested html", "Content-Type: text/html\r\n\r\n", "<div>", NULL, 0 },
	{ "blockquotes", "Content-Type: text/html\r\n\r\n", "<blockquote>x", NULL, 0 },
	{ "open tags", "Content-Type: text/html\r\n\r\n", "<a href=\"", NULL, 0 },
	{ "entities", "Content-Type: text/html\r\n\r\n", "&amp", NULL, 0 },
	{ "uuencode", "", "begin 644 a\n", NULL, 0 },
	{ "from lines", "", "From a@b Wed Jul 31 10:00:00 2019\n", NULL, 0 },
	{ "nothing but NUL", "", NULL, "text.converted", 3 },
	{ "nothing but CR", "", "\r", NULL, 0 },
	{ "CR mail", "From: a\r\r", "x\r", NULL, 0 },
};

static void add(char **at, char *end, const char *s)
{
	size_t n = strlen(s);

	if (*at + n <= end) {
		memcpy(*at, s, n);
		*at += n;
	} else {
		*at = end;
	}
}

/* Pieces that do not fit a constant: messages full of encoded words, parts full of parameters. */
static void add_long(char **at, char *end, size_t kind)
{
	if (kind == 1) {
		add(at, end, "--b\r\n\r\nSubject: ");
		for (int i = 0; i < 4000; i++)
			add(at, end, "=?cp932?q?=8a?= x");
	} else {
		add(at, end, "--b\r\nContent-Type: a/b");
		for (int i = 0; i < 100; i++) {
			char text[32];

			snprintf(text, sizeof text, "; a%d*0*=b", i);
			add(at, end, text);
		}
	}
	add(at, end, "\r\n\r\n");
}

static struct str build(const struct bomb *b)
{
	char *bytes = calloc(1, BYTES), *at = bytes, *end = bytes + BYTES;

	add(&at, end, b->head);
	while (at < end && b->every != 3) {
		if (b->piece != NULL)
			add(&at, end, b->piece);
		else
			add_long(&at, end, b->every);
	}
	return (struct str){ bytes, BYTES };
}

/* 0: read, with its limit named; 2: without. */
static int explode(const struct bomb *b, size_t ceiling)
{
	struct arena *a = arena_new(ceiling, arena_full_exit);
	const struct mail *m = mail_parse(a, build(b), NULL);

	if (b->limit == NULL || BYTES < 25 << 20)
		return 0;
	for (size_t i = 0; i < m->limit_count; i++)
		if (str_eq(str_of(m->limits[i].limit), str_of(b->limit)))
			return 0;
	return 2;
}

static int in_child(const struct bomb *b, size_t ceiling, struct rusage *used)
{
	int status;
	pid_t child = fork();

	if (child == 0)
		_exit(explode(b, ceiling));
	assert_true(wait4(child, &status, 0, used) == child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static void stay_small(void **state)
{
	int bad = 0;

	(void)state;
	mail_warm();
	for (size_t i = 0; i < COUNT_OF(bombs); i++) {
		struct rusage used;
		int status = in_child(&bombs[i], 1u << 30, &used);
		double seconds = (double)used.ru_utime.tv_sec + (double)used.ru_utime.tv_usec / 1e6 + (double)used.ru_stime.tv_sec +
		    (double)used.ru_stime.tv_usec / 1e6;

		fprintf(stderr, "%-32s %4ld MB  %.2f s\n", bombs[i].name, used.ru_maxrss / 1024, seconds);
		ROW_CHECK(bad, bombs[i].name, status == 0);
#ifndef NOROSHI_SANITIZED
		ROW_CHECK(bad, bombs[i].name, used.ru_maxrss / 1024 <= MOST_MB);
		ROW_CHECK(bad, bombs[i].name, seconds <= 2.0);
#endif
	}
	assert_int_equal(bad, 0);
}

static void control(void **state)
{
	struct rusage used;

	(void)state;
	assert_int_not_equal(in_child(&bombs[0], 1 << 10, &used), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(stay_small), cmocka_unit_test(control) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
