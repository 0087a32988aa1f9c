/* test_mail.c - the mail reader: charsets, headers, structure; own rows, and a walk over real mail. */
#include "rows.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/text.h"
#include "base/time.h"
#include "parse/mail/mail.h"

/* a view as a constant initialiser */
#define S(literal) { "" literal, sizeof(literal) - 1 }

static struct arena *fresh(void)
{
	return arena_new(1 << 30, arena_full_exit);
}

static bool has_defect(const struct mail *m, const char *id)
{
	for (size_t i = 0; i < m->defect_count; i++)
		if (str_eq(str_of(m->defects[i].id), str_of(id)))
			return true;
	return false;
}

static void subjects(void **state)
{
	static const struct { const char *name; struct str raw; const char *subject; } rows[] = {
		{ "plain", S("Subject: hello\r\n\r\n"), "hello" },
		{ "folded", S("Subject: one\r\n two\r\n\tthree\r\n\r\n"), "one two\tthree" },
		{ "utf-8 b", S("Subject: =?UTF-8?B?54u854WZ?=\r\n\r\n"), "狼煙" },
		{ "utf-8 q", S("Subject: =?utf-8?q?=E7=8B=BC_x?=\r\n\r\n"), "狼 x" },
		{ "character cut between words", S("Subject: =?UTF-8?B?54s=?=\r\n =?UTF-8?B?vOeFmQ==?=\r\n\r\n"), "狼煙" },
		{ "blank between words goes", S("Subject: =?utf-8?q?a?= =?utf-8?q?b?= c\r\n\r\n"), "ab c" },
		{ "text before and after", S("Subject: Re: =?utf-8?q?a?= x\r\n\r\n"), "Re: a x" },
		{ "iso-2022-jp", S("Subject: =?ISO-2022-JP?B?GyRCQEE1YT1xGyhC?=\r\n\r\n"), "請求書" },
		{ "raw iso-2022-jp", S("Subject: \x1b$B@A5a=q\x1b(B\r\n\r\n"), "請求書" },
		{ "raw utf-8", S("Subject: 請求書\r\n\r\n"), "請求書" },
		{ "raw shift_jis", S("Subject: \x90\xbf\x8b\x81\x8f\x91\x82\xcc\x82\xb2\x88\xc4\x93\xe0\r\n\r\n"), "請求書のご案内" },
		{ "no blank after the word", S("Subject: =?utf-8?q?a?=x\r\n\r\n"), "ax" },
		{ "not a word", S("Subject: =?utf-8?x?a?=\r\n\r\n"), "=?utf-8?x?a?=" },
	};
	struct arena *a = fresh();
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		ROW_STR(bad, rows[i].name, mail_parse(a, rows[i].raw, NULL)->subject, rows[i].subject);
	arena_free(a);
	assert_int_equal(bad, 0);
}

#define TYPE(charset) "Content-Type: text/plain; charset=" charset "\r\n\r\n"

