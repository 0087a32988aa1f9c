/* mbox.c - cutting an mbox: "From " lines with a date behind an empty line (or at the start).
 *
 * RFC 4155 and its kin: mboxo and mboxrd quote with '>', which is left as it is: the bytes of a
 * message are those that lie in the file. */
#include "parse/mail/mail.h"

/* "From x Wed Jul 31 10:00:00 2019": the words are not checked, a clock and a year are. */
static bool is_from_line(struct str line)
{
	bool clock = false, year = false;

	if (!str_starts(line, STR("From ")) || line.n > 500)
		return false;
	for (size_t i = 5; i + 4 <= line.n; i++) {
		const char *p = line.p + i;

		clock |= i + 5 <= line.n && ascii_digit((unsigned char)p[0]) && ascii_digit((unsigned char)p[1]) && p[2] == ':' &&
		    ascii_digit((unsigned char)p[3]) && ascii_digit((unsigned char)p[4]);
		year |= (p[0] == '1' || p[0] == '2') && ascii_digit((unsigned char)p[1]) && ascii_digit((unsigned char)p[2]) &&
		    ascii_digit((unsigned char)p[3]);
	}
	return clock && year;
}

static struct str line_at(struct str bytes, size_t at)
{
	struct str line = str_upto(str_from(bytes, at), '\n');

	if (line.n > 0 && line.p[line.n - 1] == '\r')
		line.n--;
	return line;
}

bool mbox_looks_like(struct str bytes)
{
	return is_from_line(line_at(bytes, 0));
}

/* Where the next message begins at or after `at`; bytes.n if there is none. */
static size_t next_from(struct str bytes, size_t at)
{
	while (at < bytes.n) {
		long long found = str_find(str_from(bytes, at), STR("\nFrom "));
		size_t line, before;

		if (found < 0)
			return bytes.n;
		line = at + (size_t)found + 1;
		before = line - 1;      /* the line before must be empty */
		if (before > 0 && bytes.p[before - 1] == '\r')
			before--;
		if ((before == 0 || bytes.p[before - 1] == '\n') && is_from_line(line_at(bytes, line)))
			return line;
		at = line;
	}
	return bytes.n;
}

int mbox_each(struct str bytes, int (*each)(void *ctx, struct str message, size_t offset), void *ctx)
{
	size_t at = 0;

	while (at < bytes.n) {
		size_t begin = at + line_at(bytes, at).n, end;
		int status;

		while (begin < bytes.n && bytes.p[begin] != '\n')
			begin++;
		begin += begin < bytes.n;
		end = next_from(bytes, begin > at ? begin - 1 : at);
		status = each(ctx, str_at(bytes, begin, end > begin ? end - begin : 0), begin);
		if (status != 0)
			return status;
		at = end;
	}
	return 0;
}
