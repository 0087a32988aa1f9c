/* rtf.c - what RTF shows, as HTML.
 *
 * Exchange packs a mail's HTML into RTF ([MS-OXRTFEX]): then the fragments in \htmltag groups and the text
 * outside of \htmlrtf are that HTML again.  Other RTF becomes paragraphs, links and escaped text.  One pass,
 * no recursion; text bytes are in the font's code page, \u is UTF-16 with \uc bytes to skip behind it. */
#include <stdlib.h>

#include "base/buf.h"
#include "base/text.h"
#include "parse/mail/mapi.h"

enum { DEEPEST = 256, FONTS = 512, PENDING = 1024, WORD_MOST = 32, MOST_OUT = 8 << 20, MOST_FIELD = 4096 };

enum place { SHOWN, SKIPPED, FONT_TABLE, HTML_TAG, FIELD_CODE };

struct state {
	enum place place;
	int page;                       /* code page of the text */
	int unicode_skip;               /* \uc */
	bool not_html;                  /* \htmlrtf */
	bool hidden, link;              /* \v; an <a> was opened in this group */
	bool deleted;                   /* by a change that is tracked */
	bool apart;                     /* what stands beside the text: head, foot, note, text box */
	bool old_shape;                 /* the form of a shape for old readers */
};

struct rtf {
	struct reading *r;
	struct str in;
	size_t at;
	struct buf out;
	struct buf field;               /* the code of the field that is being read */
	struct state now, stack[DEEPEST];
	size_t depth, too_deep;
	bool is_html, is_text;          /* \fromhtml1, \fromtext */
	bool star;                      /* \* was just read */
	int page, font, font_page[FONTS];
	int default_font;               /* \deff */
	int skip;                       /* characters still to be skipped behind \u */
	uint32_t high;                  /* half of a surrogate pair */
	char pending[PENDING];
	size_t pending_n;
	struct str link;                /* of a field whose code was read; absent */
};

/* ---- characters out ---- */

static void put_char(struct rtf *f, uint32_t c)
{
	struct buf *out = f->now.place == FIELD_CODE ? &f->field : &f->out;

	if (c == 0 || f->now.place == SKIPPED || f->now.place == FONT_TABLE || f->now.deleted)
		return;
	if (f->now.place == FIELD_CODE && f->field.n >= MOST_FIELD)
		return;
	if (f->is_html || f->now.place == FIELD_CODE) {
		if (f->now.place == SHOWN && f->now.not_html)
			return;
		buf_utf8(out, c);
		return;
	}
	if (c == '<')
		buf_z(out, "&lt;");
	else if (c == '>')
		buf_z(out, "&gt;");
	else if (c == '&')
		buf_z(out, "&amp;");
	else
		buf_utf8(out, c);
}

static void put_text(struct rtf *f, struct str utf8)
{
	for (size_t i = 0; i < utf8.n;)
		put_char(f, utf8_next(utf8, &i));
}

static const char *charset_of(int page)
{
	static const struct { int page; const char *name; } names[] = {
		{ 932, "CP932" }, { 936, "GB18030" }, { 949, "UHC" }, { 950, "BIG5-HKSCS" }, { 1250, "CP1250" }, { 1251, "CP1251" },
		{ 1253, "CP1253" }, { 1254, "CP1254" }, { 1255, "CP1255" }, { 1256, "CP1256" }, { 1257, "CP1257" },
		{ 1258, "CP1258" }, { 874, "CP874" }, { 437, "CP437" }, { 850, "CP850" }, { 866, "CP866" }, { 10000, "MACINTOSH" },
	};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (names[i].page == page)
			return names[i].name;
	return "CP1252";
}

/* Byte by byte, or two by two where one alone is no character. */
static void decode_slowly(struct rtf *f, const char *name, struct str s)
{
	char out[16];

	for (size_t i = 0; i < s.n;) {
		size_t n = iconv_run(name, str_at(s, i, 1), out, sizeof out), taken = 1;

		if (n == 0 && i + 1 < s.n) {
			n = iconv_run(name, str_at(s, i, 2), out, sizeof out);
			taken = n > 0 ? 2 : 1;
		}
		put_text(f, n > 0 ? (struct str){ out, n } : STR("\xef\xbf\xbd"));
		i += taken;
	}
}

static void flush(struct rtf *f)
{
	struct str s = { f->pending, f->pending_n };
	char out[4 * PENDING];
	size_t n;

	if (s.n == 0)
		return;
	f->pending_n = 0;
	if (ascii_length(s) == s.n) {
		put_text(f, s);
		return;
	}
	if (f->now.page == 65001 && utf8_valid(s)) {
		put_text(f, s);
		return;
	}
	n = iconv_run(charset_of(f->now.page), s, out, sizeof out);
	if (n > 0)
		put_text(f, (struct str){ out, n });
	else
		decode_slowly(f, charset_of(f->now.page), s);
}

