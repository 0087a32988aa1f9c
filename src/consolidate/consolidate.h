/* consolidate.h - many submissions, one attack: what hangs together, and through what.
 *
 * Every analysed submission is indexed once (fingerprint, bands, postings) and looked up once; the
 * cost does not grow with what is stored, because of every index list only the newest few are read.  The outcome is a proposal for the analyst with its reason and score; nothing
 * joins a case by itself. */
#ifndef CONSOLIDATE_CONSOLIDATE_H
#define CONSOLIDATE_CONSOLIDATE_H

#include "store/hub.h"

struct act;

struct consolidate_submission {
	struct str id, org_id;          /* org_id absent: quarantined */
	struct str nature;
	long long received_ms;
	struct str text;                /* the mail's text as a reader sees it; "" */
	struct str subject;
	struct str from_address;        /* "" */
	struct str supplements;         /* submission that this one adds to; absent */
	const struct str *message_ids;  /* its own, what it answers, what it refers to */
	size_t message_id_count;
	const struct str *findings;     /* ids, for families like lure.plant-rfq */
	size_t finding_count;
};

/* In the caller's transaction; rows submission_indicator and finding are already there.  Doing it
 * again replaces what was indexed before and supersedes open proposals. */
int consolidate_add(struct hub *hub, const struct act *by, struct arena *a, const struct consolidate_submission *s,
    struct err *e) MUST_CHECK;
/* Takes a submission out of all indexes (withdrawal, erasure). */
int consolidate_forget(struct db *db, struct str submission_id, struct err *e) MUST_CHECK;

#endif
