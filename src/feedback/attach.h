/* attach.h - a hand-in of sightings that named no share is said to answer one. */
#ifndef FEEDBACK_ATTACH_H
#define FEEDBACK_ATTACH_H

#include "base/act.h"
#include "store/db.h"

/* `receipt` answers share `number`, which must have been sent to its organisation.  The worker reads it once
 * more: rows, answer and the time that was searched are then stored as if it had named the share itself.
 * ERR_UNKNOWN, ERR_CONFLICT (names a share already, withdrawn), ERR_DENIED (share not sent there). */
int sighting_attach(struct db *db, const struct act *by, struct arena *a, struct str receipt, struct str number, struct err *e)
    MUST_CHECK;

#endif