static bool is_lead(int page, unsigned char c)
{
	return (page == 932 && ((c >= 0x81 && c <= 0x9f) || (c >= 0xe0 && c <= 0xfc))) ||
	    ((page == 936 || page == 949 || page == 950) && c >= 0x81 && c <= 0xfe);
}

/* Does the pending text end in the first half of a character? */
static bool half_pending(const struct rtf *f)
{
	bool half = false;

	if (f->now.page != 932 && f->now.page != 936 && f->now.page != 949 && f->now.page != 950)
		return false;
	for (size_t i = 0; i < f->pending_n; i++)
		half = !half && is_lead(f->now.page, (unsigned char)f->pending[i]);
	return half;
}

static void put_byte(struct rtf *f, char c)
{
	if (f->skip > 0) {
		f->skip--;
		return;
	}
	if (f->pending_n >= PENDING - 2 && !half_pending(f))
		flush(f);
	if (f->pending_n >= PENDING)
		flush(f);
	f->pending[f->pending_n++] = c;
}

static void put_unicode(struct rtf *f, int value)
{
	uint32_t u = (uint32_t)value & 0xffff;

	flush(f);
	if (u >= 0xd800 && u < 0xdc00) {
		f->high = u;
	} else if (u >= 0xdc00 && u < 0xe000) {
		put_char(f, f->high != 0 ? 0x10000 + ((f->high - 0xd800) << 10) + (u - 0xdc00) : 0xfffd);
		f->high = 0;
	} else {
		put_char(f, u >= 0xf020 && u <= 0xf0ff ? u - 0xf000 : u);       /* symbol fonts */
		f->high = 0;
	}
	f->skip = f->now.unicode_skip;
}

/* Of markup that we write ourselves. */
static void put_markup(struct rtf *f, const char *html, const char *in_html)
{
	flush(f);
	if (f->now.place != SHOWN)
		return;
	if (!f->is_html)
		buf_z(&f->out, html);
	else if (!f->now.not_html)
		buf_z(&f->out, in_html);
}

/* ---- fields: {\field{\*\fldinst HYPERLINK "http://..."}{\fldrslt text}} ---- */

static void end_field_code(struct rtf *f)
{
	struct str code = buf_str(&f->field);
	long long at = str_ifind(code, STR("HYPERLINK"));

	if (at >= 0 && !f->is_html) {
		struct str rest = str_after(str_from(code, (size_t)at), '"');

		f->link = arena_str(f->r->arena, str_upto(rest, '"'));
	}
	buf_clear(&f->field);
}

static void begin_link(struct rtf *f)
{
	if (f->link.n == 0 || f->is_html)
		return;
	buf_z(&f->out, "<a href=\"");
	for (size_t i = 0; i < f->link.n; i++) {
		if (f->link.p[i] == '"' || f->link.p[i] == '<' || f->link.p[i] == '>')
			buf_printf(&f->out, "%%%02X", (unsigned char)f->link.p[i]);
		else if (f->link.p[i] == '&')
			buf_z(&f->out, "&amp;");
		else
			buf_char(&f->out, f->link.p[i]);
	}
	buf_z(&f->out, "\">");
	f->link = STR_NONE;
	f->now.link = true;
}

/* ---- groups ---- */

static void open_group(struct rtf *f)
{
	flush(f);
	f->skip = 0;
	if (f->depth >= DEEPEST) {
		f->too_deep++;
		return;
	}
	f->stack[f->depth++] = f->now;
	f->now.link = false;
}

/* Of text without \f; a Western one says nothing against \ansicpg. */
static int default_page(const struct rtf *f)
{
	int page = f->default_font >= 0 && f->default_font < FONTS ? f->font_page[f->default_font] : 0;

	return page > 0 && page != 1252 ? page : f->page;
}

static void close_group(struct rtf *f)
{
	struct state before = f->now;

	flush(f);
	f->skip = 0;
	if (f->too_deep > 0) {
		f->too_deep--;
		return;
	}
	if (f->depth == 0)
		return;
	f->now = f->stack[--f->depth];
	if (before.place == FONT_TABLE && f->now.place != FONT_TABLE)
		f->now.page = default_page(f);
	if (before.link)
		buf_z(&f->out, "</a>");
	if (before.hidden && !f->now.hidden && !f->is_html)
		buf_z(&f->out, "</span>");
	if (before.apart && !f->now.apart)
		put_markup(f, "<br>\n", "");
	if (before.place == FIELD_CODE && f->now.place != FIELD_CODE)
		end_field_code(f);
}

/* ---- control words ---- */

static bool is(struct str word, const char *z)
{
	return str_eq(word, str_of(z));
}

