/* wrap.c - see wrap.h. */
#include "cli/wrap.h"

#include "base/text.h"

struct wrap {
	struct buf *out;
	size_t indent, column;
};

static void new_line(struct wrap *w)
{
	buf_char(w->out, '\n');
	for (size_t i = 0; i < w->indent; i++)
		buf_char(w->out, ' ');
	w->column = w->indent;
}

/* The longest start of s that must stay together: a word, or one character of a script without
 * spaces together with the punctuation that may not begin a line. */
static size_t unbreakable(struct str s)
{
	size_t at = 0;
	bool wide = text_is_wide_script(utf8_next(s, &at));

	while (at < s.n && s.p[at] != ' ') {
		size_t next = at;
		uint32_t c = utf8_next(s, &next);
		bool closes = c == 0x3001 || c == 0x3002 || c == 0xff09 || c == 0x300d || c == 0x30fc;

		if (!closes && (wide || text_is_wide_script(c)))
			break;
		at = next;
	}
	return at;
}

static void put_wrapped(struct wrap *w, struct str s)
{
	while (s.n > 0) {
		size_t n = s.p[0] == ' ' ? 1 : unbreakable(s);
		size_t columns = text_columns(str_at(s, 0, n));

		if (w->column + columns > WRAP_COLUMNS && w->column > w->indent)
			new_line(w);
		if (s.p[0] != ' ' || w->column > w->indent) {
			buf_add(w->out, str_at(s, 0, n));
			w->column += columns;
		}
		s = str_from(s, n);
	}
}

void wrap_put(struct buf *out, size_t indent, size_t hang, struct str s)
{
	struct wrap w = { out, indent, indent };

	for (size_t i = 0; i < indent; i++)
		buf_char(out, ' ');
	w.indent = hang;
	put_wrapped(&w, s);
	buf_char(out, '\n');
}
