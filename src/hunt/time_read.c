/* time_read.c - one pass over a few bytes; no locale, no libc calendar. */
#include "hunt/time_read.h"

enum { ZONE_NONE = 10000 };

struct cursor {
	struct str s;
	size_t at;
};

static int peek(const struct cursor *c)
{
	return c->at < c->s.n ? (unsigned char)c->s.p[c->at] : -1;
}

static bool eat(struct cursor *c, char want)
{
	if (peek(c) != (unsigned char)want)
		return false;
	c->at++;
	return true;
}

static bool eat_any(struct cursor *c, const char *set)
{
	if (peek(c) <= 0 || strchr(set, peek(c)) == NULL)
		return false;
	c->at++;
	return true;
}

static bool eat_text(struct cursor *c, const char *text)
{
	if (!str_starts(str_from(c->s, c->at), str_of(text)))
		return false;
	c->at += strlen(text);
	return true;
}

/* A number of least..most digits; -1 where there is none. */
static long long number(struct cursor *c, size_t least, size_t most)
{
	long long v = 0;
	size_t n = 0;

	while (n < most && peek(c) >= '0' && peek(c) <= '9') {
		v = v * 10 + (peek(c) - '0');
		c->at++;
		n++;
	}
	return n >= least ? v : -1;
}

static size_t digits_ahead(const struct cursor *c)
{
	size_t n = 0;

	while (c->at + n < c->s.n && ascii_digit((unsigned char)c->s.p[c->at + n]))
		n++;
	return n;
}

static int month_name(struct cursor *c)
{
	static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
	char low[3];

	if (peek(c) <= 0 || !ascii_alpha((unsigned char)peek(c)))
		return 0;
	for (int i = 0; i < 3; i++) {
		if (c->at + (size_t)i >= c->s.n)
			return 0;
		low[i] = (char)ascii_lower((unsigned char)c->s.p[c->at + (size_t)i]);
	}
	for (int m = 0; m < 12; m++) {
		if (memcmp(names + 3 * m, low, 3) != 0)
			continue;
		c->at += 3;
		while (peek(c) > 0 && ascii_alpha((unsigned char)peek(c)))      /* January, Sept. */
			c->at++;
		return m + 1;
	}
	return 0;
}

static void skip_weekday(struct cursor *c)
{
	static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	size_t before = c->at;

	if (peek(c) <= 0 || !ascii_alpha((unsigned char)peek(c)))
		return;
	for (int i = 0; i < 7; i++) {
		if (!eat_text(c, days[i]))
			continue;
		if (eat_any(c, ", ")) {
			eat(c, ' ');
			return;
		}
		c->at = before;
	}
}

static void fraction(struct cursor *c, struct civil *t)
{
	size_t before = c->at;
	int scale = 100;

	if (!eat_any(c, ".,") || digits_ahead(c) == 0) {
		c->at = before;
		return;
	}
	for (; peek(c) >= '0' && peek(c) <= '9'; c->at++, scale /= 10)
		t->ms += scale * (peek(c) - '0');
}

/* hh:mm[:ss[.fff]], also 9時00分05秒. */
static bool clock_part(struct cursor *c, struct civil *t)
{
	long long h = number(c, 1, 2), m, s = 0;

	if (h < 0 || !(eat(c, ':') || eat_text(c, "時")))
		return false;
	m = number(c, 1, 2);
	if (m < 0)
		return false;
	if (eat_text(c, "分")) {
		s = digits_ahead(c) > 0 ? number(c, 1, 2) : 0;
		eat_text(c, "秒");
	} else if (eat(c, ':')) {
		s = number(c, 1, 2);
	}
	if (s < 0)
		return false;
	t->hour = (int)h;
	t->minute = (int)m;
	t->second = (int)s;
	fraction(c, t);
	if (eat_text(c, " PM") || eat_text(c, " pm"))
		t->hour += t->hour < 12 ? 12 : 0;
	else if ((eat_text(c, " AM") || eat_text(c, " am")) && t->hour == 12)
		t->hour = 0;
	return true;
}

/* A zone that is written; ZONE_NONE stays where there is none. */
static void zone_part(struct cursor *c, int *zone)
{
	static const struct { const char *name; int minutes; } names[] = { { "Z", 0 }, { "UTC", 0 }, { "GMT", 0 }, { "JST", 540 } };
	size_t before = c->at;
	int sign;
	long long h, m;

	eat(c, ' ');
	eat(c, '"');            /* FortiGate: 09:00:00 tz="+0900", joined by the format */
	for (size_t i = 0; i < sizeof names / sizeof names[0] && peek(c) > 0 && ascii_alpha((unsigned char)peek(c)); i++) {
		if (eat_text(c, names[i].name) && !(peek(c) > 0 && ascii_alpha((unsigned char)peek(c)))) {
			*zone = names[i].minutes;
			return;
		}
	}
	sign = eat(c, '+') ? 1 : eat(c, '-') ? -1 : 0;
	h = sign != 0 && digits_ahead(c) >= 2 ? number(c, 2, 2) : -1;
	eat(c, ':');
	m = h >= 0 && digits_ahead(c) == 2 ? number(c, 2, 2) : -1;
	if (h < 0 || h > 14 || m < 0 || m > 59) {
		c->at = before;
		return;
	}
	*zone = sign * (int)(h * 60 + m);
}

/* Between date and time. */
static bool gap(struct cursor *c)
{
	bool any = false;

	while (eat_any(c, " T_t:,")) {
		any = true;
		if (c->s.p[c->at - 1] != ' ')
			break;
	}
	while (eat(c, ' '))
		any = true;
	return any;
}

