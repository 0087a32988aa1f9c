/* log.c - events on standard error. */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/text.h"

static enum log_level least_shown = LOG_WARN;

void log_set_level(enum log_level least)
{
	least_shown = least;
}

void log_event(enum log_level level, const char *event, const char *fmt, ...)
{
	static const char *const names[] = { "debug", "info", "warn", "error" };
	char pairs[1024];
	va_list args;

	if (level < least_shown)
		return;
	va_start(args, fmt);
	vsnprintf(pairs, sizeof pairs, fmt, args);
	va_end(args);
	text_make_printable(pairs, sizeof pairs);       /* one event is one line, whoever chose a value in it */
	fprintf(stderr, "noroshi: %s %s%s%s\n", names[level], event, pairs[0] != '\0' ? " " : "", pairs);
}