static void charsets(void **state)
{
	static const struct { const char *name; struct str raw; const char *text; } rows[] = {
		{ "nec row 13", S(TYPE("iso-2022-jp") "\x1b$B-!\x1b(B"), "①" },
		{ "half-width kana", S(TYPE("iso-2022-jp") "\x1b(I1\x1b(B"), "ｱ" },
		{ "ibm extension in cp932", S(TYPE("Shift_JIS") "\xfb\xfc\x93\x87"), "髙島" },
		{ "cp932 kabu", S(TYPE("shift_jis") "\x87\x8a"), "㈱" },
		{ "euc-jp", S(TYPE("euc-jp") "\xc0\xc1\xb5\xe1\xbd\xf1"), "請求書" },
		{ "jis x 0212", S(TYPE("iso-2022-jp-1") "\x1b$(D\"/\x1b(B"), "˘" },
		{ "carrier picture", S(TYPE("iso-2022-jp") "\x1b$B@A\x75\x41=q\x1b(B"), "請〓書" },
		{ "forgotten escape", S(TYPE("iso-2022-jp") "\x1b$B@A5a\r\nabc"), "請求\r\nabc" },
		{ "no label, jis", S("\r\n\x1b$B@A5a=q\x1b(B"), "請求書" },
		{ "no label, utf-8", S("\r\n請求書"), "請求書" },
		{ "says utf-8, is sjis", S(TYPE("utf-8") "\x90\xbf\x8b\x81\x8f\x91\x82\xf0\x82\xa8\x91\x97\x82\xe8\x82\xb5\x82\xdc\x82\xb7"), "請求書をお送りします" },
		{ "says jis, is utf-8", S(TYPE("iso-2022-jp") "請求書を"), "請求書を" },
		{ "gb2312 is gb18030", S(TYPE("gb2312") "\xe9\x46"), "镕" },
		{ "latin1 is cp1252", S(TYPE("iso-8859-1") "\x93x\x94"), "“x”" },
		{ "says latin1, is euc-jp", S(TYPE("iso-8859-1") "\xb8\xfd\xba\xc2\xa4\xac\xa4\xab\xa4\xef\xa4\xea\xa4\xde\xa4\xb7\xa4\xbf"), "口座がかわりました" },
		{ "latin1 of some length", S(TYPE("iso-8859-1") "\xa4\xa5 na\xefve \xe9t\xe9 \xc9\xcb\xc8 d\xe9j\xe0 vu, \xa4\xa5\xa4\xa5"), "¤¥ naïve été ÉËÈ déjà vu, ¤¥¤¥" },
		{ "half-width kana by shift-out", S(TYPE("iso-2022-jp") "a\x0e\x31\x32\x0f" "b"), "aｱｲb" },
		{ "jis x 0213", S(TYPE("iso-2022-jp-3") "\x1b$(O@A5a=q\x1b(B"), "請求書" },
		{ "empty", S(TYPE("iso-2022-jp")), "" },
		{ "unknown label", S(TYPE("x-nothing") "abc"), "abc" },
		{ "one bad byte in utf-8", S(TYPE("utf-8") "請求\xff書"), "請求\xEF\xBF\xBD書" },
	};
	struct arena *a = fresh();
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		ROW_STR(bad, rows[i].name, mail_parse(a, rows[i].raw, NULL)->text, rows[i].text);
	arena_free(a);
	assert_int_equal(bad, 0);
}

