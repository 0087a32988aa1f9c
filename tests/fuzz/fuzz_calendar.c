/* fuzz_calendar.c - any bytes as an invitation: texts are UTF-8, the organiser's place lies inside. */
#include "fuzz.h"

#include "parse/calendar.h"

static void read_any(struct arena *a, struct str s)
{
	struct calendar c;

	if (!calendar_read(a, s, &c))
		return;
	assert(utf8_valid(c.summary) && utf8_valid(c.text) && utf8_valid(c.organiser) && utf8_valid(c.location));
	assert(c.attendee_count <= CALENDAR_ATTENDEES && c.organiser_from <= c.organiser_to && c.organiser_to <= s.n);
}

FUZZ_TARGET
