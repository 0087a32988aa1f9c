/* date.c - dates of RFC 5322 with the obsolete forms of RFC 822 and what programs write instead. */
#include "parse/mail/reading.h"

/* Next token: word, number or sign; comments and commas are passed over. */
static struct str token(struct str *s)
{
	int depth = 0;
	size_t n = 0;
	struct str t;

	while (s->n > 0 && (depth > 0 || ascii_space((unsigned char)s->p[0]) || s->p[0] == ',' || s->p[0] == '(')) {
		depth += s->p[0] == '(' ? 1 : s->p[0] == ')' ? -1 : 0;
		*s = str_from(*s, 1);
	}
	while (n < s->n && !ascii_space((unsigned char)s->p[n]) && s->p[n] != ',' && s->p[n] != '(')
		n++;
	t = str_at(*s, 0, n);
	*s = str_from(*s, n);
	return t;
}

static int month_of(struct str t)
{
	static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";

	if (t.n < 3) {          /* 20 11 79: not of any RFC, but there is one way to read it */
		long long n;

		return str_to_int(t, &n) && n >= 1 && n <= 12 ? (int)n : 0;
	}
	for (int i = 0; i < 12; i++)
		if (((t.p[0] ^ names[3 * i]) & 0xdf) == 0 && str_ieq(str_at(t, 0, 3), (struct str){ names + 3 * i, 3 }))
			return i + 1;
	return 0;
}

static bool number(struct str s, int most, int *value_r)
{
	long long n;

	if (!str_to_int(s, &n) || n < 0 || n > most)
		return false;
	*value_r = (int)n;
	return true;
}

static bool clock(struct str t, struct civil *c)
{
	struct str hour = str_upto(t, ':'), rest = str_after(t, ':'), minute = str_upto(rest, ':'), second = str_after(rest, ':');

	if (rest.n == 0 || !number(hour, 24, &c->hour) || !number(minute, 59, &c->minute))
		return false;
	return second.n == 0 || number(str_upto(second, '.'), 60, &c->second);
}

static bool zone(struct str t, int *minutes_r)
{
	static const struct { const char *name; int minutes; } names[] = {
		{ "ut", 0 }, { "utc", 0 }, { "gmt", 0 }, { "z", 0 }, { "jst", 540 }, { "est", -300 }, { "edt", -240 },
		{ "cst", -360 }, { "cdt", -300 }, { "mst", -420 }, { "mdt", -360 }, { "pst", -480 }, { "pdt", -420 },
		{ "cet", 60 }, { "cest", 120 }, { "met", 60 }, { "bst", 60 }, { "kst", 540 }, { "hkt", 480 }, { "ist", 330 },
	};
	int size;
	size_t letters = 0;

	if (t.n == 0)
		return false;
	while (letters < t.n && ascii_alpha((unsigned char)t.p[letters]))
		letters++;
	if (letters >= 3)       /* EST5EDT */
		t.n = letters;
	if ((t.p[0] == '+' || t.p[0] == '-') && number(str_from(t, 1), 9999, &size)) {
		*minutes_r = (t.p[0] == '-' ? -1 : 1) * (size / 100 * 60 + size % 100);
		return size / 100 <= 15 && size % 100 < 60;
	}
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (str_ieq(t, str_of(names[i].name))) {
			*minutes_r = names[i].minutes;
			return true;
		}
	}
	*minutes_r = 0;         /* military letters and unknown names count as UTC (RFC 5322, 4.3) */
	return ascii_alpha((unsigned char)t.p[0]);
}

static bool year(struct str t, int *year_r)
{
	if (!number(t, 9999, year_r))
		return false;
	if (t.n == 2)
		*year_r += *year_r < 50 ? 2000 : 1900;
	else if (t.n == 3)
		*year_r += 1900;
	return true;
}

long long date_read(struct str value, int *zone_r)
{
	struct civil c = { 0 };
	struct str rest = value, t = token(&rest);

	*zone_r = 0;
	if (t.n > 0 && ascii_alpha((unsigned char)t.p[0]) && month_of(t) == 0)
		t = token(&rest);
	if (t.n >= 3 && month_of(t) > 0) {      /* asctime: Jul 31 10:00:00 2019 */
		c.month = month_of(t);
		if (!number(token(&rest), 31, &c.day) || !clock(token(&rest), &c) || !year(token(&rest), &c.year))
			return TIME_NONE;
	} else {
		struct str dashed = str_after(t, '-');

		if (dashed.n > 0) {     /* 31-Jul-2019 */
			c.month = month_of(str_upto(dashed, '-'));
			if (!number(str_upto(t, '-'), 31, &c.day) || !year(str_after(dashed, '-'), &c.year))
				return TIME_NONE;
		} else {
			c.month = (number(t, 31, &c.day), month_of(token(&rest)));
			if (!year(token(&rest), &c.year))
				return TIME_NONE;
		}
		if (!clock(token(&rest), &c))
			return TIME_NONE;
	}
	t = token(&rest);
	if (t.n > 0 && !zone(t, zone_r))
		return TIME_NONE;
	if (c.hour == 24)
		return TIME_NONE;
	return time_of(&c, *zone_r);
}
