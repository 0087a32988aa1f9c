/* period.h - the time a report is about: whole days in the hub's zone, [from, to). */
#ifndef REPORT_PERIOD_H
#define REPORT_PERIOD_H

#include "base/arena.h"
#include "base/time.h"
#include "base/tr.h"

struct period {
	long long from_ms, to_ms;       /* [from, to) */
	struct civil first, last;       /* first and last day, inclusive */
	int months;                     /* whole calendar months; 0 where it is none */
	int zone;
	bool eras;                      /* the Japanese label names the era's year too */
};

/* Preset periods, each named by what cannot be mistaken: "third quarter" means other months in texts that count by
 * fiscal years, so a quarter is named by its first month. */
enum preset { PRESET_MONTH, PRESET_QUARTER, PRESET_FISCAL_YEAR, PRESET_CALENDAR_YEAR };
/* MONTH, QUARTER: "2019-07"; the years: "2019".  A fiscal year is April to March. */
int period_preset(enum preset preset, struct str name, int zone, struct period *p_r, struct err *e) MUST_CHECK;

/* `from` and `to` are days, both inclusive. */
int period_parse(struct str from, struct str to, int zone, struct period *p_r, struct err *e) MUST_CHECK;
/* The period of as many months that ends where `p` begins; only for whole months. */
struct period period_before(const struct period *p);
/* Of as many months, beginning where `p` ends; only for whole months. */
struct period period_after(const struct period *p);
/* The days [from, to) themselves. */
struct period period_of(long long from_ms, long long to_ms, int zone);
bool period_same(const struct period *a, const struct period *b);
bool period_is_fiscal_year(const struct period *p);
bool period_has(const struct period *p, long long ms);

/* Month ranges, never a bare quarter number: "10 月～12 月", "October–December"; with the year
 * "2019 年 7 月～9 月", "July–September 2019". Without whole months: the two days.  With eras the years of a Japanese
 * label are followed by the era's, in which each lies: "2019 年（平成 31 年／令和元年）4 月～6 月". */
struct str period_months(struct arena *a, const struct period *p, enum lang lang);
struct str period_label(struct arena *a, const struct period *p, enum lang lang);

/* A day and a month as the reports write them: "7 月 19 日", "19 July"; "2019 年 7 月". */
struct str day_short(struct arena *a, long long ms, int zone, enum lang lang);
struct str day_full(struct arena *a, long long ms, int zone, enum lang lang);
struct str month_full(struct arena *a, long long ms, int zone, enum lang lang);
const char *month_name(int month);
/* The Japanese era and its year on that day: "平成 31 年", "令和元年"; the era changed on 2019-05-01. */
struct str era_year(struct arena *a, const struct civil *day);

#endif
