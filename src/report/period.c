/* period.c - days, month ranges and their names in both languages. */
#include "report/period.h"

static const char *const names[] = { "January", "February", "March", "April", "May", "June", "July", "August",
	"September", "October", "November", "December" };

const char *month_name(int month)
{
	return names[month - 1];
}

static long long start_of(int year, int month, int day, int zone)
{
	const struct civil c = { .year = year, .month = month, .day = day };

	return time_of(&c, zone);
}

static struct period make(long long from_ms, long long to_ms, int zone)
{
	struct period p = { .from_ms = from_ms, .to_ms = to_ms, .zone = zone,
		.first = time_civil(from_ms, zone), .last = time_civil(to_ms - 1, zone) };
	struct civil after = time_civil(to_ms, zone);

	if (p.first.day == 1 && after.day == 1)
		p.months = (after.year - p.first.year) * 12 + after.month - p.first.month;
	return p;
}

int period_parse(struct str from, struct str to, int zone, struct period *p_r, struct err *e)
{
	long long first, last;

	if (time_parse_date(from, zone, &first, e) < 0 || time_parse_date(to, zone, &last, e) < 0)
		return -1;
	if (last < first)
		return err_set(e, ERR_USAGE, "the period ends (" STR_FMT ") before it begins (" STR_FMT ")", STR_ARG(to),
		    STR_ARG(from));
	*p_r = make(first, last + MS_DAY, zone);
	return 0;
}

struct period period_before(const struct period *p)
{
	int month = p->first.month - 1 - p->months, year = p->first.year;

	while (month < 0) {
		month += 12;
		year--;
	}
	return make(start_of(year, month + 1, 1, p->zone), p->from_ms, p->zone);
}

bool period_has(const struct period *p, long long ms)
{
	return ms >= p->from_ms && ms < p->to_ms;
}

struct str period_months(struct arena *a, const struct period *p, enum lang lang)
{
	bool ja = lang == LANG_JA;

	if (p->months == 0)
		return ja ? arena_printf(a, "%d/%d～%d/%d", p->first.month, p->first.day, p->last.month, p->last.day)
		          : arena_printf(a, "%d %.3s–%d %.3s", p->first.day, names[p->first.month - 1], p->last.day,
		                names[p->last.month - 1]);
	if (p->months == 1)
		return ja ? arena_printf(a, "%d 月", p->first.month) : arena_printf(a, "%s", names[p->first.month - 1]);
	return ja ? arena_printf(a, "%d 月～%d 月", p->first.month, p->last.month)
	          : arena_printf(a, "%s–%s", names[p->first.month - 1], names[p->last.month - 1]);
}

struct str period_label(struct arena *a, const struct period *p, enum lang lang)
{
	bool ja = lang == LANG_JA, one_year = p->first.year == p->last.year;
	struct str months = period_months(a, p, lang);

	if (one_year)
		return ja ? arena_printf(a, "%d 年 " STR_FMT, p->first.year, STR_ARG(months))
		          : arena_printf(a, STR_FMT " %d", STR_ARG(months), p->first.year);
	if (p->months == 0)
		return arena_printf(a, "%d/%d/%d～%d/%d/%d", p->first.year, p->first.month, p->first.day, p->last.year,
		    p->last.month, p->last.day);
	return ja ? arena_printf(a, "%d 年 %d 月～%d 年 %d 月", p->first.year, p->first.month, p->last.year, p->last.month)
	          : arena_printf(a, "%s %d–%s %d", names[p->first.month - 1], p->first.year, names[p->last.month - 1],
	                p->last.year);
}

struct str day_short(struct arena *a, long long ms, int zone, enum lang lang)
{
	struct civil c = time_civil(ms, zone);

	return lang == LANG_JA ? arena_printf(a, "%d 月 %d 日", c.month, c.day)
	                       : arena_printf(a, "%d %s", c.day, names[c.month - 1]);
}

struct str day_full(struct arena *a, long long ms, int zone, enum lang lang)
{
	struct civil c = time_civil(ms, zone);

	return lang == LANG_JA ? arena_printf(a, "%d 年 %d 月 %d 日", c.year, c.month, c.day)
	                       : arena_printf(a, "%d %s %d", c.day, names[c.month - 1], c.year);
}

struct str month_full(struct arena *a, long long ms, int zone, enum lang lang)
{
	struct civil c = time_civil(ms, zone);

	return lang == LANG_JA ? arena_printf(a, "%d 年 %d 月", c.year, c.month)
	                       : arena_printf(a, "%s %d", names[c.month - 1], c.year);
}
