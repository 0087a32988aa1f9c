/* html.c - escaping by context for compiled templates. */
#include "base/html.h"

#include <assert.h>

#include "base/text.h"

enum context { CONTEXT_TEXT, CONTEXT_ATTR, CONTEXT_SVG };

struct html html_trust(struct str markup)
{
	return (struct html){ markup };
}

void html_raw(struct buf *out, struct html h)
{
	buf_add(out, h.markup);
}

void html_markup(struct buf *out, struct str markup)
{
	buf_add(out, markup);
}

static void control(struct buf *out, uint32_t c, enum context context)
{
	bool space = c == '\n' || c == '\t' || c == '\r';

	if (!space || c == '\r')
		buf_z(out, context == CONTEXT_SVG ? "" : c == '\r' ? "&#13;" : "\xEF\xBF\xBD");
	else if (context == CONTEXT_ATTR)
		buf_printf(out, "&#%u;", (unsigned)c);
	else
		buf_char(out, context == CONTEXT_SVG ? ' ' : (char)c);
}

/* What turns the order of the text around it: a name must not make what stands behind it read otherwise (Trojan Source; UAX 9, 2.1-2.4). */
static bool turns(uint32_t c)
{
	return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

static void one(struct buf *out, uint32_t c, enum context context)
{
	switch (c) {
	case '&': buf_z(out, "&amp;"); break;
	case '<': buf_z(out, "&lt;"); break;
	case '>': buf_z(out, "&gt;"); break;
	case '"': buf_z(out, "&quot;"); break;
	case '\'': buf_z(out, "&#39;"); break;
	default:
		if (c < 0x20 || (c >= 0x7F && c < 0xA0))
			control(out, c, context);
		else if ((c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF) || turns(c))
			buf_z(out, context == CONTEXT_SVG ? "" : "\xEF\xBF\xBD");
		else
			buf_utf8(out, c);
	}
}

static void escape(struct buf *out, struct str s, enum context context)
{
	for (size_t at = 0; at < s.n;)
		one(out, utf8_next(s, &at), context);
}

void html_text(struct buf *out, struct str s) { escape(out, s, CONTEXT_TEXT); }
void html_text_z(struct buf *out, const char *z) { escape(out, str_of(z), CONTEXT_TEXT); }
void html_attr(struct buf *out, struct str s) { escape(out, s, CONTEXT_ATTR); }
void html_attr_z(struct buf *out, const char *z) { escape(out, str_of(z), CONTEXT_ATTR); }
void html_svg(struct buf *out, struct str s) { escape(out, s, CONTEXT_SVG); }
void html_svg_z(struct buf *out, const char *z) { escape(out, str_of(z), CONTEXT_SVG); }
void html_text_int(struct buf *out, long long i) { buf_printf(out, "%lld", i); }

void html_text_count(struct buf *out, long long i)
{
	if (i > -10000 && i < 10000)
		html_text_int(out, i);
	else
		buf_thousands(out, i);
}
void html_url_z(struct buf *out, const char *z) { html_url(out, str_of(z)); }

/* A scheme counts as such only before the first of / ? #; browsers drop tabs and line ends inside,
 * so anything but printable characters makes the whole URL suspect. */
static bool url_is_safe(struct str s)
{
	const struct str schemes[] = { STR("http:"), STR("https:"), STR("mailto:") };
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= 0x20 || s.p[i] == 0x7F || s.p[i] == '\\')
			return false;
	while (n < s.n && s.p[n] != '/' && s.p[n] != '?' && s.p[n] != '#' && s.p[n] != ':')
		n++;
	if (n == s.n || s.p[n] != ':')
		return true;
	for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++)
		if (str_istarts(s, schemes[i]))
			return true;
	return false;
}

void html_url(struct buf *out, struct str s)
{
	if (url_is_safe(s))
		escape(out, s, CONTEXT_ATTR);
	else
		buf_char(out, '#');
}

static void say(struct buf *out, const char *text, const struct html_arg *args, size_t n, enum context context)
{
	struct str rest = str_of(text);

	for (size_t at = 0; at < rest.n;) {
		if (at + 2 < rest.n && rest.p[at] == '{' && ascii_digit((unsigned char)rest.p[at + 1]) && rest.p[at + 2] == '}') {
			size_t i = (size_t)(rest.p[at + 1] - '1');

			assert(i < n);
			if (args[i].s.p != NULL)
				escape(out, args[i].s, context);
			else
				buf_printf(out, "%lld", args[i].i);
			at += 3;
		} else {
			one(out, utf8_next(rest, &at), context);
		}
	}
}

void html_say_text(struct buf *out, const char *text, const struct html_arg *args, size_t n)
{
	say(out, text, args, n, CONTEXT_TEXT);
}

void html_say_attr(struct buf *out, const char *text, const struct html_arg *args, size_t n)
{
	say(out, text, args, n, CONTEXT_ATTR);
}

void html_say_svg(struct buf *out, const char *text, const struct html_arg *args, size_t n)
{
	say(out, text, args, n, CONTEXT_SVG);
}
