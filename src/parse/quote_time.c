/* quote_time.c - dates as attribution lines write them. */
#include "base/text.h"
#include "base/time.h"
#include "parse/quote.h"

/* Numbers in order of appearance, with the byte behind each; month names count as numbers. */
struct numbers {
	int value[8];
	char after[8];
	size_t count;
	bool month_name[8];
	bool pm, zoned;
	int zone;
};

static int month_name(struct str s)
{
	static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";

	for (int i = 0; i < 12; i++)
		if (s.n >= 3 && str_ieq(str_at(s, 0, 3), (struct str){ names + 3 * i, 3 }))
			return i + 1;
	return 0;
}

static size_t take_digits(struct str s, size_t at, struct numbers *n)
{
	int value = 0;
	size_t digits = 0;

	while (at < s.n && ascii_digit((unsigned char)s.p[at]) && digits < 5) {
		value = value * 10 + (s.p[at++] - '0');
		digits++;
	}
	if (n->count < 8) {
		n->value[n->count] = value;
		n->after[n->count++] = at < s.n ? s.p[at] : ' ';
	}
	return at;
}

static void collect(struct str s, struct numbers *n)
{
	for (size_t at = 0; at < s.n;) {
		unsigned char c = (unsigned char)s.p[at];

		if ((c == '+' || c == '-') && at + 4 < s.n && n->count >= 5 && ascii_digit((unsigned char)s.p[at + 4])) {
			long long size;

			if (str_to_int(str_at(s, at + 1, 4), &size)) {
				n->zone = (c == '-' ? -1 : 1) * (int)(size / 100 * 60 + size % 100);
				n->zoned = true;
				return;
			}
		}
		if (ascii_digit(c)) {
			at = take_digits(s, at, n);
		} else if (ascii_alpha(c)) {
			size_t from = at;

			while (at < s.n && ascii_alpha((unsigned char)s.p[at]))
				at++;
			n->pm |= str_ieq(str_at(s, from, at - from), STR("pm"));
			if (month_name(str_at(s, from, at - from)) > 0 && n->count < 8) {
				n->month_name[n->count] = true;
				n->value[n->count] = month_name(str_at(s, from, at - from));
				n->after[n->count++] = ' ';
			}
		} else {
			n->pm |= str_starts(str_from(s, at), STR("午後"));
			at++;
		}
	}
}

long long quote_time(struct str s, int zone)
{
	struct numbers n = { .zone = zone };
	struct civil c = { 0 };
	size_t clock;

	collect(s, &n);
	if (n.count < 3)
		return TIME_NONE;
	if (n.value[0] > 1900) {                        /* 2019-07-31, 2019年7月31日 */
		c.year = n.value[0], c.month = n.value[1], c.day = n.value[2];
	} else if (n.month_name[0]) {                   /* July 31, 2019 */
		c.month = n.value[0], c.day = n.value[1], c.year = n.value[2];
	} else if (n.month_name[1] || n.value[2] > 1900) {      /* 31 Jul 2019, 31/07/2019, 7/31/2019 */
		c.day = n.value[0], c.month = n.value[1], c.year = n.value[2];
		if (!n.month_name[1] && c.month > 12)
			c.day = n.value[1], c.month = n.value[0];
	} else {
		return TIME_NONE;
	}
	clock = 3;
	if (n.count > clock + 1) {
		c.hour = n.value[clock] + (n.pm && n.value[clock] < 12 ? 12 : 0);
		c.minute = n.value[clock + 1];
		c.second = n.count > clock + 2 && n.after[clock + 1] == ':' ? n.value[clock + 2] : 0;
	}
	return time_of(&c, n.zone);
}
