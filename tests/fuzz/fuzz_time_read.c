/* fuzz_time_read.c - any bytes as a log's time, in each order and zone: an instant that can be printed, or none. */
#include "fuzz.h"

#include "hunt/format_in.h"
#include "hunt/time_read.h"

static void read_any(struct arena *a, struct str s)
{
	static const struct zone *const zones[] = { NULL, &zone_utc, &zone_jst };
	struct envelope v;
	char text[TIME_TEXT];

	(void)a;
	for (int order = ORDER_UNKNOWN; order <= ORDER_DMY; order++) {
		for (int z = 0; z < 3; z++) {
			struct time_rule rule = { zones[z], (enum date_order)order, z == 2 ? TIME_NONE : 1577836800000LL };
			size_t end = 0;
			long long ms = time_read(s, &rule, &end);

			assert(end <= s.n);
			if (ms != TIME_NONE)
				assert(time_rfc3339(text, ms).n < TIME_TEXT);
		}
	}
	time_is_yearless(s);
	if (envelope_read(s, &v))
		assert(v.message.p >= s.p && v.message.p + v.message.n <= s.p + s.n && v.time.p >= s.p && v.time.p + v.time.n <= s.p + s.n);
}

FUZZ_TARGET
