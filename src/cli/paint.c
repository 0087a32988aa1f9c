/* paint.c - see paint.h. */
#include "cli/paint.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/wrap.h"

static bool colours;

void paint_init(void)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	colours = isatty(STDOUT_FILENO) == 1 && (no == NULL || no[0] == '\0') && term != NULL && strcmp(term, "dumb") != 0;
}

static const char *code(enum paint p)
{
	static const char *const codes[] = { "", "1", "1;31", "33", "32", "2" };

	return codes[p];
}

void paint(struct buf *out, enum paint p, struct str s)
{
	if (!colours || p == PAINT_PLAIN) {
		buf_add(out, s);
		return;
	}
	buf_printf(out, "\033[%sm", code(p));
	buf_add(out, s);
	buf_z(out, "\033[0m");
}

void wrap_painted(struct buf *out, enum paint p, size_t indent, size_t hang, struct str s)
{
	if (colours && p != PAINT_PLAIN)
		buf_printf(out, "\033[%sm", code(p));
	wrap_put(out, indent, hang, s);
	if (colours && p != PAINT_PLAIN)
		buf_z(out, "\033[0m");
}

void wrap_head(struct buf *out, const char *s)
{
	buf_char(out, '\n');
	wrap_painted(out, PAINT_STRONG, 2, 2, str_of(s));
}
