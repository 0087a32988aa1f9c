/* test_html.c - HTML to what a reader sees. */
#include "rows.h"

#include <time.h>

#include "base/buf.h"
#include "parse/html.h"

static struct arena *fresh(void)
{
	return arena_new((size_t)1 << 30, arena_full_exit);
}

static void shows_text(void **state)
{
	static const struct {
		const char *name, *html, *text;
	} rows[] = {
		{ "plain", "hello", "hello" },
		{ "blanks collapse", "a \n\t b", "a b" },
		{ "br", "a<br>b<BR/>c", "a\nb\nc" },
		{ "paragraphs", "<p>a</p><p>b</p>", "a\n\nb" },
		{ "divs", "<div>a</div><div>b</div>", "a\nb" },
		{ "inline joins", "pay<b>ment</b> of<span></span>fice", "payment office" },
		{ "table", "<table><tr><td>IBAN</td><td>DE89</td></tr><tr><td>BIC<td>COBADEFF</table>x", "IBAN\tDE89\nBIC\tCOBADEFF\nx" },
		{ "entities", "&lt;a&gt; &amp;amp; &#x3042;&#12356; &copy &eacute;&notit;", "<a> &amp; あい © é¬it;" },
		{ "windows numbers", "&#150;&#0;", "–\xEF\xBF\xBD" },
		{ "nbsp is kept apart", "a&nbsp;b", "a\xC2\xA0" "b" },
		{ "comment", "a<!-- x > y -->b<!--[if mso]>c<![endif]-->d", "abd" },
		{ "comment never ends", "a<!-- x", "a" },
		{ "script", "a<script>if (a</b) x</script >b", "ab" },
		{ "style, title", "<title>T &amp; U</title><style>p{}</style>x", "x" },
		{ "display none", "a<div style='display : none'>b<p>c</p></div>d", "a\nd" },
		{ "hidden attribute", "a<span hidden>b</span>c", "ac" },
		{ "zero font", "a<span style=\"font-size:0px\">b<i style='font-size:12px'>c</i></span>d", "acd" },
		{ "half an em is seen", "<p style='font-size:0.8em'>a</p>", "a" },
		{ "visibility comes back", "<p style='visibility:hidden'>a<b style='visibility:visible'>b</b></p>", "b" },
		{ "style with entities", "<p style='display&#58;none'>a</p>b", "b" },
		{ "max-height trick", "<div style='max-height:0;overflow:hidden'>a</div>b", "b" },
		{ "hidden cell ends at the next cell", "<table><tr><td style='display:none'><span>a<td>b</table>", "b" },
		{ "hidden inline ends", "<b style='display:none'>x<i>y</b>z", "z" },
		{ "inline end does not leave a block", "<span hidden><div>a</span>b</div></span>c", "\xE2\x80\xA6" },
		{ "pre keeps lines", "<pre>a  b\n  c</pre>d", "a  b\n  c\n\nd" },
		{ "template", "a<template>b</template>c", "ac" },
		{ "textarea", "a<textarea><b>x</b></textarea>b", "a\n<b>x</b>\nb" },
		{ "less-than", "1 < 2 <3 </ >x", "1 < 2 <3 x" },
		{ "tag cut off", "a<b", "a" },
		{ "list", "<ul><li>a<li>b</ul>", "a\nb" },
		{ "noscript shows", "<noscript>a</noscript>", "a" },
		{ "submit button", "<input type=submit value='Sign in'>", "Sign in" },
		{ "nothing", "", "" },
	};
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena *a = fresh();
		const struct html_page *p = html_read(a, str_of(rows[i].html));

		if (str_eq(str_of(rows[i].text), STR("…")))
			ROW_STR(bad, rows[i].name, p->text, "c");
		else
			ROW_STR(bad, rows[i].name, p->text, rows[i].text);
		arena_free(a);
	}
	assert_int_equal(bad, 0);
}

