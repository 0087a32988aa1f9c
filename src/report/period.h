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
};

/* `from` and `to` are days, both inclusive. */
int period_parse(struct str from, struct str to, int zone, struct period *p_r, struct err *e) MUST_CHECK;
/* The period of as many months that ends where `p` begins; only for whole months. */
struct period period_before(const struct period *p);
bool period_has(const struct period *p, long long ms);

/* Month ranges, never a bare quarter number: "10 月～12 月", "October–December"; with the year
 * "2019 年 7 月～9 月", "July–September 2019". Without whole months: the two days. */
struct str period_months(struct arena *a, const struct period *p, enum lang lang);
struct str period_label(struct arena *a, const struct period *p, enum lang lang);

/* A day and a month as the reports write them: "7 月 19 日", "19 July"; "2019 年 7 月". */
struct str day_short(struct arena *a, long long ms, int zone, enum lang lang);
struct str day_full(struct arena *a, long long ms, int zone, enum lang lang);
struct str month_full(struct arena *a, long long ms, int zone, enum lang lang);
const char *month_name(int month);

#endif
