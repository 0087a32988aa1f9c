/* fuzz_date.c - any bytes as a date in each of the forms we read: none is out of reach of the printer. */
#include "fuzz.h"

#include "base/time.h"
#include "parse/mail/reading.h"
#include "parse/quote.h"

static void printable(long long ms, int zone)
{
	char text[TIME_TEXT];

	if (ms == TIME_NONE)
		return;
	assert(zone >= -24 * 60 && zone <= 24 * 60);
	assert(utf8_valid(time_date(text, ms, zone)));
}

static void read_any(struct arena *a, struct str s)
{
	struct err e;
	long long ms;
	int zone = 0;

	(void)a;
	ms = date_read(s, &zone);
	printable(ms, zone);
	printable(quote_time(s, 540), 540);
	if (time_parse(s, 540, &ms, &e) == 0)
		printable(ms, 540);
	if (time_parse_date(s, 540, &ms, &e) == 0)
		printable(ms, 540);
}

FUZZ_TARGET