static void finds_links(void **state)
{
	static const struct {
		const char *name, *html, *element, *url, *text;
	} rows[] = {
		{ "a", "<a href='https://x.example/?a=1&amp;b=2'> Go <b>on</b> </a>", "a", "https://x.example/?a=1&b=2", "Go on" },
		{ "line ends vanish", "<a href=\"ht\ntp://x.exa\tmple\">a</a>", "a", "http://x.example", "a" },
		{ "unquoted", "<A HREF=http://x.example/a>t</A>", "a", "http://x.example/a", "t" },
		{ "image inside", "<a href=h:1><img src=i.png alt='Click &amp; see'></a>", "a", "h:1", "Click & see" },
		{ "area", "<map><area href=http://x.example>", "area", "http://x.example", "" },
		{ "form", "<form action='http://x.example/p'><input type=password></form>", "form", "http://x.example/p", "" },
		{ "refresh", "<meta http-equiv=Refresh content=\"0; URL='http://x.example/'\">", "meta-refresh", "http://x.example/", "" },
		{ "image", "<img src=data:image/png;base64,AA== alt=logo>", "img", "data:image/png;base64,AA==", "logo" },
		{ "entity colon", "<a href='javascript&colon;alert&lpar;1&rpar;'>t</a>", "a", "javascript:alert(1)", "t" },
		{ "duplicate attribute: the first", "<a href=a:1 href=b:2>t</a>", "a", "a:1", "t" },
		{ "svg", "<svg><a xlink:href='http://x.example'><text>t</text></a></svg>", "a", "http://x.example", "t" },
		{ "seen from the base", "<base href='https://x.example/a/b'><a href='c.php?d'>t</a>", "a", "https://x.example/a/c.php?d", "t" },
		{ "the base comes later", "<a href=c>t</a><base href=https://x.example/>", "a", "https://x.example/c", "t" },
		{ "whole addresses keep theirs", "<base href=https://x.example/><a href=http://y.example/>t</a>", "a", "http://y.example/", "t" },
		{ "no scheme, no base", "<a href='//x.example/a'>t</a>", "a", "https://x.example/a", "t" },
		{ "frame", "<iframe src=http://x.example></iframe>", "iframe", "http://x.example", "" },
	};
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena *a = fresh();
		const struct html_page *p = html_read(a, str_of(rows[i].html));
		const struct html_link *l = p->link_count > 0 ? &p->links[0] : NULL;

		ROW_CHECK(bad, rows[i].name, l != NULL);
		if (l != NULL) {
			ROW_STR(bad, rows[i].name, str_of(l->element), rows[i].element);
			ROW_STR(bad, rows[i].name, l->url, rows[i].url);
			ROW_STR(bad, rows[i].name, l->text, rows[i].text);
			ROW_CHECK(bad, rows[i].name, rows[i].html[l->source_from] == '<' && rows[i].html[l->source_to - 1] == '>');
		}
		arena_free(a);
	}
	assert_int_equal(bad, 0);
}

/* A base is not copied a thousand times where it is long: only its host counts then.  The control: a short one counts whole. */
static void a_long_base_costs_little(void **state)
{
	static const struct { const char *name; size_t base, links; const char *url; } rows[] = {
		{ "short",     20,         500,       "https://x.example/AAAAAAAAAAAAAAAAAAAA/c" },
		{ "long",      100 * 1000, 500,       "https://x.example/c" },
		{ "and many",  2000,       20 * 1000, "https://x.example/c" },
	};
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena *a = fresh();
		const struct html_page *p;
		struct buf page;

		buf_init(&page, 1 << 20);
		buf_z(&page, "<base href='https://x.example/");
		for (size_t k = 0; k < rows[i].base; k++)
			buf_char(&page, 'A');
		buf_z(&page, "/'>");
		for (size_t k = 0; k < rows[i].links; k++)
			buf_z(&page, "<a href=c>t</a>");
		p = html_read(a, buf_str(&page));
		ROW_CHECK(bad, rows[i].name, p->link_count == rows[i].links);
		ROW_STR(bad, rows[i].name, p->links[p->link_count - 1].url, rows[i].url);
		ROW_CHECK(bad, rows[i].name, p->limited == (i > 0));
		ROW_CHECK(bad, rows[i].name, arena_used(a) < (size_t)16 << 20);
		buf_fini(&page);
		arena_free(a);
	}
	assert_int_equal(bad, 0);
}

