/* password.h - the passwords of archives that were handed in: given with a hand-in, or later.
 *
 * Each lies in the vault under the hand-in's own key, so that a withdrawal erases it; only the jailed reader gets them.  Nobody is
 * shown one again, and none stands in the audit trail. */
#ifndef INTAKE_PASSWORD_H
#define INTAKE_PASSWORD_H

#include "base/act.h"
#include "store/hub.h"

enum { PASSWORD_LENGTH_MOST = 256, PASSWORDS_OF_HAND_IN_MOST = 8 };

/* ERR_INPUT: no text of one line, or too long. */
int archive_password_check(struct str password, struct err *e) MUST_CHECK;
/* In the caller's transaction: it is kept, once, and what is locked is read again. */
int archive_password_add(struct hub *hub, struct db *db, const struct act *by, struct arena *a, struct str hand_in_id, struct str password,
    struct err *e) MUST_CHECK;
/* For a hand-in of which something is locked or not read yet, else ERR_CONFLICT; by whom may_open_hand_in lets, else ERR_DENIED. */
int archive_password_give(struct hub *hub, const struct act *by, struct arena *a, struct str receipt, struct str password, struct err *e) MUST_CHECK;
/* For the worker. */
int archive_password_list(struct hub *hub, struct arena *a, struct str hand_in_id, struct str **list_r, size_t *n_r, struct err *e) MUST_CHECK;
int archive_password_forget(struct db *db, struct str hand_in_id, struct err *e) MUST_CHECK;

#endif
