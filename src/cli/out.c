/* out.c - standard output, checked: a full disk behind a redirection must not pass unnoticed. */
#include "cli/out.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

int out_flush(struct buf *out, struct err *e)
{
	if (out->failed)
		return err_set(e, ERR_LIMIT, "the answer is larger than %zu bytes", out->max);
	if (out->n > 0 && fwrite(out->p, 1, out->n, stdout) != out->n)
		return err_errno(e, "standard output cannot be written");
	if (fflush(stdout) != 0)
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
