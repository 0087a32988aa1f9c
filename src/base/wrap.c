/* wrap.c - where a line may end. */
#include "base/wrap.h"

#include "base/text.h"

/* What does not begin a line: closing brackets and points, small kana, the long vowel mark. */
static bool stays_behind(uint32_t c)
{
	static const uint32_t list[] = { ')', ']', '}', ',', '.', ':', ';', '!', '?', 0x2019, 0x201d, 0x3001, 0x3002, 0x3005,
		0x3009, 0x300b, 0x300d, 0x300f, 0x3011, 0x3015, 0x3017, 0x3041, 0x3043, 0x3045, 0x3047, 0x3049, 0x3063, 0x3083,
		0x3085, 0x3087, 0x308e, 0x30a1, 0x30a3, 0x30a5, 0x30a7, 0x30a9, 0x30c3, 0x30e3, 0x30e5, 0x30e7, 0x30ee, 0x30fb,
		0x30fc, 0xff01, 0xff09, 0xff0c, 0xff0e, 0xff1a, 0xff1b, 0xff1f, 0xff3d, 0xff5d, 0xff5e };

	for (size_t i = 0; i < sizeof list / sizeof list[0]; i++)
		if (list[i] == c)
			return true;
	return false;
}

static bool opens(uint32_t c)
{
	static const uint32_t list[] = { '(', '[', '{', 0x2018, 0x201c, 0x3008, 0x300a, 0x300c, 0x300e, 0x3010, 0x3014, 0x3016,
		0xff08, 0xff3b, 0xff5b };

	for (size_t i = 0; i < sizeof list / sizeof list[0]; i++)
		if (list[i] == c)
			return true;
	return false;
}

static bool wide(uint32_t c)
{
	return text_is_wide_script(c) || (c >= 0x3000 && c < 0x3040) || (c >= 0xff00 && c < 0xff60);
}

static bool digit(uint32_t c)
{
	return c < 0x80 && ascii_digit((unsigned char)c);
}

/* May a line end before `c`, which follows `before`?  `far` stands before a blank `before`. */
static bool may_end(uint32_t far, uint32_t before, uint32_t c)
{
	if (stays_behind(c) || c == ' ')
		return false;
	if (before == ' ')
		return !(digit(far) && wide(c));
	return (wide(before) || wide(c)) && !opens(before);
}

struct scan {
	size_t at, width;               /* behind the characters taken, and their columns */
	size_t good, weak;              /* the last place where a line may end, and a blank where it had better not */
	uint32_t before, far;
};

/* Takes one character; false at the end and at a line feed. */
static bool step(struct str s, struct scan *n)
{
	size_t start = n->at, next = n->at;
	uint32_t c;

	if (start >= s.n || s.p[start] == '\n')
		return false;
	c = utf8_next(s, &next);
	if (start > 0 && may_end(n->far, n->before, c))
		n->good = start;
	else if (n->before == ' ')
		n->weak = start;
	n->width += text_columns(str_at(s, start, next - start));
	n->far = n->before;
	n->before = c;
	n->at = next;
	return true;
}

static struct str without_blanks(struct str s)
{
	while (s.n > 0 && s.p[s.n - 1] == ' ')
		s.n--;
	return s;
}

bool wrap_line(struct str *rest, size_t columns, enum wrap_long words, struct str *line_r)
{
	struct scan n = { 0 };
	size_t fits = 0, end;

	if (rest->n == 0)
		return false;
	while (n.width <= columns || n.before == ' ' || (words == WRAP_WHOLE && n.good + n.weak == 0)) {
		fits = n.at;
		if (!step(*rest, &n)) {         /* all of it, or up to a line feed */
			*line_r = without_blanks(str_at(*rest, 0, n.at));
			*rest = str_from(*rest, n.at < rest->n ? n.at + 1 : n.at);
			return true;
		}
	}
	end = n.good > 0 ? n.good : n.weak > 0 ? n.weak : fits > 0 ? fits : n.at;
	*line_r = without_blanks(str_at(*rest, 0, end));
	while (end < rest->n && rest->p[end] == ' ')
		end++;
	*rest = str_from(*rest, end);
	return true;
}

size_t wrap_narrowest(struct str s)
{
	size_t widest = 0;

	while (s.n > 0) {
		struct scan n = { 0 };

		while (n.good == 0 && step(s, &n))
			continue;
		size_t end = n.good > 0 ? n.good : n.at, columns = text_columns(without_blanks(str_at(s, 0, end)));

		widest = columns > widest ? columns : widest;
		s = str_from(s, end < s.n && s.p[end] == '\n' ? end + 1 : end);
	}
	return widest;
}
