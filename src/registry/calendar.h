/* calendar.h - business days: neither a weekend nor a national holiday (data/holidays.csv, with its source) nor a
 * day on which the hub is closed (rows).  A day is one of the connection's zone (db_zone). */
#ifndef REGISTRY_CALENDAR_H
#define REGISTRY_CALENDAR_H

#include "base/act.h"
#include "store/db.h"

/* The last second of the n-th business day after the day of from_ms; 0: of that day itself, or of the next
 * business day where it is none. */
int calendar_after(struct db *db, struct arena *a, long long from_ms, int business_days, long long *due_ms_r, struct err *e)
    MUST_CHECK;
/* Is the day of this instant a business day: 1, 0, or -1. */
int calendar_is_open(struct db *db, struct arena *a, long long ms, struct err *e) MUST_CHECK;
/* How many business days lie in (from, to]: 0 where both are the same day or no business day was begun; or -1. */
long long calendar_between(struct db *db, struct arena *a, long long from_ms, long long to_ms, struct err *e) MUST_CHECK;

/* What leaves in bundles waits for one: the next 10:00, 13:00 or 16:00 of a business day at or after `ms`. */
int calendar_slot(struct db *db, struct arena *a, long long ms, long long *slot_ms_r, struct err *e) MUST_CHECK;

struct holiday {
	struct str day, name_ja, name_en;       /* "2019-07-15" */
	bool own;                               /* the hub's, not the nation's */
};
/* Of the days from..to ("2019-01-01", both included), by day. */
int calendar_holidays(struct db *db, struct arena *a, struct str from, struct str to, struct holiday **list_r, size_t *n_r,
    struct err *e) MUST_CHECK;
/* The last day that the national list knows: behind it only weekends and the hub's own days are closed. */
struct str calendar_known_until(void);

/* Days on which the hub is closed: from..to, both included, at most a year.  A day that has a name gets the new one. */
long long calendar_close(struct db *db, const struct act *by, struct arena *a, struct str from, struct str to, struct str name_ja,
    struct str name_en, struct err *e) MUST_CHECK;
/* How many of the hub's own days were taken out, or -1; a national holiday cannot be. */
long long calendar_reopen(struct db *db, const struct act *by, struct arena *a, struct str from, struct str to, struct err *e)
    MUST_CHECK;

#endif