static void addresses(void **state)
{
	static const struct { const char *raw, *name, *address, *defect, *reading; } rows[] = {
		{ "alice@a.example", "", "alice@a.example", NULL, NULL },
		{ "Alice Aoki <alice@A.Example>", "Alice Aoki", "alice@a.example", NULL, NULL },
		{ "\"Aoki, Alice\" <alice@a.example>", "Aoki, Alice", "alice@a.example", NULL, NULL },
		{ "alice@a.example (Alice)", "Alice", "alice@a.example", NULL, NULL },
		{ "=?utf-8?q?ceo=40corp=2Eexample?= <x@evil.test>", "ceo@corp.example", "x@evil.test", "address.name.holds-address", "ceo@corp.example" },
		{ "\"Bob - bob@b.example\" <x@evil.test>", "Bob - bob@b.example", "x@evil.test", "address.name.holds-address", "bob@b.example" },
		{ "<@r1.example,@r2.example:a@b.example>", "", "a@b.example", "address.route", NULL },
		{ "one@a.example, two@b.example", "", "one@a.example", "header.from.several", "two@b.example" },
		{ "Team: a@b.example, c@d.example;", "", "a@b.example", "address.group", "c@d.example" },
		{ "\"quoted local\"@a.example", "", "\"quoted local\"@a.example", NULL, NULL },
		{ "a (comment (nested)) <a@b.example>", "a", "a@b.example", NULL, NULL },
		{ "x <a@b.example> <c@d.example>", "x", "a@b.example", "address.two-angles", "c@d.example" },
		{ "a@\xe3\x81\x82.example", "", "a@xn--l8j.example", NULL, NULL },
		{ "", NULL, NULL, NULL, NULL },
		{ "just words", "just words", "", NULL, NULL },
	};
	struct arena *a = fresh();
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct mail *m = mail_parse(a, arena_printf(a, "From: %s\r\n\r\n", rows[i].raw), NULL);
		bool found = rows[i].reading == NULL;

		if (rows[i].address == NULL) {
			ROW_CHECK(bad, rows[i].raw, m->from.count == 0);
			continue;
		}
		ROW_CHECK(bad, rows[i].raw, m->from.count > 0);
		if (m->from.count == 0)
			continue;
		ROW_STR(bad, rows[i].raw, m->from.list[0].name, rows[i].name);
		ROW_STR(bad, rows[i].raw, m->from.list[0].address, rows[i].address);
		if (rows[i].defect != NULL)
			ROW_CHECK(bad, rows[i].raw, has_defect(m, rows[i].defect));
		for (size_t k = 0; k < m->from_reading_count; k++)
			found |= rows[i].reading != NULL && str_eq(m->from_readings[k], str_of(rows[i].reading));
		ROW_CHECK(bad, rows[i].raw, found);
	}
	arena_free(a);
	assert_int_equal(bad, 0);
}

static void ambiguous_headers(void **state)
{
	static const struct { struct str raw; const char *defect; } rows[] = {
		{ S("From: a@b.example\r\nFrom: c@d.example\r\n\r\n"), "header.from.duplicate" },
		{ S("Subject: x\r\n\r\n"), "header.from.missing" },
		{ S("From : a@b.example\r\n\r\n"), "header.name.blank-before-colon" },
		{ S("From: ceo@corp.example\0<x@evil.test>\r\n\r\n"), "header.nul" },
		{ S(" From: a@b.example\r\nSubject: x\r\n\r\n"), "header.fold.first" },
		{ S("From: a@b.example\r\nno colon here\r\nSubject: x\r\n\r\n"), "header.line-invalid" },
		{ S("From: a@b.example\r\nDate: Wed, 31 Feb 2019 10:00:00 +0900\r\n\r\n"), "header.date.impossible" },
		{ S("From: a@b.example\r\nContent-Type: text/plain\r\nContent-Type: text/html\r\n\r\n"), "mime.content-type.duplicate" },
		{ S("From: a@b.example\r\nContent-Transfer-Encoding: base65\r\n\r\n"), "mime.encoding.unknown" },
		{ S("From: a@b.example\r\nContent-Transfer-Encoding: base64\r\n\r\nYWJj*ZGVm"), "encoding.base64.junk" },
		{ S("From: a@b.example\r\nContent-Type: multipart/mixed\r\n\r\nx"), "mime.boundary.missing" },
		{ S("From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx"), "mime.boundary.end-missing" },
		{ S("From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--\r\nmore"), "mime.content-after-end" },
		{ S("From: a@b.example\r\nSubject: x\ry\r\n\r\n"), "header.bare-cr" },
		{ S("From: a@b.example\r\nSubject: x\n y\r\n\r\n"), "header.bare-lf" },
		{ S("Subject: x\r\nFrom\r\n : a@b.example\r\n\r\n"), "header.name.folded-colon" },
		{ S("From: a(x@evil.test)@b.example\r\n\r\n"), "address.comment" },
		{ S("From: \"ceo@corp.example\" <x@evil.test>\r\n\r\n"), "address.quoted-at" },
		{ S("From: <ceo\\@corp.example@evil.test>\r\n\r\n"), "address.quoted-pair" },
		{ S("From: a@\xe2\x80\x90.example\r\n\r\n"), "address.domain.refused" },
		{ S("Content-Type: multipart/mixed; boundary=b\r\n\r\ntext only"), "mime.boundary.unused" },
		{ S("Content-Type: multipart/mixed; boundary=ab\r\n\r\n--ab\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n\r\nx"), "mime.boundary.prefix" },
		{ S("Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\nX: y\r\n--a\r\n\r\nx\r\n--a--"), "header.ended-by-boundary" },
		{ S("Content-Transfer-Encoding: base64\r\n\r\nQUJD\r\nRA== tails"), "encoding.base64.after-end" },
		{ S("Content-Type: x/y; name=a\r\nContent-Disposition: attachment; filename=b\r\n\r\n"), "mime.name.ambiguous" },
		{ S("From: a\xe2\x80\xae@b.example\r\nTo: \xe2\x80\xae""c <x@y.example>\r\n\r\n"), "address.name.invisible" },
	};
	struct arena *a = fresh();
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		ROW_CHECK(bad, rows[i].defect, has_defect(mail_parse(a, rows[i].raw, NULL), rows[i].defect));
	arena_free(a);
	assert_int_equal(bad, 0);
}

