/* quarantine.h - what nobody could be named for, and doing again what failed. */
#ifndef INTAKE_QUARANTINE_H
#define INTAKE_QUARANTINE_H

#include "base/act.h"
#include "store/hub.h"

/* An analyst knows whose it is: it is received for that organisation (with its first time of receipt) and read. */
int quarantine_attribute(struct hub *hub, const struct act *by, struct arena *a, struct str receipt, struct str org_id,
    struct str reason, struct err *e) MUST_CHECK;
/* Erased unread: the key is destroyed; receipt, date and kind stay. */
int quarantine_discard(struct hub *hub, const struct act *by, struct arena *a, struct str receipt, struct str reason,
    struct err *e) MUST_CHECK;

/* Reads again: a receipt that failed to be taken apart, or receipt/n that failed or was read in part. */
int intake_retry(struct hub *hub, const struct act *by, struct arena *a, struct str what, struct err *e) MUST_CHECK;

#endif
