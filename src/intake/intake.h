/* intake.h - how a submission comes in: one function for every channel.
 *
 * A hand-in is stored as it is, encrypted under its own data key, and a job to split it is made, all
 * in one transaction; the receipt is given only when that is durable.  Nothing is parsed here. */
#ifndef INTAKE_INTAKE_H
#define INTAKE_INTAKE_H

#include "base/act.h"
#include "base/content.h"
#include "intake/told.h"
#include "store/hub.h"

struct offer {
	struct str org_id;              /* absent: nobody we can name yet (a mail alias): quarantine */
	struct str person_id;           /* who hands in; absent */
	struct str kind;                /* mail bec traffic sample incident audit-log consultation sighting */
	struct str channel;             /* cli pipe web rest proxy liaison external demo */
	struct str name;                /* file name as given */
	struct str bytes;
	const struct content *from;     /* instead of bytes: what is too long to be held */
	struct str client_key;          /* idempotency key of the client; absent: organisation + content */
	struct str answers_share;       /* number of the share that a sighting answers; absent */
	struct str via;                 /* the association an end member's hand-in comes through; absent */
	struct str supplements;         /* number of the submission that gets more material: not counted again; absent */
	struct str password;            /* of an archive in it (password.h); absent */
	const struct told *told;        /* what who hands in says about it; NULL: nothing was asked */
	long long received_ms;          /* true time of receipt (proxy); TIME_NONE: now */
};

struct receipt {
	struct str number;              /* R-20190717-7KQ3M */
	struct str hand_in_id;
	bool repeated;                  /* the same hand-in again: the receipt it got the first time */
};

int intake_receive(struct hub *hub, const struct act *by, struct arena *a, const struct offer *offer,
    struct receipt *receipt_r, struct err *e) MUST_CHECK;
bool intake_kind_known(struct str kind);
/* What a file most likely is by its name; mail where that says nothing.  */
struct str intake_kind_guess(struct str name);
extern const char *const intake_kinds_of_names[][2];    /* ending, kind; { NULL, NULL } behind the last */

/* ---- for the worker ---- */

struct piece {
	long long number;               /* <receipt>/number, from 1 */
	struct str kind, bytes;
	long long copies;               /* recipients of one mail */
	const struct content *from;     /* instead of bytes */
};

/* One submission of a hand-in with a data key and a copy of its bytes of its own, and the job to
 * analyse it; in the caller's transaction.  Storing the same number again gives the same id. */
int intake_store_submission(struct hub *hub, struct db *db, const struct act *by, struct arena *a,
    struct str hand_in_id, const struct piece *piece, struct str *submission_id_r, struct err *e) MUST_CHECK;
/* What became of a hand-in: split, failed or quarantined, with the reason. */
int intake_set_state(struct db *db, const struct act *by, struct str hand_in_id, const char *state, struct str reason,
    struct err *e) MUST_CHECK;

/* A mail alias' hand-in: sender address -> person -> organisation, only where a trusted border host
 * attests the sender's domain; otherwise it stays quarantined and is never attributed. */
enum attributed { ATTRIBUTED, STAYS_QUARANTINED };
/* `attestation` is "attested", or the word why the sender is not believed (analyse/sender.h): it becomes
 * the reason that the quarantine shows.  A person counts who may hand in (role submitter or org-admin)
 * on the day of receipt. */
int intake_attribute(struct hub *hub, const struct act *by, struct arena *a, struct str hand_in_id,
    struct str from_address, struct str attestation, enum attributed *result_r, struct err *e) MUST_CHECK;

#endif
