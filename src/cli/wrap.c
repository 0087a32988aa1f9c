/* wrap.c - see wrap.h. */
#include "cli/wrap.h"

#include "base/wrap.h"

static void blanks(struct buf *out, size_t n)
{
	while (n-- > 0)
		buf_char(out, ' ');
}

void wrap_put(struct buf *out, size_t indent, size_t hang, struct str s)
{
	size_t at = indent;
	struct str line;

	if (s.n == 0)
		buf_char(out, '\n');
	for (; wrap_line(&s, at + 2 < WRAP_COLUMNS ? WRAP_COLUMNS - at : 2, WRAP_WHOLE, &line); at = hang) {
		blanks(out, at);
		buf_add(out, line);
		buf_char(out, '\n');
	}
}
