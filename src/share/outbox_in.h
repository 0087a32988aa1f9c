/* outbox_in.h - what the files of the outbox share. */
#ifndef SHARE_OUTBOX_IN_H
#define SHARE_OUTBOX_IN_H

#include "post/letter.h"
#include "share/outbox.h"

struct notice {
	struct str id, share_id, org_id, person_id, kind, file, number, tlp, class, post;
	struct str address;             /* the first that takes notices and does not bounce; absent */
	long long due_ms, made_ms, not_before_ms, tries;
};

/* Those that are due, at most `most`. */
int notices_due(struct hub *hub, struct arena *a, long long now_ms, long long most, struct notice **list_r, size_t *n_r,
    struct err *e) MUST_CHECK;
int notice_get(struct hub *hub, struct arena *a, struct str id, struct notice *n_r, struct err *e) MUST_CHECK;
/* Nothing of the content, of other recipients or of a source: the same words for everybody. */
struct str notice_mail(const struct hub *hub, struct arena *a, const struct notice *n, enum letter_form form);
/* What was sent to a person of the organisation counts for it. */
int notice_moves_on(struct hub *hub, const struct act *by, const struct notice *n, struct err *e) MUST_CHECK;

#endif
