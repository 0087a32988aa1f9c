/* own_origin.h - the same facts from a public source: where a member's answer is late, what that source states itself may
 * leave as the hub's own.
 *
 * Only values that an analyst found stated there (corroboration_states) and that the late share shows as they are; nothing
 * else of the late share goes over but its marks and audience.  It is a new draft: leak check, second analyst, own number. */
#ifndef SHARE_OWN_ORIGIN_H
#define SHARE_OWN_ORIGIN_H

#include "share/share.h"

/* ERR_CONFLICT where nobody is late, ERR_DENIED where no public source states one of the values. */
int share_own_origin(struct hub *hub, const struct act *by, struct arena *a, struct str number, struct share_made *made_r, struct err *e)
    MUST_CHECK;

#endif