static bool is_skipped(struct str word)
{
	static const char *const words[] = { "colortbl", "stylesheet", "info", "pict", "objdata", "object", "listtable", "listoverridetable", "rsidtbl", "generator", "themedata",
		"colorschememapping", "latentstyles", "datastore", "xmlnstbl", "mhtmltag", "pntext", "nonshppict", "filetbl", "revtbl" };

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (is(word, words[i]))
			return true;
	return false;
}

/* Words that begin a text of its own. */
static bool is_apart(const struct rtf *f, struct str word)
{
	static const char *const words[] = { "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "footnote",
		"shptxt" };

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (is(word, words[i]))
			return true;
	return is(word, "dptxbxtext") && !f->now.old_shape;
}

static int page_of_charset(int charset)
{
	static const struct { int charset, page; } pages[] = {
		{ 128, 932 }, { 129, 949 }, { 134, 936 }, { 136, 950 }, { 161, 1253 }, { 162, 1254 }, { 163, 1258 }, { 177, 1255 },
		{ 178, 1256 }, { 186, 1257 }, { 204, 1251 }, { 222, 874 }, { 238, 1250 }, { 77, 10000 }, { 0, 1252 }, { 255, 850 },
	};

	for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++)
		if (pages[i].charset == charset)
			return pages[i].page;
	return 0;
}

static void set_page(struct rtf *f, int page)
{
	if (page != f->now.page)
		flush(f);
	f->now.page = page > 0 ? page : f->page;
}

static void font_word(struct rtf *f, struct str word, int n)
{
	if (is(word, "f"))
		f->font = n;
	else if (is(word, "fcharset") && f->font >= 0 && f->font < FONTS)
		f->font_page[f->font] = page_of_charset(n);
	else if (is(word, "cpg") && f->font >= 0 && f->font < FONTS)
		f->font_page[f->font] = n;
}

/* A text box stands in a group that is not shown itself. */
static void begin_apart(struct rtf *f)
{
	f->now.place = SHOWN;
	put_markup(f, "<br>\n", "");
	f->now.apart = true;
}

/* The same shape as before it, for old readers. */
static struct state shape_again(struct state s)
{
	s.place = SKIPPED;
	s.old_shape = true;
	return s;
}

/* Which destination a group is; false: the word is none. */
static bool destination(struct rtf *f, struct str word, bool star)
{
	if (is(word, "fonttbl"))
		f->now.place = FONT_TABLE;
	else if (is(word, "htmltag"))
		f->now.place = f->is_html ? HTML_TAG : SKIPPED;
	else if (is(word, "fldinst") && f->now.place == SHOWN)
		f->now.place = FIELD_CODE;
	else if (is(word, "fldrslt"))
		begin_link(f);
	else if (is_apart(f, word))
		begin_apart(f);
	else if (is(word, "shprslt"))
		f->now = shape_again(f->now);
	else if (is_skipped(word) || (star && !is(word, "shppict")))
		f->now.place = SKIPPED;
	else
		return false;
	return true;
}

static bool symbol(struct rtf *f, struct str word)
{
	static const struct { const char *word, *html, *in_html; uint32_t c; } symbols[] = {
		{ "par", "<br>\n", "\r\n", 0 }, { "line", "<br>\n", "\r\n", 0 }, { "tab", "\t", "\t", 0 }, { "cell", " <wbr>\t", "\t", 0 },
		{ "row", "<br>\n", "\r\n", 0 }, { "page", "<br>\n", "\r\n", 0 }, { "sect", "<br>\n", "\r\n", 0 },
		{ "lquote", NULL, NULL, 0x2018 }, { "rquote", NULL, NULL, 0x2019 }, { "ldblquote", NULL, NULL, 0x201c },
		{ "rdblquote", NULL, NULL, 0x201d }, { "bullet", NULL, NULL, 0x2022 }, { "endash", NULL, NULL, 0x2013 },
		{ "emdash", NULL, NULL, 0x2014 }, { "emspace", NULL, NULL, 0x2003 }, { "enspace", NULL, NULL, 0x2002 },
	};

	for (size_t i = 0; i < sizeof symbols / sizeof symbols[0]; i++) {
		if (!is(word, symbols[i].word))
			continue;
		if (f->skip > 0) {
			f->skip--;
			return true;
		}
		flush(f);
		if (symbols[i].c != 0)
			put_char(f, symbols[i].c);
		else if (f->now.place == HTML_TAG)
			buf_z(&f->out, symbols[i].in_html);
		else
			put_markup(f, symbols[i].html, symbols[i].in_html);
		return true;
	}
	return false;
}

static void hide(struct rtf *f, bool on)
{
	flush(f);
	if (on != f->now.hidden && f->now.place == SHOWN && !f->is_html)
		buf_z(&f->out, on ? "<span style=\"display:none\">" : "</span>");
	f->now.hidden = on;
}

