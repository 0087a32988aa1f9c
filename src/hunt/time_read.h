/* time_read.h - the times of logs, in whatever of the usual forms they stand.
 *
 * Epoch in seconds (also with a fraction), milli-, micro- or nanoseconds by its size; Windows FILETIME
 * (18 digits); RFC 3339 and ISO 8601 with '-', '/' or '.', 'T', ' ' or '_' between date and time; Apache's
 * 01/Jan/2019:09:00:00 +0900; 01-Jan-2019, Jan 01 2019, Tue Jan  1 ... 2019; RFC 3164's year-less
 * "Jan  1 09:00:00"; 1/31/2019 and 31/1/2019 only where the order is known; 2019年1月31日 9時00分.
 * Zones: Z, +09:00, +0900, UTC, GMT, JST; others are not guessed. */
#ifndef HUNT_TIME_READ_H
#define HUNT_TIME_READ_H

#include "base/time.h"
#include "hunt/zone.h"

enum date_order { ORDER_UNKNOWN, ORDER_MDY, ORDER_DMY };

struct time_rule {
	const struct zone *zone;        /* of times without one; NULL: UTC */
	enum date_order order;
	long long year_end_ms;          /* year-less: the latest such instant at or before this; TIME_NONE: none */
};

/* The instant at the front of `s` (blanks and an opening quote or bracket before it are passed over); *end_r
 * (may be NULL) gets the offset behind it.  TIME_NONE where none of the forms fits. */
long long time_read(struct str s, const struct time_rule *rule, size_t *end_r);
/* Does a year-less form stand at the front? */
bool time_is_yearless(struct str s);

#endif
