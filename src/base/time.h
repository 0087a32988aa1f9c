/* time.h - instants in milliseconds UTC, civil dates by arithmetic.
 *
 * No locale, no TZ, no libc calendar: it runs inside the jail.  The proleptic Gregorian
 * calendar from year 1 to 9999.  A zone is a fixed offset in minutes (Japan: +540). */
#ifndef BASE_TIME_H
#define BASE_TIME_H

#include <limits.h>

#include "base/err.h"
#include "base/str.h"

#define TIME_NONE LLONG_MIN             /* "no time"; never a valid instant */
#define TIME_FOREVER LLONG_MAX          /* an open end in periods [from, to) */

enum { ZONE_JST = 540, TIME_TEXT = 40 };
enum { MS_SECOND = 1000, MS_MINUTE = 60 * 1000, MS_HOUR = 3600 * 1000, MS_DAY = 86400 * 1000 };

struct civil {
	int year, month, day;           /* month 1-12, day 1-31 */
	int hour, minute, second, ms;
	int weekday;                    /* 0 Sunday; filled by time_civil */
};

struct civil time_civil(long long ms, int zone_minutes);
/* TIME_NONE where the fields name no instant (31 February, hour 24). Second 60 is taken as 59. */
long long time_of(const struct civil *c, int zone_minutes);
int time_days_in_month(int year, int month);

/* "2019-07-31T01:02:03Z" into `text`; milliseconds are printed only where they are not 0. */
struct str time_rfc3339(char text[TIME_TEXT], long long ms);
/* "2019-07-31" / "2019/7/31" as people in the hub's zone read it. */
struct str time_date(char text[TIME_TEXT], long long ms, int zone_minutes);
struct str time_slashed(char text[TIME_TEXT], long long ms, int zone_minutes);

/* "2019-07-01" or "2019/7/1": the start of that day in the zone. */
int time_parse_date(struct str s, int zone_minutes, long long *ms_r, struct err *e) MUST_CHECK;
/* RFC 3339 with zone ("Z" or "+09:00"), or a date (start of day in `zone_minutes`). */
int time_parse(struct str s, int zone_minutes, long long *ms_r, struct err *e) MUST_CHECK;

/* The wall clock of this machine, ms UTC.  Only main and the worker's supervisor call it. */
long long time_system_ms(void);

#endif
