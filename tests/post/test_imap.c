/* IMAP as a machine: what a server's bytes say, that the pieces in which they come change nothing, and that nonsense ends. */
#include "rows.h"

#include "base/buf.h"
#include "post/imap_read.h"

/* "L:line;" a line, "{line<" a literal begins, "B:" its bytes, "!" nonsense. */
static struct str hear(struct arena *a, struct str bytes, size_t piece)
{
	struct imap_reader *r = ARENA_NEW(a, struct imap_reader);
	struct str part, got;
	struct buf out;
	bool in_literal = false;

	buf_init_arena(&out, a, 1 << 20);
	for (; bytes.n > 0; bytes = str_from(bytes, piece)) {
		enum imap_got what;

		for (part = str_at(bytes, 0, piece); (what = imap_read(r, &part, &got)) != IMAP_MORE;) {
			if (what == IMAP_NONSENSE) {
				buf_char(&out, '!');
				return buf_str(&out);
			}
			if (in_literal && what != IMAP_BYTES)
				buf_char(&out, '>');
			in_literal = what == IMAP_BYTES;
			if (what == IMAP_LINE)
				buf_printf(&out, "L:" STR_FMT ";", STR_ARG(got));
			else if (what == IMAP_LITERAL)
				buf_printf(&out, STR_FMT "<", STR_ARG(got));
			else
				buf_add(&out, got);
		}
	}
	return buf_str(&out);
}

static const struct bytes_row {
	const char *name, *server, *heard;
} bytes_rows[] = {
	{ "lines",                          "* OK hi\r\nA1 OK\r\n",                          "L:* OK hi;L:A1 OK;" },
	{ "a literal",                      "* 1 FETCH (BODY[] {3}\r\nabc UID 7)\r\n",       "* 1 FETCH (BODY[] {3}<abc>L:* 1 FETCH (BODY[] {3} UID 7);" },
	{ "line ends within a literal",     "x {6}\r\na\r\nb\r\n)\r\n",                      "x {6}<a\r\nb\r\n>L:x {6});" },
	{ "a line like ours in a literal",  "x {8}\r\nA1 OK\r\ny\r\nA1 OK\r\n",              "x {8}<A1 OK\r\ny>L:x {8};L:A1 OK;" },
	{ "an empty literal",               "x {0}\r\n)\r\n",                                "x {0}<L:x {0});" },
	{ "two literals",                   "x {1}\r\na {1}\r\nb\r\n",                       "x {1}<a>x {1} {1}<b>L:x {1} {1};" },
	{ "braces that are none",           "x {}\r\nx {-1}\r\nx {1a}\r\n}\r\n",             "L:x {};L:x {-1};L:x {1a};L:};" },
	{ "a literal larger than a number", "x {9999999999999999999}\r\ny\r\n",              "L:x {9999999999999999999};L:y;" },
	{ "a bare LF",                      "* OK\nA1 OK\r\n",                               "!" },
	{ "a literal that never ends",      "x {100}\r\nabc",                                "x {100}<abc" },
	{ "half a line",                    "* OK",                                          "" },
};

static void bytes_are_heard(void **state)
{
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bytes_rows); i++) {
		for (size_t piece = 1; piece <= strlen(bytes_rows[i].server); piece += piece < 12 ? 1 : 1000) {
			struct arena *a = arena_new(4 << 20, arena_full_exit);

			ROW_STR(bad, bytes_rows[i].name, hear(a, str_of(bytes_rows[i].server), piece), bytes_rows[i].heard);
			arena_free(a);
		}
	}
	assert_int_equal(bad, 0);
}

static void a_line_is_bounded(void **state)
{
	struct arena *a = arena_new(16 << 20, arena_full_exit);
	struct buf in;

	(void)state;
	buf_init_arena(&in, a, 1 << 20);
	for (int i = 0; i < IMAP_LINE_MOST - 2; i++)
		buf_char(&in, 'x');
	buf_z(&in, "\r\n");
	assert_true(str_starts(hear(a, buf_str(&in), 999), STR("L:xxx")));
	buf_clear(&in);
	for (int i = 0; i < 2 * IMAP_LINE_MOST; i++)
		buf_char(&in, 'x');
	buf_z(&in, "\r\nA1 OK\r\n");
	assert_true(str_eq(hear(a, buf_str(&in), 999), STR("!")));
	arena_free(a);
}