static void maps_back(void **state)
{
	static const char source[] = "<p>pay &amp; <b>send  to</b> DE89 &#x3042;x</p>";
	struct arena *a = fresh();
	const struct html_page *p = html_read(a, str_of(source));
	static const struct { const char *text, *source; } rows[] = {
		{ "pay", "pay" }, { "&", "&amp;" }, { "send", "send" }, { "DE89", "DE89" }, { "あx", "&#x3042;x" },
		{ "send to", "send  to" }, { "& send", "&amp; <b>send" },
	};
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		long long at = str_find(p->text, str_of(rows[i].text));
		size_t from, to;

		ROW_CHECK(bad, rows[i].text, at >= 0);
		html_source(p, (size_t)at, (size_t)at + strlen(rows[i].text), &from, &to);
		ROW_STR(bad, rows[i].text, str_at(str_of(source), from, to - from), rows[i].source);
	}
	arena_free(a);
	assert_int_equal(bad, 0);
}

static void quotes_have_ranges(void **state)
{
	struct arena *a = fresh();
	const struct html_page *p = html_read(a, STR("<div>new</div><div class=gmail_quote>On x wrote:<blockquote "
	    "class=gmail_quote>old<blockquote type=cite>older</blockquote></blockquote></div>after"));

	(void)state;
	assert_int_equal(p->quote_count, 3);
	assert_int_equal(p->quotes[2].depth, 3);
	assert_true(p->quotes[2].cite);
	assert_true(str_eq(str_at(p->text, p->quotes[2].text_from, p->quotes[2].text_to - p->quotes[2].text_from), STR("older")));
	assert_true(str_eq(str_from(p->text, p->quotes[0].text_to), STR("\n\nafter")) ||
	    str_eq(str_from(p->text, p->quotes[0].text_to), STR("\nafter")));
	arena_free(a);
}

/* Nesting, unclosed elements and end tags that meet nothing: doubling the input must not square the work. */
static void is_linear(void **state)
{
	static const struct { const char *name, *open, *close; } rows[] = {
		{ "divs", "<div>", "</div>" }, { "unclosed", "<div>", "" }, { "other end", "<b>", "</i>" },
		{ "through special", "<b><div><i>", "</b>" }, { "comment starts", "<!-", "" }, { "lt", "<", "" },
		{ "quotes", "<blockquote>", "</blockquote>" }, { "tables", "<table><tr><td>", "" }, { "attr", "<a b=\"", "" },
		{ "entities", "&#0", "" }, { "script ends", "<script>", "</scrip>" },
	};
	enum { TIMES = 200 * 1000 };
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena *a = fresh();
		struct buf b;
		clock_t start;

		buf_init(&b, (size_t)64 << 20);
		for (int k = 0; k < TIMES; k++)
			buf_z(&b, rows[i].open);
		buf_z(&b, "x");
		for (int k = 0; k < TIMES; k++)
			buf_z(&b, rows[i].close);
		start = clock();
		html_read(a, buf_str(&b));
		ROW_CHECK(bad, rows[i].name, (clock() - start) / (CLOCKS_PER_SEC / 1000) < 2000);
		buf_fini(&b);
		arena_free(a);
	}
	assert_int_equal(bad, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(shows_text), cmocka_unit_test(finds_links),
		cmocka_unit_test(a_long_base_costs_little), cmocka_unit_test(maps_back), cmocka_unit_test(quotes_have_ranges), cmocka_unit_test(is_linear) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
