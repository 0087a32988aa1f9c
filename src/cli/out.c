/* out.c - standard output, checked: a full disk behind a redirection must not pass unnoticed. */
#include "cli/out.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/text.h"

/* Our own colours: ESC [ digits and semicolons m. */
static size_t colour_length(struct str s)
{
	size_t n = 2;

	if (!str_starts(s, STR("\033[")))
		return 0;
	while (n < s.n && ((s.p[n] >= '0' && s.p[n] <= '9') || s.p[n] == ';'))
		n++;
	return n < s.n && s.p[n] == 'm' ? n + 1 : 0;
}

/* On a terminal nothing that members or attackers wrote may steer it. */
static void write_harmless(struct str s)
{
	size_t from = 0, at = 0;

	while (at < s.n) {
		size_t here = at, colour = colour_length(str_from(s, at));
		uint32_t c;

		if (colour > 0) {
			at += colour;
			continue;
		}
		c = utf8_next(s, &at);
		if (c == '\n' || c == '\t' || !(text_is_steering(c) || (c == 0xFFFD && at == here + 1)))
			continue;
		fwrite(s.p + from, 1, here - from, stdout);
		fputs("\xEF\xBF\xBD", stdout);
		from = at;
	}
	fwrite(s.p + from, 1, s.n - from, stdout);
}

static bool is_terminal(void)
{
	static int terminal = -1;

	if (terminal < 0)
		terminal = isatty(STDOUT_FILENO);
	return terminal == 1;
}

/* Whole lines only: no letter and no colour is cut in two. */
static bool write_lines(struct buf *out)
{
	const char *last = memrchr(out->p, '\n', out->n);
	size_t n = last != NULL ? (size_t)(last - out->p) + 1 : 0;

	if (n > 0 && is_terminal())
		write_harmless((struct str){ out->p, n });
	else if (n > 0)
		fwrite(out->p, 1, n, stdout);
	buf_drop(out, n);
	return !ferror(stdout);
}

void out_stream(struct buf *out)
{
	out->spill = write_lines;
}

int out_flush(struct buf *out, struct err *e)
{
	if (ferror(stdout))
		return err_errno(e, "standard output cannot be written");
	if (out->failed)
		return err_set(e, ERR_LIMIT, "the answer is larger than %zu bytes", out->max);
	if (out->n > 0 && is_terminal())
		write_harmless(buf_str(out));
	else if (out->n > 0 && fwrite(out->p, 1, out->n, stdout) != out->n)
		return err_errno(e, "standard output cannot be written");
	if (fflush(stdout) != 0 || ferror(stdout))
		return err_errno(e, "standard output cannot be written");
	buf_clear(out);
	return 0;
}

int out_line(struct buf *out, struct err *e)
{
	buf_char(out, '\n');
	return out_flush(out, e);
}

size_t out_columns(void)
{
	struct winsize size;
	long long columns = 0;

	if (getenv("COLUMNS") == NULL || !str_to_int(str_of(getenv("COLUMNS")), &columns))
		columns = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
	return columns < 40 ? 100 : (size_t)columns;
}