static const char nested[] =
    "From: a@b.example\r\nSubject: outer\r\nContent-Type: multipart/mixed; boundary=\"out\"\r\n\r\npreamble\r\n--out\r\n"
    "Content-Type: multipart/alternative; boundary=outer\r\n\r\n--outer\r\n\r\nplain\r\n--outer\r\nContent-Type: text/html\r\n\r\n"
    "<p>html</p>\r\n--outer--\r\n--out\r\nContent-Type: message/rfc822\r\n\r\nFrom: c@d.example\r\nSubject: inner\r\n\r\ninner body"
    "\r\n--out\r\nContent-Type: application/octet-stream; name=\"x.bin\"\r\nContent-Transfer-Encoding: base64\r\n\r\nAAEC\r\n--out--\r\n";

static void structure(void **state)
{
	static const struct { const char *number, *type, *body; } rows[] = {
		{ "", "multipart/mixed", NULL }, { "1", "multipart/alternative", NULL }, { "1.1", "text/plain", "plain" },
		{ "1.2", "text/html", "<p>html</p>" }, { "2", "message/rfc822", NULL }, { "3", "application/octet-stream", NULL },
	};
	struct arena *a = fresh();
	struct str raw = { nested, sizeof nested - 1 };
	const struct mail *m = mail_parse(a, raw, NULL);
	int bad = 0;

	(void)state;
	assert_int_equal(m->part_count, COUNT_OF(rows));
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		ROW_STR(bad, rows[i].number, m->parts[i].number, rows[i].number);
		ROW_STR(bad, rows[i].number, m->parts[i].media_type, rows[i].type);
		if (rows[i].body != NULL)
			ROW_STR(bad, rows[i].number, str_at(raw, m->parts[i].body_offset, m->parts[i].end - m->parts[i].body_offset), rows[i].body);
	}
	assert_int_equal(m->parts[5].body.n, 3);
	ROW_STR(bad, "name", m->parts[5].name, "x.bin");
	assert_int_equal(m->nested_count, 1);
	ROW_STR(bad, "inner", m->nested[0].subject, "inner");
	ROW_STR(bad, "inner", m->nested[0].text, "inner body");
	ROW_STR(bad, "inner", str_at(m->nested[0].raw, m->nested[0].headers[1].at.offset, m->nested[0].headers[1].at.length), "Subject: inner");
	assert_int_equal(m->parts[4].message, 0);
	arena_free(a);
	assert_int_equal(bad, 0);
}

