/* zone.c - the C library knows the zones; it is asked for each few days of a century and between them halved. */
#include "hunt/zone.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#define ZONES "/usr/share/zoneinfo/"

static const struct zone_step utc_step = { LLONG_MIN, 0 }, jst_step = { LLONG_MIN, ZONE_JST };
const struct zone zone_utc = { { "UTC", 3 }, &utc_step, 1 }, zone_jst = { { "JST", 3 }, &jst_step, 1 };

int zone_at(const struct zone *z, long long ms)
{
	size_t low = 0, high = z->count;

	while (high - low > 1) {
		size_t middle = (low + high) / 2;

		if (z->steps[middle].from_ms <= ms)
			low = middle;
		else
			high = middle;
	}
	return z->steps[low].minutes;
}

long long zone_instant(const struct zone *z, const struct civil *local)
{
	long long clock = time_of(local, 0), first, second;
	int before, behind;

	if (z->count == 1 || clock == TIME_NONE)
		return time_of(local, z->steps[0].minutes);
	before = zone_at(z, clock - MS_DAY);
	behind = zone_at(z, clock + MS_DAY);
	first = clock - (long long)before * MS_MINUTE;
	second = clock - (long long)behind * MS_MINUTE;
	/* the offset before the change gives the earlier instant when a time comes twice */
	return zone_at(z, first) == before || zone_at(z, second) != behind ? first : second;
}

/* ---- from the C library ---- */

enum { FROM_DAY = 7305, TO_DAY = 47482, STEP_DAYS = 3, DAY_S = 86400 };         /* 1990-01-01 to 2100-01-01 */

static int offset_at(long long s)
{
	time_t at = (time_t)s;
	struct tm local;

	return localtime_r(&at, &local) != NULL ? (int)(local.tm_gmtoff / 60) : 0;
}

static const struct zone *sample(struct arena *a, struct str name)
{
	struct zone *z = ARENA_NEW(a, struct zone);
	struct zone_step *steps = NULL;
	size_t room = 0;
	int minutes = offset_at((long long)FROM_DAY * DAY_S);

	*z = (struct zone){ .name = name };
	*ARENA_PUSH(a, steps, z->count, room) = (struct zone_step){ LLONG_MIN, minutes };
	for (long long day = FROM_DAY; day < TO_DAY; day += STEP_DAYS) {
		long long low = day * DAY_S, high = (day + STEP_DAYS) * DAY_S;
		int next = offset_at(high);

		if (next == minutes)
			continue;
		while (high - low > 1) {
			long long middle = (low + high) / 2;

			if (offset_at(middle) == minutes)
				low = middle;
			else
				high = middle;
		}
		*ARENA_PUSH(a, steps, z->count, room) = (struct zone_step){ high * 1000, next };
		minutes = next;
	}
	z->steps = steps;
	return z;
}

static bool fixed(struct str tz, int *minutes_r)
{
	long long h, m = 0;

	if (tz.n < 3 || (tz.p[0] != '+' && tz.p[0] != '-') || !ascii_digit((unsigned char)tz.p[1]) || !str_to_int(str_at(tz, 1, 2), &h) || h > 14)
		return false;
	if (tz.n == 6 ? tz.p[3] != ':' : tz.n != 3 && tz.n != 5)
		return false;
	if (tz.n > 3 && (!ascii_digit((unsigned char)tz.p[tz.n - 2]) || !str_to_int(str_from(tz, tz.n - 2), &m) || m > 59))
		return false;
	*minutes_r = (int)(h * 60 + m) * (tz.p[0] == '-' ? -1 : 1);
	return true;
}

static const struct zone *of_minutes(struct arena *a, struct str name, int minutes)
{
	struct zone *z = ARENA_NEW(a, struct zone);
	struct zone_step *step = ARENA_NEW(a, struct zone_step);

	*step = (struct zone_step){ LLONG_MIN, minutes };
	*z = (struct zone){ name, step, 1 };
	return z;
}

static const struct zone *with_tz(struct arena *a, const char *tz, struct str name)
{
	const char *before = getenv("TZ"), *saved = before != NULL ? arena_cstr(a, str_of(before)) : NULL;
	const struct zone *z;

	setenv("TZ", tz, 1);
	tzset();
	z = sample(a, name);
	if (saved != NULL)
		setenv("TZ", saved, 1);
	else
		unsetenv("TZ");
	tzset();
	return z;
}

int zone_read(struct arena *a, struct str text, const struct zone **zone_r, struct err *e)
{
	struct stat st;
	char path[120];
	int minutes;

	if (text.p == NULL || str_eq(text, STR("local"))) {
		tzset();
		*zone_r = sample(a, STR("local"));
		return 0;
	}
	if (str_ieq(text, STR("UTC")) || str_ieq(text, STR("Z")) || str_ieq(text, STR("JST"))) {
		*zone_r = str_ieq(text, STR("JST")) ? &zone_jst : &zone_utc;
		return 0;
	}
	if (fixed(text, &minutes)) {
		*zone_r = of_minutes(a, text, minutes);
		return 0;
	}
	snprintf(path, sizeof path, ZONES "%.*s", (int)(text.n < 60 ? text.n : 60), text.p);
	if (text.n == 0 || text.n > 60 || str_has(text, STR("..")) || stat(path, &st) < 0 || !S_ISREG(st.st_mode))
		return err_set(e, ERR_USAGE, "--tz is like +09:00, UTC, JST or Asia/Tokyo, not “" STR_FMT "”", STR_ARG(text));
	*zone_r = with_tz(a, path + strlen(ZONES), text);
	return 0;
}
