/* period.c - days, month ranges and their names in both languages. */
#include "report/period.h"

#include "base/tr.h"

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

struct period period_of(long long from_ms, long long to_ms, int zone)
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
	*p_r = period_of(first, last + MS_DAY, zone);
	return 0;
}

/* `months` later, or earlier where negative. */
static long long month_later(const struct civil *day, int months, int zone)
{
	int month = day->year * 12 + day->month - 1 + months;

	return start_of(month / 12, month % 12 + 1, 1, zone);
}

struct period period_before(const struct period *p)
{
	struct period before = period_of(month_later(&p->first, -p->months, p->zone), p->from_ms, p->zone);

	before.eras = p->eras;
	return before;
}

struct period period_after(const struct period *p)
{
	struct period after = period_of(p->to_ms, month_later(&p->first, 2 * p->months, p->zone), p->zone);

	after.eras = p->eras;
	return after;
}

bool period_same(const struct period *a, const struct period *b)
{
	return a->from_ms == b->from_ms && a->to_ms == b->to_ms;
}

bool period_is_fiscal_year(const struct period *p)
{
	return p->months == 12 && p->first.month == 4;
}

/* ---- presets ---- */

static const struct { const char *option, *wants; int months, first_month; } presets[] = {
	[PRESET_MONTH] = { "--month", "a month, 2019-07", 1, 0 },
	[PRESET_QUARTER] = { "--quarter", "the first month of a quarter, 2019-07 for July to September (01, 04, 07 or 10)", 3, 0 },
	[PRESET_FISCAL_YEAR] = { "--fiscal-year", "a year, 2019 for April 2019 to March 2020", 12, 4 },
	[PRESET_CALENDAR_YEAR] = { "--calendar-year", "a year, 2019 for January to December 2019", 12, 1 },
};

/* "2019" or "2019-07", nothing else. */
static bool read_month(struct str name, bool with_month, struct civil *first)
{
	long long year, month = first->month;

	if (name.n != (with_month ? 7u : 4u) || !str_to_int(str_at(name, 0, 4), &year) || year < 1900 || year > 9990)
		return false;
	if (with_month && (name.p[4] != '-' || !ascii_digit((unsigned char)name.p[5]) || !str_to_int(str_from(name, 5), &month)))
		return false;
	first->year = (int)year;
	first->month = (int)month;
	return month >= 1 && month <= 12;
}

int period_preset(enum preset preset, struct str name, int zone, struct period *p_r, struct err *e)
{
	struct civil first = { .month = presets[preset].first_month, .day = 1 };

	if (!read_month(name, preset <= PRESET_QUARTER, &first) || (preset == PRESET_QUARTER && first.month % 3 != 1))
		return err_set(e, ERR_USAGE, "%s takes %s, not “" STR_FMT "”", presets[preset].option, tr(presets[preset].wants),
		    STR_ARG(name));
	*p_r = period_of(month_later(&first, 0, zone), month_later(&first, presets[preset].months, zone), zone);
	return 0;
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

/* ---- eras ---- */

static const struct { const char *name; int year, month, day; } eras[] = {
	{ "令和", 2019, 5, 1 }, { "平成", 1989, 1, 8 }, { "昭和", 1926, 12, 25 }, { "大正", 1912, 7, 30 },
};

struct str era_year(struct arena *a, const struct civil *day)
{
	size_t i = 0;

	while (i + 1 < sizeof eras / sizeof eras[0] && (day->year * 100 + day->month) * 100 + day->day <
	    (eras[i].year * 100 + eras[i].month) * 100 + eras[i].day)
		i++;
	return day->year == eras[i].year ? arena_printf(a, "%s元年", eras[i].name)
	                                 : arena_printf(a, "%s %d 年", eras[i].name, day->year - eras[i].year + 1);
}

/* "2019 年", with the era: "2019 年（平成 31 年／令和元年）", where the period lies in both. */
static struct str japanese_year(struct arena *a, const struct period *p, int year)
{
	const struct civil first = year == p->first.year ? p->first : (struct civil){ .year = year, .month = 1, .day = 1 };
	const struct civil last = year == p->last.year ? p->last : (struct civil){ .year = year, .month = 12, .day = 31 };
	struct str one, two;

	if (!p->eras)
		return arena_printf(a, "%d 年", year);
	one = era_year(a, &first);
	two = era_year(a, &last);
	return str_eq(one, two) ? arena_printf(a, "%d 年（" STR_FMT "）", year, STR_ARG(one))
	                        : arena_printf(a, "%d 年（" STR_FMT "／" STR_FMT "）", year, STR_ARG(one), STR_ARG(two));
}

static struct str japanese_label(struct arena *a, const struct period *p)
{
	struct str from = japanese_year(a, p, p->first.year), to = japanese_year(a, p, p->last.year);
	struct str months = period_months(a, p, LANG_JA), gap = p->eras ? STR("") : STR(" ");

	return p->first.year == p->last.year
	    ? arena_printf(a, STR_FMT STR_FMT STR_FMT, STR_ARG(from), STR_ARG(gap), STR_ARG(months))
	    : arena_printf(a, STR_FMT STR_FMT "%d 月～" STR_FMT STR_FMT "%d 月", STR_ARG(from), STR_ARG(gap), p->first.month, STR_ARG(to),
	          STR_ARG(gap), p->last.month);
}

struct str period_label(struct arena *a, const struct period *p, enum lang lang)
{
	struct str months = period_months(a, p, lang);

	if (p->months == 0 && p->first.year != p->last.year)
		return arena_printf(a, "%d/%d/%d～%d/%d/%d", p->first.year, p->first.month, p->first.day, p->last.year,
		    p->last.month, p->last.day);
	if (lang == LANG_JA)
		return japanese_label(a, p);
	return p->first.year == p->last.year ? arena_printf(a, STR_FMT " %d", STR_ARG(months), p->first.year)
	                                     : arena_printf(a, "%s %d–%s %d", names[p->first.month - 1], p->first.year,
	                                           names[p->last.month - 1], p->last.year);
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