/* A mail in a mail in a mail, the middle one in base64 where RFC 2046 forbids it. */
static void deep_messages(void **state)
{
	static const char inner[] = "Subject: three\r\nContent-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\nContent-Type: message/rfc822\r\n\r\n"
	    "Subject: four\r\n\r\nfour\r\n--i--\r\n";
	static const char raw[] = "Subject: one\r\nContent-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\nContent-Type: message/rfc822\r\n\r\n";
	static const char encoded[] = "\r\n--o\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nU3ViamVjdDogdHdvCgp0d28K\r\n--o--\r\n";
	struct arena *a = fresh();
	const struct mail *m = mail_parse(a, arena_printf(a, "%s%s%s", raw, inner, encoded), NULL), *three;

	(void)state;
	assert_int_equal(m->nested_count, 2);
	three = &m->nested[m->parts[1].message];
	assert_true(str_eq(three->subject, STR("three")));
	assert_true(str_eq(m->nested[m->parts[2].message].subject, STR("two")));
	assert_int_equal(three->nested_count, 1);
	assert_true(str_eq(three->nested[three->parts[1].message].subject, STR("four")));
	assert_true(str_eq(three->nested[0].text, STR("four")));
	arena_free(a);
}

static void text_and_twin(void **state)
{
	static const char head[] = "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\n";
	static const char middle[] = "\r\n--b\r\nContent-Type: text/html\r\n\r\n";
	static const struct { const char *plain, *html; bool differs; } rows[] = {
		{ "Hello, see https://a.example/x", "<p>Hello, <a href=\"https://a.example/x\">see</a></p>", false },
		{ "Hello", "<p>Pay the invoice today</p>", true },
		{ "", "<p>Hello</p>", false },
		{ "Hi", "<p>Hi. Pay the invoice today, to the new account.</p>", true },
	};
	struct arena *a = fresh();
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct mail *m = mail_parse(a, arena_printf(a, "%s%s%s%s\r\n--b--\r\n", head, rows[i].plain, middle, rows[i].html), NULL);

		ROW_CHECK(bad, rows[i].plain, (m->text_plain.p != NULL) == rows[i].differs);
		ROW_CHECK(bad, rows[i].plain, has_defect(m, "text.plain-differs") == rows[i].differs);
	}
	arena_free(a);
	assert_int_equal(bad, 0);
}

static void uuencoded(void **state)
{
	struct arena *a = fresh();
	const struct mail *m = mail_parse(a, STR("Subject: x\n\nsee this\nbegin 644 a b.txt\n#86)C\n`\nend\nand\nbegin 600 c\n#9&5F\n`\nend\n"), NULL);

	(void)state;
	assert_int_equal(m->part_count, 3);
	assert_true(str_eq(m->parts[1].name, STR("a b.txt")) && str_eq(m->parts[1].body, STR("abc")));
	assert_true(str_eq(m->parts[2].number, STR("1.2")) && str_eq(m->parts[2].body, STR("def")));
	assert_true(m->parts[1].is_attachment && str_starts(m->text, STR("see this")));
	assert_true(str_starts(str_from(m->raw, m->parts[2].offset), STR("begin 600")));
	assert_int_equal(mail_parse(a, STR("\nbegin 644 x\nno end"), NULL)->part_count, 1);
	arena_free(a);
}

static void file_names(void **state)
{
	static const struct { const char *header, *name; } rows[] = {
		{ "Content-Disposition: attachment; filename=\"a b.txt\"", "a b.txt" },
		{ "Content-Disposition: attachment; filename*=UTF-8''%E8%AB%8B%E6%B1%82.pdf", "請求.pdf" },
		{ "Content-Disposition: attachment; filename*0*=UTF-8''%E8%AB%8B; filename*1*=%E6%B1%82; filename*2=\".pdf\"", "請求.pdf" },
		{ "Content-Disposition: attachment; filename*1*=%82; filename*0*=Shift_JIS''%82%A0%", "あ%\xEF\xBF\xBD" },
		{ "Content-Disposition: attachment; filename=\"=?ISO-2022-JP?B?GyRCQEE1YT1xGyhC?=.pdf\"", "請求書.pdf" },
		{ "Content-Type: application/pdf; name=x.pdf", "x.pdf" },
	};
	struct arena *a = fresh();
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct mail *m = mail_parse(a, arena_printf(a, "From: a@b.example\r\n%s\r\n\r\nx", rows[i].header), NULL);

		if (i != 3)
			ROW_STR(bad, rows[i].header, m->parts[0].name, rows[i].name);
		ROW_CHECK(bad, rows[i].header, utf8_valid(m->parts[0].name));
	}
	arena_free(a);
	assert_int_equal(bad, 0);
}

