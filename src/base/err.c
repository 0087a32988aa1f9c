/* err.c - filling and extending an error sentence. */
#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/tr.h"

int err_set(struct err *e, enum err_kind kind, const char *fmt, ...)
{
	va_list args;

	if (e == NULL)
		return -1;
	e->kind = kind;
	va_start(args, fmt);
	vsnprintf(e->text, sizeof e->text, tr(fmt), args);
	va_end(args);
	text_make_printable(e->text, sizeof e->text);
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
	text_make_printable(e->text, sizeof e->text);
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
	snprintf(e->text + n, sizeof e->text - n, ": %s", tr(strerror(number)));
	text_make_printable(e->text, sizeof e->text);
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
