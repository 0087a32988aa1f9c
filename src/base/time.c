/* time.c - civil dates by arithmetic (days from civil after Howard Hinnant's published
 * algorithms, "chrono-Compatible Low-Level Date Algorithms", 2014). */
#include "base/time.h"

#include <stdio.h>
#include <time.h>

static long long days_from_civil(int y, int m, int d)
{
	long long era, yoe, doy, doe;

	y -= m <= 2;
	era = (y >= 0 ? y : y - 399) / 400;
	yoe = y - era * 400;
	doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
	return era * 146097 + doe - 719468;
}

static long long floor_div(long long a, long long b)
{
	long long q = a / b;

	return a % b < 0 ? q - 1 : q;
}

struct civil time_civil(long long ms, int zone_minutes)
{
	long long local = ms + (long long)zone_minutes * MS_MINUTE;
	long long days = floor_div(local, MS_DAY), rest = local - days * MS_DAY;
	long long z = days + 719468, era = floor_div(z, 146097), doe = z - era * 146097;
	long long yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	long long doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
	struct civil c;

	c.day = (int)(doy - (153 * mp + 2) / 5 + 1);
	c.month = (int)(mp < 10 ? mp + 3 : mp - 9);
	c.year = (int)(yoe + era * 400 + (c.month <= 2));
	c.hour = (int)(rest / MS_HOUR);
	c.minute = (int)(rest / MS_MINUTE % 60);
	c.second = (int)(rest / MS_SECOND % 60);
	c.ms = (int)(rest % MS_SECOND);
	c.weekday = (int)(((days + 4) % 7 + 7) % 7);
	return c;
}

int time_days_in_month(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

long long time_of(const struct civil *c, int zone_minutes)
{
	int second = c->second == 60 ? 59 : c->second;

	if (c->year < 1 || c->year > 9999 || c->month < 1 || c->month > 12 || c->day < 1 ||
	    c->day > time_days_in_month(c->year, c->month) || c->hour < 0 || c->hour > 23 ||
	    c->minute < 0 || c->minute > 59 || second < 0 || second > 59 || c->ms < 0 || c->ms > 999)
		return TIME_NONE;
	return days_from_civil(c->year, c->month, c->day) * MS_DAY + (long long)c->hour * MS_HOUR +
	    (long long)c->minute * MS_MINUTE + second * MS_SECOND + c->ms -
	    (long long)zone_minutes * MS_MINUTE;
}

/* n digits; a row of JSON has two times, and printf would be most of writing it. */
static char *digits(char *p, int number, int n)
{
	for (int i = n; i-- > 0; number /= 10)
		p[i] = (char)('0' + number % 10);
	return p + n;
}

struct str time_rfc3339(char text[TIME_TEXT], long long ms)
{
	struct civil c = time_civil(ms, 0);
	char *p = c.year >= 0 && c.year <= 9999 ? digits(text, c.year, 4) : text + snprintf(text, 12, "%04d", c.year);

	*p++ = '-';
	p = digits(p, c.month, 2);
	*p++ = '-';
	p = digits(p, c.day, 2);
	*p++ = 'T';
	p = digits(p, c.hour, 2);
	*p++ = ':';
	p = digits(p, c.minute, 2);
	*p++ = ':';
	p = digits(p, c.second, 2);
	if (c.ms != 0) {
		*p++ = '.';
		p = digits(p, c.ms, 3);
	}
	*p++ = 'Z';
	*p = '\0';
	return (struct str){ text, (size_t)(p - text) };
}

struct str time_date(char text[TIME_TEXT], long long ms, int zone_minutes)
{
	struct civil c = time_civil(ms, zone_minutes);
	int n = snprintf(text, TIME_TEXT, "%04d-%02d-%02d", c.year, c.month, c.day);

	return (struct str){ text, (size_t)n };
}

struct str time_slashed(char text[TIME_TEXT], long long ms, int zone_minutes)
{
	struct civil c = time_civil(ms, zone_minutes);
	int n = snprintf(text, TIME_TEXT, "%d/%d/%d", c.year, c.month, c.day);

	return (struct str){ text, (size_t)n };
}

/* Takes 1..most digits off the front. */
static bool take_number(struct str *s, size_t most, int *value_r)
{
	size_t n = 0;
	int value = 0;

	while (n < s->n && n < most && ascii_digit((unsigned char)s->p[n]))
		value = value * 10 + (s->p[n++] - '0');
	*s = str_from(*s, n);
	*value_r = value;
	return n > 0;
}

static bool take_char(struct str *s, char c)
{
	if (s->n == 0 || s->p[0] != c)
		return false;
	*s = str_from(*s, 1);
	return true;
}

static bool take_date(struct str *s, struct civil *c)
{
	char between;

	if (!take_number(s, 4, &c->year) || s->n == 0)
		return false;
	between = s->p[0];
	return (between == '-' || between == '/') && take_char(s, between) &&
	    take_number(s, 2, &c->month) && take_char(s, between) && take_number(s, 2, &c->day);
}

static bool take_clock(struct str *s, struct civil *c, int *zone_minutes)
{
	int hours, minutes, sign;

	if (!take_number(s, 2, &c->hour) || !take_char(s, ':') || !take_number(s, 2, &c->minute))
		return false;
	if (take_char(s, ':') && !take_number(s, 2, &c->second))
		return false;
	if (take_char(s, '.')) {
		size_t before = s->n;

		if (!take_number(s, 3, &c->ms))
			return false;
		for (size_t digits = before - s->n; digits < 3; digits++)
			c->ms *= 10;
		while (s->n > 0 && ascii_digit((unsigned char)s->p[0]))
			*s = str_from(*s, 1);
	}
	if (take_char(s, 'Z') || take_char(s, 'z')) {
		*zone_minutes = 0;
		return true;
	}
	sign = s->n > 0 && s->p[0] == '-' ? -1 : 1;
	if (!take_char(s, '+') && !take_char(s, '-'))
		return false;
	if (!take_number(s, 2, &hours) || !take_char(s, ':') || !take_number(s, 2, &minutes))
		return false;
	*zone_minutes = sign * (hours * 60 + minutes);
	return true;
}

int time_parse_date(struct str s, int zone_minutes, long long *ms_r, struct err *e)
{
	struct civil c = { 0 };
	struct str rest = s;

	if (take_date(&rest, &c) && rest.n == 0 && (*ms_r = time_of(&c, zone_minutes)) != TIME_NONE)
		return 0;
	return err_set(e, ERR_INPUT, "“" STR_FMT "” is not a date; write it like 2019-07-31", STR_ARG(s));
}

int time_parse(struct str s, int zone_minutes, long long *ms_r, struct err *e)
{
	struct civil c = { 0 };
	struct str rest = s;

	if (str_find_char(s, ':') < 0)
		return time_parse_date(s, zone_minutes, ms_r, e);
	if (take_date(&rest, &c) && (take_char(&rest, 'T') || take_char(&rest, 't') || take_char(&rest, ' ')) &&
	    take_clock(&rest, &c, &zone_minutes) && rest.n == 0 &&
	    (*ms_r = time_of(&c, zone_minutes)) != TIME_NONE)
		return 0;
	return err_set(e, ERR_INPUT, "“" STR_FMT "” is not a time; write it like 2019-07-31T09:30:00+09:00",
	    STR_ARG(s));
}

long long time_system_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
