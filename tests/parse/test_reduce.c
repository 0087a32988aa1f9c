/* test_reduce.c - the reduced view of HTML: what stays, what becomes a word, what goes. */
#include "rows.h"

#include "base/buf.h"
#include "parse/reduce.h"

/* "T:text", a block a line; spans as b[..] i[..] h[..] (hidden), links as text->target. */
static struct str drawn(struct arena *a, const struct reduced *r)
{
	static const char kinds[] = "THLP-R";
	struct buf out;

	buf_init_arena(&out, a, 1 << 16);
	for (size_t i = 0; i < r->block_count; i++) {
		const struct reduced_block *b = &r->blocks[i];

		buf_printf(&out, "%s%c%d:", i > 0 ? "\n" : "", kinds[b->kind], b->quote);
		for (size_t k = 0; k < b->span_count; k++) {
			const struct reduced_span *s = &b->spans[k];
			static const char *const words[] = { "", "@", "IMG ", "FIELD ", "FRAME ", "|" };

			buf_printf(&out, "%s%s%s" STR_FMT "%s%s" STR_FMT, words[s->kind], (s->style & REDUCED_BOLD) != 0 ? "b[" : "",
			    (s->style & REDUCED_HIDDEN) != 0 ? "h[" : "", STR_ARG(s->text), (s->style & (REDUCED_BOLD | REDUCED_HIDDEN)) != 0 ? "]" : "",
			    s->target.n > 0 ? "->" : "", STR_ARG(s->target));
		}
	}
	return buf_str(&out);
}

static const struct row {
	const char *name, *html, *drawn;
} rows[] = {
	{ "paragraphs", "<p>one</p><p>two  three</p>", "T0:one\nT0:two three" },
	{ "emphasis", "a <b>bold</b> c", "T0:ab[ bold] c" },
	{ "a heading is bold", "<h1>Title</h1>x", "H0:b[Title]\nT0:x" },
	{ "a link says where it leads", "<a href=\"https://evil.example/?a=1&amp;b=2\">click</a>", "T0:@click->https://evil.example/?a=1&b=2" },
	{ "scripts go", "a<script>alert(1)</script>b", "T0:ab" },
	{ "styles go", "<style>p{}</style>a", "T0:a" },
	{ "comments go", "a<!-- x --><!DOCTYPE y>b", "T0:ab" },
	{ "handlers go", "<p onclick=\"alert(1)\">a</p>", "T0:a" },
	{ "drawings go", "a<svg><a href=x><text>t</text></a></svg>b", "T0:ab" },
	{ "a picture is a word", "<img src=\"http://t.example/p.png\" alt=\"Logo\">", "T0:IMG Logo->http://t.example/p.png" },
	{ "a field is a word", "<form action=x><input value=Go type=submit><input type=hidden value=s></form>", "T0:FIELD Go" },
	{ "an embedded page is a word", "<iframe src=\"http://f.example/\">no</iframe>", "T0:FRAME ->http://f.example/" },
	{ "what is hidden is marked", "a<span style=\"display:none\">secret</span>", "T0:ah[secret]" },
	{ "a quote is deeper", "<blockquote>q<blockquote>r</blockquote></blockquote>s", "T1:q\nT2:r\nT0:s" },
	{ "rows keep their cells", "<table><tr><td>a</td><td><div>b</div></td></tr><tr><td>c</td></tr></table>", "R0:a|b\nR0:c" },
	{ "items", "<ul><li>a<li>b</ul>", "L0:a\nL0:b" },
	{ "preformatted", "<pre>a\n  b</pre>", "P0:a\n  b" },
	{ "a tag that never ends", "a<p href=", "T0:a" },
	{ "a sign that is no tag", "1 < 2 & 3", "T0:1 < 2 & 3" },
	{ "entities are text", "&lt;script&gt;", "T0:<script>" },
	{ "wrongly nested", "<b>a<p>b</b>c</p>", "T0:b[a]\nT0:b[b]\nT0:c" },
	{ "nothing", "", "" },
};

static void reduces(void **state)
{
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct arena *a = arena_new(8 << 20, arena_full_exit);
		struct reduced r;
		struct str got;

		html_reduce(a, str_of(rows[i].html), &r);
		got = drawn(a, &r);
		if (!str_eq(got, str_of(rows[i].drawn)))
			fprintf(stderr, "%s: got\n" STR_FMT "\n", rows[i].name, STR_ARG(got));
		ROW_CHECK(bad, rows[i].name, str_eq(got, str_of(rows[i].drawn)));
		arena_free(a);
	}
	assert_int_equal(bad, 0);
}

/* Deep, long and unclosed: bounded, and said so. */
static void bounded(void **state)
{
	static const char *const pieces[] = { "<div>", "<b>x", "<a href=y>", "<svg>", "<!--", "<p>word ", "<li><li>", "&amp;", "<table><tr><td>" };

	(void)state;
	for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
		struct arena *a = arena_new(256 << 20, arena_full_exit);
		struct reduced r;
		struct buf s;

		buf_init_arena(&s, a, 8 << 20);
		while (s.n < (2 << 20))
			buf_z(&s, pieces[i]);
		html_reduce(a, buf_str(&s), &r);
		assert_true(r.block_count <= REDUCED_BLOCKS_MOST + 1);
		arena_free(a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(reduces), cmocka_unit_test(bounded) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
