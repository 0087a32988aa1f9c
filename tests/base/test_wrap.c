/* Wrapping by display width: word ends, Japanese line breaking, words that are too long. */
#include "rows.h"

#include "base/text.h"
#include "base/wrap.h"

static const struct row {
	const char *name, *text;
	size_t columns;
	const char *lines;              /* with | between */
} rows[] = {
	{ "fits", "one line", 20, "one line" },
	{ "exactly", "0123456789", 10, "0123456789" },
	{ "at a blank", "one two three", 8, "one two|three" },
	{ "never in a word", "downloaded freeware", 12, "downloaded|freeware" },
	{ "a word that is too long is cut", "abcdefghijkl", 5, "abcde|fghij|kl" },
	{ "a line feed ends a line", "a\nb", 10, "a|b" },
	{ "an empty line stays", "a\n\nb", 10, "a||b" },
	{ "blanks at the break are dropped", "one   two", 4, "one|two" },
	{ "kanji take two columns", "不審なメール", 6, "不審な|メール" },
	{ "the long vowel mark stays behind", "不審なメール", 10, "不審なメー|ル" },
	{ "no line begins with a full stop", "確認した。", 8, "確認し|た。" },
	{ "no line begins with a closing bracket", "支払側（相手）", 12, "支払側（相|手）" },
	{ "no line ends with an opening bracket", "あいう（えお）", 8, "あいう|（えお）" },
	{ "a number keeps its unit as long as it can", "約 5,500 組織", 9, "約|5,500 組|織" },
	{ "7 月 stays together", "前半は 7 月 8 日から", 9, "前半は|7 月 8 日|から" },
	{ "odd width, wide characters", "日本語", 3, "日|本|語" },
};

static void wraps(void **state)
{
	struct arena *a = arena_new(1 << 20, arena_full_exit);
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct str rest = str_of(rows[i].text), line, all = STR("");
		bool first = true, narrow = true;

		while (wrap_line(&rest, rows[i].columns, WRAP_CUT, &line)) {
			all = arena_printf(a, STR_FMT "%s" STR_FMT, STR_ARG(all), first ? "" : "|", STR_ARG(line));
			narrow &= text_columns(line) <= rows[i].columns;
			first = false;
		}
		ROW_STR(bad, rows[i].name, all, rows[i].lines);
		ROW_CHECK(bad, rows[i].name, narrow);
	}
	assert_int_equal(bad, 0);
	arena_free(a);
}

static void whole_words(void **state)
{
	static const struct { const char *text, *lines; } list[] = {
		{ "see https://x.example/a now", "see|https://x.example/a|now" }, { "abcdefghijklm", "abcdefghijklm" },
		{ "一つ abcdefghijkl 二つ", "一つ|abcdefghijkl|二つ" },
	};
	struct arena *a = arena_new(1 << 20, arena_full_exit);
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(list); i++) {
		struct str rest = str_of(list[i].text), line, all = STR("");
		bool first = true;

		while (wrap_line(&rest, 8, WRAP_WHOLE, &line)) {
			all = arena_printf(a, STR_FMT "%s" STR_FMT, STR_ARG(all), first ? "" : "|", STR_ARG(line));
			first = false;
		}
		ROW_STR(bad, list[i].text, all, list[i].lines);
	}
	assert_int_equal(bad, 0);
	arena_free(a);
}

static void narrowest(void **state)
{
	static const struct { const char *text; size_t columns; } list[] = {
		{ "one three", 5 }, { "", 0 }, { "日本", 2 }, { "た。", 4 }, { "2018/12/14", 10 }, { "a\nlonger", 6 },
	};
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(list); i++) {
		if (wrap_narrowest(str_of(list[i].text)) != list[i].columns)
			fprintf(stderr, "got %zu\n", wrap_narrowest(str_of(list[i].text)));
		ROW_CHECK(bad, list[i].text, wrap_narrowest(str_of(list[i].text)) == list[i].columns);
	}
	assert_int_equal(bad, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(wraps), cmocka_unit_test(whole_words), cmocka_unit_test(narrowest) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
