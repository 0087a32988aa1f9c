/* circle.h - a small circle for tests of what is shared and answered: five members (org-a .. org-e), one
 * group of a liaison system (med-1), a hub with three analysts; and the steps of a share in one call each. */
#ifndef TESTS_CIRCLE_H
#define TESTS_CIRCLE_H

#include "share/share.h"

/* People are <org>-contact (submitter, recipient) and <org>-approver; the hub's are an-1, an-2, lead-1. */
void test_circle(struct hub *hub, long long now_ms);
struct act test_act_as(long long now_ms, const char *person);
/* "2019-07-17" or with time "2019-07-17T10:00:00+09:00". */
long long test_time(const char *when);

/* An own share of one indicator to everybody (or `only` one organisation), drafted by an-1 at 9:00 and released
 * by an-2 in the slot of 10:00 of that day: its number. */
struct str test_share_own(struct hub *hub, struct arena *a, const char *day, const char *type, const char *value, const char *only);
/* A draft of the re-share of a line's sightings; every source says yes (to exact figures too) and it is released on that day. */
struct str test_reshare(struct hub *hub, struct arena *a, const char *day, struct str number, bool exact, struct share_made *made_r);
/* Rows handed in and stored as the worker stores them: the submission's id.  `bad` as hub_store_sightings takes it. */
struct str test_sightings(struct hub *hub, struct arena *a, const char *when, const char *org, struct str share, const char *lines,
    const char *bad);
/* One row of noroshi/sighting/1, from the address to the port. */
const char *test_row(struct arena *a, const char *value, const char *first, const char *last, int count);
const char *test_summary(struct arena *a, const char *first, const char *last);

#endif