static long long epoch(struct cursor *c)
{
	size_t n = digits_ahead(c);
	long long v = number(c, n, n), ms = 0;
	int scale = 100;

	if (n >= 18 && v >= 116444736000000000LL && n == 18)    /* FILETIME: 100 ns since 1601 */
		return (v - 116444736000000000LL) / 10000;
	if (n == 19)
		return v / 1000000;
	if (n == 16)
		return v / 1000;
	if (n == 13)
		return v;
	if (n < 9 || n > 10)
		return TIME_NONE;
	if (eat(c, '.'))
		for (; peek(c) >= '0' && peek(c) <= '9'; c->at++, scale /= 10)
			ms += scale * (peek(c) - '0');
	return v * 1000 + ms;
}

static long long instant(const struct civil *t, int zone, const struct time_rule *rule)
{
	return zone != ZONE_NONE ? time_of(t, zone) : zone_instant(rule->zone != NULL ? rule->zone : &zone_utc, t);
}

/* The latest year in which month, day and time lie at or before the end. */
static long long without_year(struct civil *t, int zone, const struct time_rule *rule)
{
	long long end_ms = rule->year_end_ms;

	if (end_ms == TIME_NONE)
		return TIME_NONE;
	t->year = time_civil(end_ms, 0).year + 1;
	for (int back = 0; back < 10; back++, t->year--) {      /* 29 February waits for its year */
		long long ms = instant(t, zone, rule);

		if (ms != TIME_NONE && ms <= end_ms)
			return ms;
	}
	return TIME_NONE;
}

/* 2019-01-31, 2019/1/31, 2019年1月31日 */
static bool year_first(struct cursor *c, struct civil *t)
{
	long long y = number(c, 4, 4), m, d;

	if (!(eat_any(c, "-/.") || eat_text(c, "年")))
		return false;
	m = number(c, 1, 2);
	if (m < 0 || !(eat_any(c, "-/.") || eat_text(c, "月")))
		return false;
	d = number(c, 1, 2);
	eat_text(c, "日");
	t->year = (int)y;
	t->month = (int)m;
	t->day = (int)d;
	return d >= 0;
}

/* 31/Jan/2019, 31-Jan-2019, 31 Jan 2019; 1/31/2019 and 31/1/2019 by the order. */
static bool day_first(struct cursor *c, const struct time_rule *rule, struct civil *t)
{
	long long first = number(c, 1, 2), second, y;
	int month;

	if (!eat_any(c, "/- ."))
		return false;
	month = month_name(c);
	second = month > 0 ? month : number(c, 1, 2);
	if (second < 0 || !eat_any(c, "/- ."))
		return false;
	y = digits_ahead(c) == 2 ? 2000 + number(c, 2, 2) : number(c, 4, 4);
	if (y < 0 || (month == 0 && rule->order == ORDER_UNKNOWN))
		return false;
	t->year = (int)y;
	t->month = month > 0 ? month : (int)(rule->order == ORDER_MDY ? first : second);
	t->day = month > 0 || rule->order == ORDER_DMY ? (int)first : (int)second;
	return true;
}

/* Jan 31 2019, Jan 31 09:00:00 2019, and without a year. */
static long long month_first(struct cursor *c, const struct time_rule *rule)
{
	struct civil t = { .month = month_name(c) };
	int zone = ZONE_NONE;
	bool year = false;
	long long d;

	if (t.month == 0 || !eat(c, ' '))
		return TIME_NONE;
	while (eat(c, ' '))
		;
	d = number(c, 1, 2);
	t.day = (int)d;
	eat(c, ',');
	if (d < 1 || !eat(c, ' '))
		return TIME_NONE;
	if (digits_ahead(c) == 4) {
		t.year = (int)number(c, 4, 4);
		year = true;
		gap(c);
	}
	if (!clock_part(c, &t))
		return TIME_NONE;
	zone_part(c, &zone);
	if (!year && peek(c) == ' ') {
		struct cursor after = *c;

		after.at++;
		if (digits_ahead(&after) == 4) {
			long long y = number(&after, 4, 4);

			if (y >= 1990 && y < 2100 && (peek(&after) < 0 || strchr(" :\"],", peek(&after)) != NULL)) {
				t.year = (int)y;
				year = true;
				*c = after;
			}
		}
	}
	return year ? instant(&t, zone, rule) : without_year(&t, zone, rule);
}

static bool at_month(const struct cursor *c)
{
	struct cursor copy = *c;

	return month_name(&copy) > 0 && peek(&copy) == ' ';
}

static long long read_at(struct cursor *c, const struct time_rule *rule)
{
	struct civil t = { 0 };
	int zone = ZONE_NONE;
	size_t digits;
	bool dated;

	while (eat_any(c, " \t\"[<'"))
		;
	if (peek(c) == '*' || peek(c) == '.')           /* Cisco: the clock was not set exactly */
		c->at++;
	skip_weekday(c);
	if (at_month(c))
		return month_first(c, rule);
	digits = digits_ahead(c);
	if (digits == 0)
		return TIME_NONE;
	if (digits >= 9)
		return epoch(c);
	dated = digits == 4 ? year_first(c, &t) : digits <= 2 && day_first(c, rule, &t);
	if (!dated || !gap(c) || !clock_part(c, &t))
		return TIME_NONE;
	zone_part(c, &zone);
	return instant(&t, zone, rule);
}

long long time_read(struct str s, const struct time_rule *rule, size_t *end_r)
{
	struct cursor c = { s, 0 };
	long long ms = read_at(&c, rule);

	if (end_r != NULL)
		*end_r = c.at;
	return ms;
}

bool time_is_yearless(struct str s)
{
	const struct time_rule with = { .year_end_ms = 1577836800000LL }, without = { .year_end_ms = TIME_NONE };

	return time_read(s, &with, NULL) != TIME_NONE && time_read(s, &without, NULL) == TIME_NONE;
}
