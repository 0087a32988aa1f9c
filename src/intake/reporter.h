/* reporter.h - who reports from outside the circle: known to the hub by the contact that was given, to nobody else.
 *
 * A reporter stands for an organisation of the kind 'outside' whose id is drawn at random: what comes from there is
 * counted apart, and has the same way of a hand-in, the same anonymity.  Name and contact are protected terms of every
 * case that holds a hand-in of the reporter, not of all cases: nobody from outside can make a word unspeakable for the
 * whole hub.  They are erased with the last of the reporter's hand-ins. */
#ifndef INTAKE_REPORTER_H
#define INTAKE_REPORTER_H

#include "base/act.h"
#include "intake/intake.h"

/* The organisation that stands for this contact (mail address, telephone number), made where it is new; in the
 * caller's transaction.  Refused where the contact belongs to somebody of the registry: they hand in as themselves. */
int reporter_take(struct hub *hub, const struct act *by, struct arena *a, struct str contact, struct str name, struct str *org_id_r,
    struct err *e) MUST_CHECK;

/* offer->org_id is left to this function; reporter and hand-in are there together or not at all. */
int reporter_receive(struct hub *hub, const struct act *by, struct arena *a, struct str contact, struct str name,
    const struct offer *offer, struct receipt *receipt_r, struct err *e) MUST_CHECK;

struct reporter_row {
	struct str receipt, hand_in_id, org_id, contact, name, kind, state;     /* state of the hand-in */
	struct str answer_state, text_ja, text_en, author;                      /* of the newest answer; absent */
	long long received_ms, answered_ms;     /* answered_ms: TIME_NONE until it was released */
};
/* Hand-ins of reporters, oldest first; `open`: those without a released answer. */
int reporter_list(struct db *db, struct arena *a, bool open, struct reporter_row **list_r, size_t *n_r, struct err *e) MUST_CHECK;
/* For the hub; ERR_UNKNOWN where the receipt is none of a reporter. */
int reporter_get(struct db *db, struct arena *a, struct str receipt, struct reporter_row *row_r, struct err *e) MUST_CHECK;
/* For the reporter: receipt and contact must belong together; else the same ERR_UNKNOWN. */
int reporter_own(struct hub *hub, struct arena *a, struct str receipt, struct str contact, struct reporter_row *row_r, struct err *e)
    MUST_CHECK;

/* What the hub answers: drafted, then released by somebody else, who replaces an earlier one.  Whether the words may
 * leave is checked by the caller (share/outward.h). */
int reporter_answer_draft(struct hub *hub, const struct act *by, struct arena *a, struct str receipt, struct str text_ja,
    struct str text_en, struct err *e) MUST_CHECK;
int reporter_answer_release(struct hub *hub, const struct act *by, struct arena *a, struct str receipt, struct err *e) MUST_CHECK;

/* Name and contact go where no hand-in of the reporter is left; in the caller's transaction. */
int reporter_forget(struct db *db, const struct act *by, struct str org_id, struct err *e) MUST_CHECK;

/* The same for all of them: behind a restore, whose backup may be older than the erasing; in the caller's transaction. */
int reporter_forget_all(struct db *db, const struct act *by, struct err *e) MUST_CHECK;

#endif
