/* syslog.c - the header that syslog puts before a message (RFC 3164 section 4.1, RFC 5424 section 6). */
#include "hunt/format_in.h"

static const struct time_rule any_year = { .year_end_ms = 1577836800000LL };

static bool word_next(struct str *rest, struct str *word_r)
{
	while (rest->n > 0 && rest->p[0] == ' ')
		*rest = str_from(*rest, 1);
	*word_r = str_upto(*rest, ' ');
	*rest = str_from(*rest, word_r->n);
	return word_r->n > 0;
}

/* <13>: facility and severity. */
static struct str without_priority(struct str s)
{
	long long end = s.n > 2 && s.p[0] == '<' ? str_find_char(str_at(s, 0, 6), '>') : -1, n;

	return end > 1 && str_to_int(str_at(s, 1, (size_t)end - 1), &n) ? str_from(s, (size_t)end + 1) : s;
}

/* 1 2019-01-01T00:00:00Z host program 123 id [structured] message */
static bool modern(struct str s, struct envelope *v)
{
	struct str skip, rest = str_from(s, 2);

	if (!word_next(&rest, &v->time) || time_read(v->time, &any_year, NULL) == TIME_NONE || !word_next(&rest, &skip) ||
	    !word_next(&rest, &v->program) || !word_next(&rest, &skip) || !word_next(&rest, &skip))
		return false;
	rest = str_trim(rest);
	if (rest.n > 0 && rest.p[0] == '[') {
		long long end = str_find(rest, STR("] "));

		rest = end >= 0 ? str_from(rest, (size_t)end + 2) : rest;
	} else if (str_starts(rest, STR("- "))) {
		rest = str_from(rest, 2);
	}
	v->message = rest;
	return true;
}

static bool is_epoch(struct str s)
{
	for (size_t i = 0; i < 9; i++)
		if (!ascii_digit((unsigned char)s.p[i]))
			return false;
	return true;
}

bool envelope_read(struct str line, struct envelope *v_r)
{
	struct str s = without_priority(line), host, rest;
	size_t end;

	if (s.n != line.n && str_starts(s, STR("1 ")))
		return modern(s, v_r);
	/* seconds since 1970 stand first in squid's log, which is no syslog */
	if (s.n < 16 || is_epoch(s) || time_read(s, &any_year, &end) == TIME_NONE || end >= s.n)
		return false;
	v_r->time = str_at(s, 0, end);
	rest = str_from(s, end);
	if (rest.p[0] == ':')
		rest = str_from(rest, 1);
	if (rest.n == 0 || rest.p[0] != ' ')
		return false;
	if (!word_next(&rest, &host))
		return false;
	v_r->message = rest.n > 0 ? str_from(rest, 1) : rest;
	v_r->program = STR("");
	/* program[12]: message; where there is none the message begins at once */
	if (word_next(&rest, &host) && host.n > 1 && host.p[host.n - 1] == ':') {
		v_r->program = str_upto(str_at(host, 0, host.n - 1), '[');
		v_r->message = rest.n > 0 ? str_from(rest, 1) : rest;
	}
	return true;
}
