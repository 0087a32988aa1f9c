/* question.h - asking back (照会・回答): a thread about one submission, between the hub and who handed it in.
 *
 * The hub asks with a ready text or its own words, by a date in business days; the member answers in words and files
 * (a file is 追加提供: it supplements the submission and is not counted again); the hub asks again or closes.  While a
 * question waits for the member the submission is "needs-info".  How long either side was waited for is kept apart.
 * Only the organisation's people and the hub's see a thread; what the hub writes names nobody else (names.h). */
#ifndef ASK_QUESTION_H
#define ASK_QUESTION_H

#include "base/act.h"
#include "base/content.h"
#include "store/hub.h"

struct question_asked {
	struct str template;            /* absent: only the words */
	struct str ja, en;              /* the analyst's own words, behind the ready ones; absent */
	int days;                       /* business days; 0: the ready text's, else 3 */
};

/* Of a submission "R-20190717-7KQ3M2/1", by an analyst; the organisation's submitters get a notice without content. */
int question_ask(struct hub *hub, const struct act *by, struct arena *a, struct str submission, const struct question_asked *q,
    struct str *number_r, struct err *e) MUST_CHECK;
/* Once more in the same thread. */
int question_again(struct hub *hub, const struct act *by, struct arena *a, struct str number, const struct question_asked *q,
    struct err *e) MUST_CHECK;

struct question_file {
	struct str name, kind;          /* kind as of a hand-in */
	const struct content *content;
};
struct question_reply {
	struct str words;               /* "" where the files say it */
	const struct question_file *files;
	size_t file_count;
	struct str channel;             /* of the files, as of a hand-in; absent: cli */
	struct str person;              /* who says it; absent: act.actor.  Taken down by the hub's people where it is another */
};
/* receipts_r: one for each file, in the arena. */
int question_answer(struct hub *hub, const struct act *by, struct arena *a, struct str number, const struct question_reply *r,
    struct str **receipts_r, struct err *e) MUST_CHECK;
int question_close(struct hub *hub, const struct act *by, struct arena *a, struct str number, struct err *e) MUST_CHECK;
/* Open ones past their date, at most once a day: how many notices were written, or -1. */
long long question_remind(struct hub *hub, const struct act *by, struct arena *a, struct err *e) MUST_CHECK;

/* ---- reading (question_look.c) ---- */

struct question_row {
	struct str id, number, submission, submission_id, org_id, kind, template, state, asked_by;
	long long asked_ms, due_ms, first_answer_ms, closed_ms;         /* TIME_NONE where not yet */
	long long member_wait_ms, hub_wait_ms;                          /* up to now */
	long long messages;
	bool is_late;                   /* open, and its date has passed */
};
/* The earliest date first.  `org_id` and `submission_id` absent: all; closed ones only with `all`. */
int question_list(struct db *db, struct arena *a, struct str org_id, struct str submission_id, bool all, long long now_ms,
    struct question_row **list_r, size_t *n_r, struct err *e) MUST_CHECK;
/* A page of them: so many behind a place; { 0, "" }: from the beginning. */
struct question_place { long long due_ms; struct str number; };
int question_page(struct db *db, struct arena *a, struct str org_id, bool all, long long now_ms, const struct question_place *after,
    long long limit, struct question_row **list_r, size_t *n_r, struct err *e) MUST_CHECK;
/* ERR_UNKNOWN, the same sentence, where there is none and where it is none of the person's business. */
int question_get(struct db *db, const struct act *by, struct arena *a, struct str number, struct question_row *row_r, bool *staff_r,
    struct err *e) MUST_CHECK;

struct question_message {
	bool of_hub;
	struct str person_id, entered_by, words, receipts;      /* receipts of files, parted by blanks; words "" once erased */
	long long n, at_ms;
};
/* The look leaves its audit line. */
int question_messages(struct hub *hub, const struct act *by, struct arena *a, const struct question_row *q,
    struct question_message **list_r, size_t *n_r, struct err *e) MUST_CHECK;

#endif
