/* test_html.c - what a placeholder prints, by context. */
#include "rows.h"

#include "base/html.h"

#define BYTES(literal) { "" literal, sizeof(literal) - 1 }

enum context { IN_TEXT, IN_ATTR, IN_URL, IN_SVG };

static const struct row {
	const char *name;
	enum context context;
	struct str given;
	const char *printed;
} rows[] = {
	{ "plain", IN_TEXT, BYTES("abc 狼煙"), "abc 狼煙" },
	{ "markup", IN_TEXT, BYTES("<script>alert('x')</script>"), "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;" },
	{ "reference is not one", IN_TEXT, BYTES("&lt;"), "&amp;lt;" },
	{ "quotes in text", IN_TEXT, BYTES("\"'"), "&quot;&#39;" },
	{ "line end stays", IN_TEXT, BYTES("a\nb"), "a\nb" },
	{ "NUL", IN_TEXT, BYTES("a\0b"), "a\xEF\xBF\xBD" "b" },
	{ "escape character", IN_TEXT, BYTES("a\x1B[31m"), "a\xEF\xBF\xBD[31m" },
	{ "C1 control", IN_TEXT, BYTES("a\xC2\x85"), "a\xEF\xBF\xBD" },
	{ "what turns the text around", IN_TEXT, BYTES("fdp\xE2\x80\xAE.exe\xE2\x81\xA6"), "fdp\xEF\xBF\xBD.exe\xEF\xBF\xBD" },
	{ "the same in an attribute", IN_ATTR, BYTES("\xE2\x80\xAEx"), "\xEF\xBF\xBDx" },
	{ "a mark of Hebrew and Arabic turns nothing", IN_TEXT, BYTES("\xD7\x90\xE2\x80\x8F!"), "\xD7\x90\xE2\x80\x8F!" },
	{ "bad UTF-8", IN_TEXT, BYTES("a\xFFz"), "a\xEF\xBF\xBDz" },
	{ "overlong <", IN_TEXT, BYTES("\xC0\xBC"), "\xEF\xBF\xBD\xEF\xBF\xBD" },
	{ "attribute breaks out", IN_ATTR, BYTES("\" onclick=\"x"), "&quot; onclick=&quot;x" },
	{ "attribute line end", IN_ATTR, BYTES("a\nb\tc\rd"), "a&#10;b&#9;c&#13;d" },
	{ "https", IN_URL, BYTES("https://noroshi.example/?a=1&b=\"2\""), "https://noroshi.example/?a=1&amp;b=&quot;2&quot;" },
	{ "relative", IN_URL, BYTES("report/2019.html#t1"), "report/2019.html#t1" },
	{ "colon in a path", IN_URL, BYTES("/a:b"), "/a:b" },
	{ "mailto", IN_URL, BYTES("mailto:desk@noroshi.example"), "mailto:desk@noroshi.example" },
	{ "javascript", IN_URL, BYTES("javascript:alert(1)"), "#" },
	{ "JavaScript, mixed case", IN_URL, BYTES("JaVaScRiPt:alert(1)"), "#" },
	{ "javascript with a tab", IN_URL, BYTES("java\tscript:alert(1)"), "#" },
	{ "leading blank", IN_URL, BYTES(" javascript:alert(1)"), "#" },
	{ "leading control", IN_URL, BYTES("\x01javascript:alert(1)"), "#" },
	{ "data", IN_URL, BYTES("data:text/html,x"), "#" },
	{ "vbscript", IN_URL, BYTES("vbscript:x"), "#" },
	{ "backslashes", IN_URL, BYTES("\\\\host\\x"), "#" },
	{ "svg text", IN_SVG, BYTES("a\n<b>"), "a &lt;b&gt;" },
	{ "svg drops what XML forbids", IN_SVG, BYTES("a\x01\xEF\xBF\xBEz"), "az" },
};

static void escapes(void **state)
{
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct buf out;

		buf_init(&out, 1000);
		switch (rows[i].context) {
		case IN_TEXT: HTML_TEXT(&out, rows[i].given); break;
		case IN_ATTR: HTML_ATTR(&out, rows[i].given); break;
		case IN_URL: HTML_URL(&out, rows[i].given); break;
		case IN_SVG: HTML_SVG(&out, rows[i].given); break;
		}
		ROW_STR(bad, rows[i].name, buf_str(&out), rows[i].printed);
		buf_fini(&out);
	}
	assert_int_equal(bad, 0);
}

/* Large counts are grouped where people read them, and nowhere else. */
static void counts(void **state)
{
	static const struct { long long n; const char *text; } numbers[] = { { 0, "0" }, { 2019, "2019" }, { 9999, "9999" }, { 10000, "10,000" },
		{ 1234567, "1,234,567" }, { -1234567, "-1,234,567" } };
	struct buf out;
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(numbers); i++) {
		buf_init(&out, 100);
		HTML_TEXT(&out, numbers[i].n);
		ROW_STR(bad, numbers[i].text, buf_str(&out), numbers[i].text);
		buf_fini(&out);
	}
	buf_init(&out, 100);
	HTML_ATTR(&out, 1234567LL);
	ROW_STR(bad, "an attribute", buf_str(&out), "1234567");
	buf_fini(&out);
	assert_int_equal(bad, 0);
}

/* The arguments of a text may stand in any order and are escaped; its own characters too. */
static void says(void **state)
{
	const struct html_arg args[] = { HTML_ARG(STR("<b>")), HTML_ARG(235) };
	struct buf out;
	int bad = 0;

	(void)state;
	buf_init(&out, 1000);
	html_say_text(&out, "{2} & {1} {x}", args, 2);
	ROW_STR(bad, "order", buf_str(&out), "235 &amp; &lt;b&gt; {x}");
	buf_clear(&out);
	html_raw(&out, html_trust(STR("<i>")));
	ROW_STR(bad, "raw only by its type", buf_str(&out), "<i>");
	buf_fini(&out);
	assert_int_equal(bad, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(escapes), cmocka_unit_test(says), cmocka_unit_test(counts) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
