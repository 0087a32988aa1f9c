/* who.h - who may come to an address at all: the policies that routes are declared with (web/routes.def, api/routes.def).
 *
 * Which of a kind's things somebody may see is asked by the deed itself, with the person in hand. */
#ifndef ACCESS_WHO_H
#define ACCESS_WHO_H

#include "access/access.h"

enum who {
	WHO_ANYBODY,                    /* nobody needs to be signed in */
	WHO_SIGNED_IN,
	WHO_STAFF,                      /* analyst, lead */
	WHO_LOOKS,                      /* analyst, lead, auditor: reading only */
	WHO_AUDITOR,                    /* auditor, admin, lead */
	WHO_ADMIN,                      /* admin, lead */
	WHO_MEMBER,                     /* reads what was sent to the own organisation */
	WHO_SUBMITTER,                  /* hands in */
	WHO_APPROVER,                   /* answers for the own organisation */
	WHO_HANDED_IN,                  /* staff, auditors, and who of a member hands in, for what the own organisation handed in */
	WHO_SOURCE,                     /* staff, for a reason, and who of a member hands in */
	WHO_ORG_ADMIN,                  /* administers the own organisation */
	WHO_INSIDE,                     /* staff, auditors and every member, for what each may see */
};

/* roles: enum role, of this day. */
bool who_may(unsigned roles, bool signed_in, enum who who);
const char *who_name(enum who who);

#endif
