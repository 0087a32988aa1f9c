/* mailbox.h - what of a mailbox on a server is here already, so that each mail is received exactly once, whatever stops in between.
 *
 * A mail is known by its UID under the folder's UIDVALIDITY (RFC 3501); where that changes, and every mail has another UID, by a
 * keyed digest of its bytes.  What could not be taken (too large, broken off) is noted and tried again; nothing is forgotten. */
#ifndef INTAKE_MAILBOX_H
#define INTAKE_MAILBOX_H

#include "intake/intake.h"

struct mailbox {
	struct str name;                /* user@host:port/folder */
	long long uidvalidity;
};

/* A look at the folder begins: the highest UID that was looked at, 0: none.  Notes under another UIDVALIDITY are over. */
int mailbox_begin(struct hub *hub, const struct mailbox *m, struct arena *a, long long *highest_r, struct err *e) MUST_CHECK;

enum mailbox_take { MAILBOX_TAKEN, MAILBOX_KNOWN };
/* The bytes of one mail: received, with the record of it in the same transaction; or known, by UID or digest. `done`: nothing is
 * left to be done with it on the server. */
int mailbox_take(struct hub *hub, const struct act *by, struct arena *a, const struct mailbox *m, long long uid, const struct content *mail,
    bool done, enum mailbox_take *what_r, struct receipt *receipt_r, struct err *e) MUST_CHECK;
/* Not taken: too-large, empty, broken (the server broke off) or gone (deleted there). */
int mailbox_note(struct hub *hub, const struct act *by, const struct mailbox *m, long long uid, long long bytes, const char *problem,
    struct err *e) MUST_CHECK;
/* What imap_after says was done on the server. */
int mailbox_done(struct hub *hub, const struct mailbox *m, long long uid, struct err *e) MUST_CHECK;

struct mailbox_left {
	struct str mailbox, problem;
	long long uid, bytes, at_ms;
};
/* At most 1,000 each, ascending: what is here and still to be marked or moved; what was noted and may be taken by now. */
int mailbox_undone(struct hub *hub, struct arena *a, const struct mailbox *m, struct mailbox_left **list_r, size_t *n_r, struct err *e)
    MUST_CHECK;
int mailbox_again(struct hub *hub, struct arena *a, const struct mailbox *m, struct mailbox_left **list_r, size_t *n_r, struct err *e)
    MUST_CHECK;
/* What lies on the server and is not here, oldest first. */
int mailbox_left(struct hub *hub, struct arena *a, struct mailbox_left **list_r, size_t *n_r, struct err *e) MUST_CHECK;

#endif
