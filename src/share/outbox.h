/* outbox.h - notices as mails: number, TLP, class, deadline, link; no content; one mail per person. */
#ifndef SHARE_OUTBOX_H
#define SHARE_OUTBOX_H

#include "base/act.h"
#include "store/hub.h"

struct outbox_result {
	size_t written, sent, failed;
};

/* Writes every notice that is due to DIR/outbox/ and, where configured, hands it to the sendmail command.
 * A failure stays visible on the notice and is tried again at the next flush. */
int outbox_flush(struct hub *hub, const struct act *by, struct arena *a, struct outbox_result *result_r, struct err *e)
    MUST_CHECK;

struct outbox_row {
	struct str id, kind, file, person_id, number /* absent: about no share */, state, problem;
	long long tries, made_ms, not_before_ms, sent_ms;
};
/* What waits or failed; `all`: what was sent too. */
int outbox_list(struct db *db, struct arena *a, bool all, struct outbox_row **list_r, size_t *n_r, struct err *e) MUST_CHECK;

#endif