static void word_read(struct rtf *f, struct str word, bool has_number, int n)
{
	bool star = f->star;

	f->star = false;
	if (is(word, "bin")) {
		size_t left = f->in.n - f->at;

		f->at += n > 0 && (size_t)n < left ? (size_t)n : n > 0 ? left : 0;
	} else if (is(word, "u")) {
		put_unicode(f, n);
	} else if (is(word, "uc")) {
		f->now.unicode_skip = has_number && n >= 0 && n < 16 ? n : 1;
	} else if (is(word, "fromhtml")) {
		f->is_html = n != 0;
	} else if (is(word, "fromtext")) {
		f->is_text = true;
	} else if (is(word, "htmlrtf")) {
		flush(f);
		f->now.not_html = !has_number || n != 0;
	} else if (is(word, "ansicpg")) {
		f->page = n > 0 ? n : f->page;
		set_page(f, f->page);
	} else if (f->now.place == FONT_TABLE) {
		font_word(f, word, n);
	} else if (is(word, "f") && n >= 0 && n < FONTS) {
		set_page(f, f->font_page[n]);
	} else if (is(word, "deff")) {
		f->default_font = n;
	} else if (is(word, "deleted")) {
		flush(f);
		f->now.deleted = !f->is_html && (!has_number || n != 0);
	} else if (is(word, "plain")) {
		set_page(f, default_page(f));
		hide(f, false);
	} else if (is(word, "v")) {
		hide(f, !has_number || n != 0);
	} else if (!symbol(f, word)) {
		flush(f);
		destination(f, word, star);
	}
}

static int hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Behind a backslash. */
static void control(struct rtf *f)
{
	char c = f->at < f->in.n ? f->in.p[f->at] : '\0';
	size_t from = f->at, n;
	long value = 0;
	bool minus, has_number = false;

	if (!ascii_alpha((unsigned char)c)) {
		f->at++;
		if (c == '\'' && f->at + 2 <= f->in.n && hex_digit(f->in.p[f->at]) >= 0 && hex_digit(f->in.p[f->at + 1]) >= 0) {
			put_byte(f, (char)(hex_digit(f->in.p[f->at]) * 16 + hex_digit(f->in.p[f->at + 1])));
			f->at += 2;
		} else if (c == '*') {
			f->star = true;
		} else if (c == '~' || c == '_' || c == '\\' || c == '{' || c == '}') {
			if (c == '~' || c == '_') {
				flush(f);
				put_char(f, c == '~' ? 0xa0 : '-');
			} else {
				put_byte(f, c);
			}
		} else if (c == '\n' || c == '\r') {
			word_read(f, STR("par"), false, 0);
		}
		return;
	}
	while (f->at < f->in.n && ascii_alpha((unsigned char)f->in.p[f->at]) && f->at - from < WORD_MOST)
		f->at++;
	n = f->at - from;
	minus = f->at < f->in.n && f->in.p[f->at] == '-';
	f->at += minus;
	while (f->at < f->in.n && ascii_digit((unsigned char)f->in.p[f->at])) {
		has_number = true;
		if (value < 100000000)
			value = value * 10 + (f->in.p[f->at] - '0');
		f->at++;
	}
	if (f->at < f->in.n && f->in.p[f->at] == ' ')
		f->at++;
	word_read(f, str_at(f->in, from, n), has_number, (int)(minus ? -value : value));
}

static void read_all(struct rtf *f)
{
	while (f->at < f->in.n && !f->out.failed) {
		char c = f->in.p[f->at++];

		if (c == '{') {
			open_group(f);
			f->star = false;
		} else if (c == '}') {
			close_group(f);
		} else if (c == '\\') {
			control(f);
		} else if (c != '\r' && c != '\n' && c != '\0') {
			put_byte(f, c);
		}
	}
	flush(f);
	while (f->depth > 0) {
		f->too_deep = 0;
		close_group(f);
	}
}

struct str rtf_html(struct reading *r, struct str rtf)
{
	struct rtf *f;
	long long start = str_find(str_at(rtf, 0, 64), STR("{\\rtf"));

	if (start < 0)
		return STR_NONE;
	f = ARENA_NEW(r->arena, struct rtf);
	*f = (struct rtf){ .r = r, .in = str_from(rtf, (size_t)start), .page = 1252, .link = STR_NONE,
		.now = { .place = SHOWN, .page = 1252, .unicode_skip = 1 } };
	buf_init_arena(&f->out, r->arena, MOST_OUT);
	buf_init_arena(&f->field, r->arena, MOST_FIELD + 8);
	buf_reserve(&f->out, f->in.n < MOST_OUT / 2 ? f->in.n : MOST_OUT / 2);
	read_all(f);
	if (f->out.failed)
		note_limit(r, "rtf.html", MOST_OUT);
	return buf_str(&f->out);
}
