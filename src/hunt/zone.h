/* zone.h - which offset from UTC holds at which instant, read once: locked threads open no zone files. */
#ifndef HUNT_ZONE_H
#define HUNT_ZONE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/time.h"

struct zone_step { long long from_ms; int minutes; };

struct zone {
	struct str name;                /* as asked for; "local" the machine's own */
	const struct zone_step *steps;  /* ascending, the first from the beginning of time */
	size_t count;
};

extern const struct zone zone_utc, zone_jst;

/* What --tz takes: UTC, Z, JST, +09:00, +0900, +09, a name of the zone database (Europe/Berlin), "local" or absent:
 * the machine's own zone.  Changes between 1990 and 2100 are known, before and after the nearest of them holds.
 * It sets TZ for a moment: only before threads start. */
int zone_read(struct arena *a, struct str text, const struct zone **zone_r, struct err *e) MUST_CHECK;
int zone_at(const struct zone *z, long long ms);
/* The instant of a clock's time.  A time that comes twice (summer time ends) is the earlier of the two; one that
 * never comes (summer time begins) is read with the offset before the change.  TIME_NONE: no such date. */
long long zone_instant(const struct zone *z, const struct civil *local);

#endif