static const struct fetch_row {
	const char *name, *line;
	bool read;
	long long uid, size, literal;   /* literal -1: no body */
} fetch_rows[] = {
	{ "a size",                     "* 12 FETCH (UID 34 RFC822.SIZE 567)",                 true, 34, 567, -1 },
	{ "in another order, letters",  "* 12 fetch (rfc822.size 567 uid 34)",                 true, 34, 567, -1 },
	{ "a body",                     "* 1 FETCH (UID 5 BODY[]<0> {123})",                   true, 5, -1, 123 },
	{ "the UID behind it",          "* 1 FETCH (BODY[] {123} UID 5)",                      true, 5, -1, 123 },
	{ "an empty body",              "* 1 FETCH (UID 5 BODY[]<0> \"\")",                    true, 5, -1, 0 },
	{ "none",                       "* 1 FETCH (UID 5 BODY[] NIL)",                        true, 5, -1, 0 },
	{ "flags beside",               "* 1 FETCH (FLAGS (\\Seen $x) UID 5 RFC822.SIZE 1)",   true, 5, 1, -1 },
	{ "lists in lists",             "* 1 FETCH (X ((a \"b)c\\\"\") ()) UID 5)",            true, 5, -1, -1 },
	{ "flags that changed",         "* 1 FETCH (FLAGS (\\Seen))",                          true, -1, -1, -1 },
	{ "a body in quotes",           "* 1 FETCH (UID 5 BODY[] \"text\")",                   false, 0, 0, 0 },
	{ "a UID that is none",         "* 1 FETCH (UID x)",                                   false, 0, 0, 0 },
	{ "a negative size",            "* 1 FETCH (UID 1 RFC822.SIZE -1)",                    false, 0, 0, 0 },
	{ "a name without a value",     "* 1 FETCH (UID)",                                     false, 0, 0, 0 },
	{ "no end",                     "* 1 FETCH (UID 5",                                    false, 0, 0, 0 },
	{ "another answer",             "* 12 EXISTS",                                         false, 0, 0, 0 },
	{ "no number",                  "* x FETCH (UID 5)",                                   false, 0, 0, 0 },
	{ "nothing",                    "",                                                    false, 0, 0, 0 },
};

static void fetches_are_read(void **state)
{
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(fetch_rows); i++) {
		const struct fetch_row *r = &fetch_rows[i];
		struct imap_fetched f;
		bool read = imap_fetched(str_of(r->line), &f);

		ROW_CHECK(bad, r->name, read == r->read);
		ROW_CHECK(bad, r->name, !read || (f.uid == r->uid && f.size == r->size && (f.has_body ? f.literal : -1) == r->literal));
	}
	assert_int_equal(bad, 0);
}

static const struct status_row {
	const char *name, *line, *tag, *wanted;        /* "word|code|said"; NULL: another tag */
} status_rows[] = {
	{ "done",                   "A7 OK FETCH done",                         "A7", "OK||FETCH done" },
	{ "refused with a code",    "A7 NO [TRYCREATE] no such folder",         "A7", "NO|TRYCREATE|no such folder" },
	{ "a number",               "* OK [UIDVALIDITY 3857529045] UIDs valid", "*",  "OK|UIDVALIDITY 3857529045|UIDs valid" },
	{ "a word alone",           "A7 BAD",                                   "A7", "BAD||" },
	{ "a code without an end",  "A7 NO [TRYCREATE no",                      "A7", "NO||[TRYCREATE no" },
	{ "no word of a status",    "* 3 EXISTS",                               "*",  "||" },
	{ "another's tag",          "A8 OK",                                    "A7", NULL },
	{ "nothing",                "",                                         "A7", NULL },
};

static void statuses_are_read(void **state)
{
	struct arena *a = arena_new(1 << 20, arena_full_exit);
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(status_rows); i++) {
		const struct status_row *r = &status_rows[i];
		struct imap_status s;
		bool read = imap_status(str_of(r->line), str_of(r->tag), &s);

		ROW_CHECK(bad, r->name, read == (r->wanted != NULL));
		if (read && r->wanted != NULL)
			ROW_STR(bad, r->name, arena_printf(a, STR_FMT "|" STR_FMT "|" STR_FMT, STR_ARG(s.word), STR_ARG(s.code), STR_ARG(s.said)),
			    r->wanted);
	}
	ROW_CHECK(bad, "the number of a code", imap_code_number(STR("UIDVALIDITY 3857529045"), STR("UIDVALIDITY")) == 3857529045);
	ROW_CHECK(bad, "of another", imap_code_number(STR("UIDNEXT 3"), STR("UIDVALIDITY")) == -1);
	ROW_CHECK(bad, "of none", imap_code_number(STR("UIDVALIDITY x"), STR("UIDVALIDITY")) == -1);
	ROW_CHECK(bad, "it can", imap_can(STR("* CAPABILITY IMAP4rev1 MOVE"), STR("move")));
	ROW_CHECK(bad, "it cannot", !imap_can(STR("* CAPABILITY IMAP4rev1 MOVED"), STR("MOVE")));
	arena_free(a);
	assert_int_equal(bad, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(bytes_are_heard), cmocka_unit_test(a_line_is_bounded),
		cmocka_unit_test(fetches_are_read), cmocka_unit_test(statuses_are_read) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
