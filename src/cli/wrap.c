/* wrap.c - see wrap.h. */
#include "cli/wrap.h"

#include "base/text.h"

struct wrap {
	struct buf *out;
	size_t indent, column;
	size_t start;                   /* the column this line began in */
};

static void new_line(struct wrap *w)
{
	buf_char(w->out, '\n');
	for (size_t i = 0; i < w->indent; i++)
		buf_char(w->out, ' ');
	w->column = w->start = w->indent;
}

static bool opens(uint32_t c)
{
	return c == 0xff08 || c == 0x300c || c == 0x201c;
}

static bool closes(uint32_t c)
{
	return c == 0x3001 || c == 0x3002 || c == 0xff09 || c == 0x300d || c == 0x30fc || c == 0x201d;
}

/* The longest start of s that must stay together: a word, or one character of a script without
 * spaces together with the marks that may not begin or end a line. */
static size_t unbreakable(struct str s)
{
	size_t at = 0;
	uint32_t last = utf8_next(s, &at);
	bool wide = text_is_wide_script(last);

	while (at < s.n && s.p[at] != ' ') {
		size_t next = at;
		uint32_t c = utf8_next(s, &next);

		if (!closes(c) && !opens(last) && (wide || text_is_wide_script(c) || opens(c)))
			break;
		wide = text_is_wide_script(c);
		last = c;
		at = next;
	}
	return at;
}

/* Blanks wait until it is known that something follows on the same line. */
static void put_wrapped(struct wrap *w, struct str s)
{
	size_t blanks = 0;

	while (s.n > 0) {
		size_t n = s.p[0] == ' ' ? 1 : unbreakable(s);
		size_t columns = text_columns(str_at(s, 0, n));

		if (s.p[0] == ' ') {
			blanks += w->column > w->start;
			s = str_from(s, 1);
			continue;
		}
		if (w->column + blanks + columns > WRAP_COLUMNS && w->column > w->start) {
			new_line(w);
			blanks = 0;
		}
		for (; blanks > 0; blanks--, w->column++)
			buf_char(w->out, ' ');
		buf_add(w->out, str_at(s, 0, n));
		w->column += columns;
		s = str_from(s, n);
	}
}

void wrap_put(struct buf *out, size_t indent, size_t hang, struct str s)
{
	struct wrap w = { out, indent, indent, indent };

	for (size_t i = 0; i < indent; i++)
		buf_char(out, ' ');
	w.indent = hang;
	put_wrapped(&w, s);
	buf_char(out, '\n');
}
