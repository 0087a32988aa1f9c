/* err.c - filling and extending an error sentence. */
#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/tr.h"

/* Names of files, words of a command line or a roster stand in sentences: what would steer a terminal,
 * turn the line around or is no UTF-8 is shown as U+FFFD, a line's end as a space.  Where that is
 * longer, or the room's end has cut a character, the sentence loses its end. */
static void make_printable(struct err *e)
{
	static const char bad[] = "\xef\xbf\xbd";
	char shown[sizeof e->text];
	struct str s = str_of(e->text);
	bool is_cut = s.n + 1 == sizeof e->text;
	size_t at = 0, n = 0;

	while (at < s.n) {
		size_t from = at;
		uint32_t c = utf8_next(s, &at);
		bool is_bad = c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xfffd || text_is_invisible(c);
		struct str piece = c == '\n' || c == '\t' ? STR(" ") : is_bad ? str_of(bad) : str_at(s, from, at - from);

		if (n + piece.n >= sizeof shown || (is_cut && is_bad && s.n - from < 4))
			break;
		memcpy(shown + n, piece.p, piece.n);
		n += piece.n;
	}
	while (n > 0 && shown[n - 1] == ' ')
		n--;
	memcpy(e->text, shown, n);
	e->text[n] = '\0';
}

int err_set(struct err *e, enum err_kind kind, const char *fmt, ...)
{
	va_list args;

	if (e == NULL)
		return -1;
	e->kind = kind;
	va_start(args, fmt);
	vsnprintf(e->text, sizeof e->text, tr(fmt), args);
	va_end(args);
	make_printable(e);
	return -1;
}

int err_prefix(struct err *e, const char *fmt, ...)
{
	char before[sizeof e->text], whole[2 * sizeof e->text + 2];
	va_list args;

	if (e == NULL)
		return -1;
	va_start(args, fmt);
	vsnprintf(before, sizeof before, tr(fmt), args);
	va_end(args);
	snprintf(whole, sizeof whole, "%s: %s", before, e->text);
	memcpy(e->text, whole, sizeof e->text - 1);
	e->text[sizeof e->text - 1] = '\0';
	make_printable(e);
	return -1;
}

int err_errno(struct err *e, const char *fmt, ...)
{
	int number = errno;
	size_t n;
	va_list args;

	if (e == NULL)
		return -1;
	e->kind = number == ENOSPC || number == EDQUOT ? ERR_FULL : ERR_IO;
	va_start(args, fmt);
	vsnprintf(e->text, sizeof e->text, tr(fmt), args);
	va_end(args);
	n = strlen(e->text);
	snprintf(e->text + n, sizeof e->text - n, ": %s", strerror(number));
	make_printable(e);
	return -1;
}

int err_exit_status(const struct err *e)
{
	switch (e->kind) {
	case ERR_OK:
		return 0;
	case ERR_USAGE:
	case ERR_INPUT:
	case ERR_UNKNOWN:
	case ERR_DENIED:
	case ERR_CONFLICT:
		return 2;
	case ERR_BUSY:
	case ERR_LIMIT:
	case ERR_FULL:
	case ERR_IO:
	case ERR_DB:
	case ERR_CORRUPT:
		break;
	}
	return 3;
}