static void dates(void **state)
{
	static const struct { const char *date, *utc; int zone; } rows[] = {
		{ "Wed, 31 Jul 2019 15:40:00 +0900", "2019-07-31T06:40:00Z", 540 },
		{ "31 Jul 2019 06:40 GMT", "2019-07-31T06:40:00Z", 0 },
		{ "Wed, 31 Jul 19 06:40:00 UT", "2019-07-31T06:40:00Z", 0 },
		{ "Fri, 1 Jan 99 00:00:00 EST", "1999-01-01T05:00:00Z", -300 },
		{ "Wed, 31 (comment) Jul 2019 06:40:00 +0000 (UTC)", "2019-07-31T06:40:00Z", 0 },
		{ "Wed Jul 31 06:40:00 2019", "2019-07-31T06:40:00Z", 0 },
		{ "31-Jul-2019 06:40:00 +0000", "2019-07-31T06:40:00Z", 0 },
		{ "Wed, 32 Jul 2019 06:40:00 +0000", NULL, 0 }, { "yesterday", NULL, 0 }, { "", NULL, 0 },
	};
	struct arena *a = fresh();
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct mail *m = mail_parse(a, arena_printf(a, "Date: %s\r\n\r\n", rows[i].date), NULL);
		char text[TIME_TEXT];

		ROW_CHECK(bad, rows[i].date, (m->date_ms != TIME_NONE) == (rows[i].utc != NULL));
		if (m->date_ms == TIME_NONE || rows[i].utc == NULL)
			continue;
		ROW_STR(bad, rows[i].date, time_rfc3339(text, m->date_ms), rows[i].utc);
		ROW_CHECK(bad, rows[i].date, m->date_zone == rows[i].zone);
	}
	arena_free(a);
	assert_int_equal(bad, 0);
}

static int count_mail(void *ctx, struct str message, size_t offset)
{
	(void)offset;
	*(int *)ctx += message.n > 0;
	return 0;
}

static void mboxes(void **state)
{
	static const struct { const char *name, *bytes; int mails; } rows[] = {
		{ "two", "From a@b Wed Jul 31 10:00:00 2019\nFrom: a@b\n\nx\n\nFrom c@d Wed Jul 31 10:00:01 2019\nFrom: c@d\n\ny\n", 2 },
		{ "quoted", "From a@b Wed Jul 31 10:00:00 2019\nFrom: a@b\n\n>From here\n\nFrom here on no date\n", 1 },
		{ "crlf", "From a@b Wed Jul 31 10:00:00 2019\r\nFrom: a@b\r\n\r\nx\r\n\r\nFrom c@d Wed Jul 31 10:00:01 2019\r\nFrom: c@d\r\n\r\ny", 2 },
	};
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		int n = 0;

		ROW_CHECK(bad, rows[i].name, mbox_looks_like(str_of(rows[i].bytes)));
		mbox_each(str_of(rows[i].bytes), count_mail, &n);
		ROW_CHECK(bad, rows[i].name, n == rows[i].mails);
	}
	assert_false(mbox_looks_like(STR("From: a@b.example\n\n")));
	assert_int_equal(bad, 0);
}

static struct str repeat(struct arena *a, const char *head, const char *piece, int n, const char *tail)
{
	size_t unit = strlen(piece), at = strlen(head);
	char *out = arena_alloc(a, at + unit * (size_t)n + strlen(tail) + 1);

