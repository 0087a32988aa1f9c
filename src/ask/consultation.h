/* consultation.h - the answer to a consultation (相談): "we did this, is it bad?"
 *
 * One analyst drafts it from a ready text (data/consultation.txt) or own words, with an outcome and an advice paragraph;
 * another person reads exactly that text; then it goes to the submitter's inbox.  A "false positive" always carries the
 * caution about supply chains.  The text names nobody but the organisation it goes to.  Earlier answers to similar
 * questions are found by what the hub wrote a question was about.  Words lie under the submission's key. */
#ifndef ASK_CONSULTATION_H
#define ASK_CONSULTATION_H

#include "base/act.h"
#include "intake/look.h"
#include "store/hub.h"

struct consultation_text {
	struct str template;            /* absent: only the words */
	struct str outcome;             /* false-positive malvertising scam-site unknown; absent: the ready text's */
	struct str about;               /* what was asked, in the hub's words */
	struct str ja, en;              /* own words, behind the ready ones; absent */
};
/* A first draft, or one written anew; either is read by a second person before it goes out. */
int consultation_draft(struct hub *hub, const struct act *by, struct arena *a, struct str submission, const struct consultation_text *t,
    struct err *e) MUST_CHECK;
/* act.actor has read revision `rev` of the draft and did not write it. */
int consultation_review(struct hub *hub, const struct act *by, struct arena *a, struct str submission, long long rev, struct err *e)
    MUST_CHECK;
/* The submission gets its outcome and is done; its submitters get a notice without content. */
int consultation_send(struct hub *hub, const struct act *by, struct arena *a, struct str submission, struct err *e) MUST_CHECK;

/* ---- reading (consultation_look.c) ---- */

struct consultation_row {
	struct str submission, submission_id, org_id, receipt_state;    /* receipt_state: of the submission */
	struct str state;               /* "": nobody has drafted an answer; draft reviewed sent */
	struct str template, outcome, drafted_by, reviewed_by;
	long long rev, received_ms, drafted_ms, reviewed_ms, sent_ms, opened_ms;        /* TIME_NONE where not yet */
	long long member_wait_ms;       /* that the submitter was waited for: not the hub's lag */
	struct str about_blob, ja_blob, en_blob;
};
/* Those without an answer, the oldest first; `all`: answered ones too.  `org_id` absent: of all. */
int consultation_list(struct db *db, struct arena *a, struct str org_id, bool all, long long now_ms, struct consultation_row **list_r,
    size_t *n_r, struct err *e) MUST_CHECK;
/* A page of them: so many behind a place; { 0, 0, "" }: from the beginning. */
int consultation_page(struct db *db, struct arena *a, struct str org_id, bool all, long long now_ms, const struct submission_after *after,
    long long limit, struct consultation_row **list_r, size_t *n_r, struct err *e) MUST_CHECK;
/* ERR_UNKNOWN, one sentence, where there is none and where it is none of the person's business. */
int consultation_get(struct db *db, const struct act *by, struct arena *a, struct str submission, struct consultation_row *row_r,
    bool *staff_r, struct err *e) MUST_CHECK;

struct consultation_words { struct str about, ja, en; };        /* "" once erased */
/* The look leaves its audit line; the first one by the organisation itself is when it was opened. */
int consultation_read(struct hub *hub, const struct act *by, struct arena *a, const struct consultation_row *c, bool staff,
    struct consultation_words *words_r, struct err *e) MUST_CHECK;

struct consultation_similar {
	struct str submission, outcome, template, about, ja, en;
	long long sent_ms;
	int score;                      /* 0..100: how much of the two words' pairs of characters is common */
};
/* Answers that were sent, the most similar first, at most `most`; for the hub's people. */
int consultation_find_similar(struct hub *hub, const struct act *by, struct arena *a, struct str words, size_t most,
    struct consultation_similar **list_r, size_t *n_r, struct err *e) MUST_CHECK;

#endif
