/* wrap.c - see wrap.h. */
#include "cli/wrap.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/wrap.h"

static long long asked_columns(void)
{
	struct winsize size;
	const char *columns = getenv("COLUMNS");
	long long n;

	if (isatty(STDOUT_FILENO) == 1 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	return columns != NULL && str_to_int(str_of(columns), &n) ? n : 80;
}

size_t wrap_columns(void)
{
	enum { LEAST = 40, MOST = 110 };
	static size_t columns;

	if (columns == 0) {
		long long n = asked_columns();

		columns = n < LEAST ? LEAST : n > MOST ? MOST : (size_t)n;
	}
	return columns;
}

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
	for (; wrap_line(&s, at + 2 < wrap_columns() ? wrap_columns() - at : 2, WRAP_WHOLE, &line); at = hang) {
		blanks(out, at);
		buf_add(out, line);
		buf_char(out, '\n');
	}
}