	memcpy(out, head, at);
	for (int i = 0; i < n; i++, at += unit)
		memcpy(out + at, piece, unit);
	memcpy(out + at, tail, strlen(tail));
	return (struct str){ out, at + strlen(tail) };
}

/* Each must come back with its limit named, in the memory of a job. */
static void bombs(void **state)
{
	static const struct { const char *name, *head, *piece; int n; const char *tail, *limit; } rows[] = {
		{ "groups", "From: ", "a:", 500000, "\r\n\r\n", "header.line-bytes" },
		{ "addresses", "To: ", "a@b,", 15000, "\r\n\r\n", "header.addresses" },
		{ "headers", "", "X: y\r\n", 1000000, "\r\n", "header.bytes" },
		{ "empty parts", "Content-Type: multipart/mixed; boundary=b\r\n\r\n", "--b\r\n\r\n", 1000000, "", "mime.parts" },
		{ "nested multiparts", "", "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n", 100000, "", "mime.depth" },
		{ "nested messages", "", "Content-Type: message/rfc822\r\n\r\n", 100000, "", "mime.depth" },
		{ "dashes", "Content-Type: multipart/mixed; boundary=b\r\n\r\n", "--\n", 5000000, "", NULL },
	};
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena *big = fresh(), *a = arena_new(64 << 20, arena_full_exit);
		const struct mail *m = mail_parse(a, repeat(big, rows[i].head, rows[i].piece, rows[i].n, rows[i].tail), NULL);
		bool found = rows[i].limit == NULL;

		for (size_t k = 0; k < m->limit_count; k++)
			found |= rows[i].limit != NULL && str_eq(str_of(m->limits[k].limit), str_of(rows[i].limit));
		ROW_CHECK(bad, rows[i].name, found);
		arena_free(a);
		arena_free(big);
	}
	assert_int_equal(bad, 0);
}

static size_t addresses_below(const struct mail *m)
{
	size_t n = m->to.count;

	for (size_t i = 0; i < m->nested_count; i++)
		n += addresses_below(&m->nested[i]);
	return n;
}

static bool has_limit(const struct mail *m, const char *name)
{
	for (size_t i = 0; i < m->limit_count; i++)
		if (str_eq(str_of(m->limits[i].limit), str_of(name)))
			return true;
	return false;
}

/* What is inside a mail must not take away what its own header needs. */
static void crowds_inside(void **state)
{
	static const char head[] = "From: alice@a.example\r\nTo: bob@b.example, carol@c.example\r\nContent-Type: multipart/digest; boundary=b\r\n\r\n";
	struct arena *a = fresh();
	struct str one = repeat(a, "--b\r\n\r\nFrom: x@x.example\r\nTo: ", "a@b,", 1000, "\r\n\r\n");
	const struct mail *few = mail_parse(a, repeat(a, head, arena_cstr(a, one), 9, ""), NULL), *many = mail_parse(a, repeat(a, head, arena_cstr(a, one), 20, ""), NULL);

	(void)state;
	assert_int_equal(addresses_below(few), 9002);
	assert_false(has_limit(few, "header.addresses"));
	assert_true(has_limit(many, "header.addresses"));
	assert_true(addresses_below(many) > 9900 && addresses_below(many) <= 10000);
	assert_int_equal(many->from.count, 1);
	assert_int_equal(many->to.count, 2);
	arena_free(a);
}

