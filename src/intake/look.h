/* look.h - what came in, as it stands: hand-ins, submissions, what became of them.
 *
 * Reading only, but for submission_open: a look at contents writes its audit line with the reason. */
#ifndef INTAKE_LOOK_H
#define INTAKE_LOOK_H

#include "base/act.h"
#include "store/hub.h"
#include "store/vault.h"

/* "R-20190717-7KQ3M2/1" of submission s, hand-in h. */
#define SQL_SUBMISSION_NAME "h.receipt || '/' || CAST(s.number AS TEXT)"
/* In an UPDATE of submission: the state that it has come to, where nothing else holds it up. */
#define SQL_STATE_AS_FAR \
	"CASE WHEN EXISTS (SELECT 1 FROM case_submission c WHERE c.submission_id = submission.id AND c.removed_ms IS NULL) THEN 'linked'" \
	" WHEN class_by IS NOT NULL THEN 'triaged' WHEN document_blob IS NULL AND examined = 'waiting' THEN 'received' ELSE 'parsed' END"

struct hand_in_row {
	struct str id, receipt, org_id, person_id, kind, channel, name, state, reason, blob_id;
	struct str mail_kind, mail_sign;        /* a machine wrote it, and what says so (worker/hub_mail.h); absent */
	long long received_ms, bytes, submissions;
};

struct submission_row {
	struct str id, receipt, hand_in_id, org_id, kind, channel, state, examined, examined_reason;
	struct str nature, strength, language;          /* the engine's words */
	struct str class, targeted_basis, damage, class_by, outcome, share_verdict;    /* the analyst's; absent until decided */
	struct str raw_blob, document_blob;
	long long number, received_ms, occurred_ms, copies, bec_type, class_ms;
	int targeted;                                   /* -1: not decided */
	bool urgent;                                    /* as who handed it in said */
};

/* "R-20190717-7KQ3M2/1". */
struct str submission_number(struct arena *a, const struct submission_row *s);

/* Where a list of submissions goes on: behind this one. */
struct submission_after { long long received_ms, number; struct str receipt; };

struct submission_filter {
	struct str org, state, kind, examined, class, strength;         /* absent: any; class "-": not classified */
	struct str sig;                                 /* whose organisation was in it when it was received; absent: any */
	struct str after;                               /* the last one of the page before: receipt/n; absent: the newest */
	const struct submission_after *place;           /* the same, which need not be looked up; NULL */
	long long from_ms, to_ms, limit;
};

/* Newest first, by time of receipt, then receipt and number. */
int submission_list(struct db *db, struct arena *a, const struct submission_filter *f, struct submission_row **list_r,
    size_t *n_r, struct err *e) MUST_CHECK;
/* `what` is receipt/n, an id, or a receipt that holds exactly one submission. */
int submission_get(struct db *db, struct arena *a, struct str what, struct submission_row *row_r, struct err *e) MUST_CHECK;
/* All submissions of one hand-in, in order. */
int submission_of_hand_in(struct db *db, struct arena *a, struct str hand_in_id, struct submission_row **list_r, size_t *n_r,
    struct err *e) MUST_CHECK;
/* By receipt; ERR_UNKNOWN where there is none. */
int hand_in_get(struct db *db, struct arena *a, struct str receipt, struct hand_in_row *row_r, struct err *e) MUST_CHECK;
/* Those in quarantine, oldest first; `automatic`: those instead that a machine wrote, with which nobody need do anything. */
int hand_in_quarantined(struct db *db, struct arena *a, bool automatic, struct hand_in_row **list_r, size_t *n_r, struct err *e)
    MUST_CHECK;

/* One field that a person decided: class targeted outcome damage. */
struct class_step {
	struct str field, before, after, by, reason;
	long long at_ms;
	bool is_correction;
};
int submission_class_history(struct db *db, struct arena *a, struct str submission_id, struct class_step **list_r, size_t *n_r,
    struct err *e) MUST_CHECK;

/* The stored analysis document, "" where there is none or it was erased. */
int submission_document(struct hub *hub, struct arena *a, const struct submission_row *row, struct str *json_r, struct err *e)
    MUST_CHECK;
/* Contents of a blob for a person with a reason; the audit line ("content.seen", object: `of`) is there before the bytes. */
int content_open(struct hub *hub, const struct act *by, struct arena *a, struct str of, struct str blob_id, struct str reason,
    enum vault_found *found_r, struct str *bytes_r, struct err *e) MUST_CHECK;

/* May the person look at what this organisation handed in? Hub staff and auditors (*staff_r), and its own people,
 * who see nothing of other organisations or of cases. */
int may_see_org(struct db *db, const struct act *by, struct arena *a, struct str org_id, bool *staff_r, struct err *e)
    MUST_CHECK;
/* The same of one hand-in: also the association through which an end member handed it in. */
int may_see_hand_in(struct db *db, const struct act *by, struct arena *a, struct str hand_in_id, struct str org_id, bool *staff_r,
    struct err *e) MUST_CHECK;
/* May the person say how it is opened?  Of those who may look at it: analysts, and who of the organisation hands in or answers for it. */
int may_open_hand_in(struct db *db, const struct act *by, struct arena *a, const struct hand_in_row *h, struct err *e) MUST_CHECK;

#endif
