/* calendar.h - an invitation (iCalendar, RFC 5545): who organises, who is asked, what it says, where it leads.
 *
 * Lines are unfolded (RFC 5545, 3.1); the first event's values; nothing recurs. */
#ifndef PARSE_CALENDAR_H
#define PARSE_CALENDAR_H

#include "base/arena.h"

enum { CALENDAR_ATTENDEES = 100 };

struct calendar {
	struct str method;              /* REQUEST ...; "" */
	struct str organiser, organiser_name;   /* address without mailto:; "" */
	struct str summary, location, text;     /* text: description, and URL; "" */
	struct str attendees[CALENDAR_ATTENDEES];
	size_t attendee_count;
	size_t events;
	size_t organiser_from, organiser_to;    /* bytes of the file; 0, 0: none */
};

/* False where it is none. */
bool calendar_read(struct arena *a, struct str bytes, struct calendar *c_r);

#endif