/* What lies behind the limit of the pass is not opened after all, as if it had been encoded. */
static void depth_of_messages(void **state)
{
	static const struct { const char *name, *inner; int n; size_t depth; } rows[] = {
		{ "few", "Content-Type: message/rfc822\r\n\r\n", 20, 20 },
		{ "many", "Content-Type: message/rfc822\r\n\r\n", 300, 100 },
		{ "encoded", "Content-Type: message/global\r\nContent-Transfer-Encoding: base64\r\n\r\nRnJvbTogYUBhLmV4YW1wbGUNCg0KeA0K", 1, 1 },
	};
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena *a = fresh();
		size_t depth = 0;

		for (const struct mail *m = mail_parse(a, repeat(a, "", rows[i].inner, rows[i].n, "\r\n"), NULL); m->nested_count > 0; m = m->nested)
			depth++;
		ROW_CHECK(bad, rows[i].name, depth == rows[i].depth);
		arena_free(a);
	}
	assert_int_equal(bad, 0);
}

static void check_valid(const struct mail *m, int *bad, const char *path)
{
	ROW_CHECK(*bad, path, utf8_valid(m->subject));
	ROW_CHECK(*bad, path, m->text.p == NULL || utf8_valid(m->text));
	for (size_t i = 0; i < m->header_count; i++)
		ROW_CHECK(*bad, path, utf8_valid(m->headers[i].value));
	for (size_t i = 0; i < m->from.count; i++)
		ROW_CHECK(*bad, path, utf8_valid(m->from.list[i].name) && utf8_valid(m->from.list[i].address));
	for (size_t i = 0; i < m->part_count; i++) {
		const struct part *p = &m->parts[i];

		ROW_CHECK(*bad, path, p->offset <= p->body_offset && p->body_offset <= p->end && p->end <= m->raw.n);
		ROW_CHECK(*bad, path, utf8_valid(p->media_type) && (p->name.p == NULL || utf8_valid(p->name)));
	}
	for (size_t i = 0; i < m->nested_count; i++)
		check_valid(&m->nested[i], bad, path);
}

/* Real Japanese mails: every subject and text must decode without a replacement character. */
static void check_whole(const struct mail *m, int *bad, const char *path)
{
	ROW_CHECK(*bad, path, m->text.p != NULL && !str_has(m->text, STR("\xEF\xBF\xBD")));
	ROW_CHECK(*bad, path, !str_has(m->subject, STR("\xEF\xBF\xBD")));
	for (size_t i = 0; i < m->nested_count; i++)
		check_whole(&m->nested[i], bad, path);
}

static void walk(const char *dir, int *count, int *bad)
{
	DIR *d = opendir(dir);
	struct dirent *entry;

	while (d != NULL && (entry = readdir(d)) != NULL) {
		char path[1024];
		struct stat st;

		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof path, "%s/%s", dir, entry->d_name);
		if (stat(path, &st) < 0)
			continue;
		if (S_ISDIR(st.st_mode)) {
			walk(path, count, bad);
		} else {
			struct arena *a = fresh();

			const struct mail *m = mail_parse(a, test_file(a, path), NULL);

			check_valid(m, bad, path);
			if (str_has(str_of(path), STR("bounce-ja")))
				check_whole(m, bad, path);
			(*count)++;
			arena_free(a);
		}
	}
	if (d != NULL)
		closedir(d);
}

static void real_mail(void **state)
{
	const char *data = test_shared_data("mail");
	int count = 0, bad = 0;

	(void)state;
	if (data == NULL)
		return;
	walk(data, &count, &bad);
	fprintf(stderr, "%d files of real mail read\n", count);
	assert_true(count > 3000);
	assert_int_equal(bad, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(subjects), cmocka_unit_test(charsets), cmocka_unit_test(addresses),
		cmocka_unit_test(ambiguous_headers), cmocka_unit_test(structure), cmocka_unit_test(file_names), cmocka_unit_test(deep_messages),
		cmocka_unit_test(text_and_twin), cmocka_unit_test(uuencoded),
		cmocka_unit_test(dates), cmocka_unit_test(mboxes), cmocka_unit_test(bombs),
		cmocka_unit_test(crowds_inside), cmocka_unit_test(depth_of_messages),
		cmocka_unit_test(real_mail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
