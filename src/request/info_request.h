/* info_request.h - 情報提供のお願い: the hub asks its circle, or everybody, a question; answers become submissions.
 *
 * A call tells nothing that was handed in: it is the hub's own question, checked like a share (0 hits) and let out by
 * a second person in a slot.  It may name values only of a share that everybody who gets it has.  What was never sent
 * to an organisation does not exist for it.  States: states_request.c. */
#ifndef REQUEST_INFO_REQUEST_H
#define REQUEST_INFO_REQUEST_H

#include "base/states.h"
#include "base/tr.h"
#include "intake/intake.h"
#include "share/share.h"

enum { INFO_REQUEST_DAYS_MOST = 120 };

struct info_request_spec {
	struct str title_ja, title_en, question_ja, question_en;        /* paragraphs parted by empty lines */
	struct str tlp;                 /* AMBER, GREEN, CLEAR */
	struct str case_number;         /* what it is about, inside only; absent */
	struct str share_number;        /* to whom this share went; absent */
	long long days;                 /* business days to answer in */
	const struct share_target *audience;    /* all, sig, org, liaison, public */
	size_t audience_count;
};

struct info_request {
	struct str id, number, state, tlp, title_ja, title_en, question_ja, question_en, author, released_by;
	struct str case_id, share_id, share_number;     /* absent */
	long long rev, days, leak_hits, made_ms, released_ms, published_ms, due_ms, ended_ms;   /* TIME_NONE where not yet */
	bool is_public;
};

/* A draft, and its leak check's hits. */
int info_request_draft(struct hub *hub, const struct act *by, struct arena *a, const struct info_request_spec *spec,
    struct str *number_r, struct leak_hits *hits_r, struct err *e) MUST_CHECK;
/* The texts of a draft anew; absent ones stay.  Who writes is its author from then on. */
int info_request_edit(struct hub *hub, const struct act *by, struct arena *a, struct str number,
    const struct info_request_spec *spec, struct leak_hits *hits_r, struct err *e) MUST_CHECK;
/* drop, close or reopen: the deed's own word. */
int info_request_move(struct hub *hub, const struct act *by, struct arena *a, struct str number, const char *deed, struct err *e)
    MUST_CHECK;

struct info_request_released {
	long long rev, published_ms, due_ms;
	size_t recipients, notices;
};
/* act.actor did not write it.  `rev` is the version that was read; 0: the newest. */
int info_request_release(struct hub *hub, const struct act *by, struct arena *a, struct str number, long long rev,
    struct info_request_released *r, struct err *e) MUST_CHECK;
/* One more notice to those who have not answered, at most one a day: how many, or -1. */
long long info_request_remind(struct hub *hub, const struct act *by, struct arena *a, struct str number, struct err *e) MUST_CHECK;

/* "material" (the offer is received) or "nothing".  offer->org_id is the organisation that answers; a reporter
 * from outside answers public calls only.  *receipt_r is filled for material. */
int info_request_answer(struct hub *hub, const struct act *by, struct arena *a, struct str number, struct str word,
    const struct offer *offer, struct receipt *receipt_r, struct err *e) MUST_CHECK;

/* The same of a reporter (intake/reporter.h); offer->org_id is left to this function. */
int info_request_answer_from_outside(struct hub *hub, const struct act *by, struct arena *a, struct str number, struct str contact,
    struct str name, const struct offer *offer, struct receipt *receipt_r, struct err *e) MUST_CHECK;

/* ---- looking ---- */

int info_request_get(struct db *db, struct arena *a, struct str number, struct info_request *q_r, struct err *e) MUST_CHECK;
/* The same for one organisation: ERR_UNKNOWN, in the same words, for what it was not sent (yet). */
int info_request_get_for(struct db *db, struct arena *a, struct str number, struct str org_id, long long now_ms,
    struct info_request *q_r, struct err *e) MUST_CHECK;
/* Of one organisation (what it was sent by now), or of all (absent), so many behind (behind_ms, behind), the time (of publication, else of
 * making) and the number; newest first.  TIME_FOREVER, "" and TIME_FOREVER: all of them. */
int info_request_list(struct db *db, struct arena *a, struct str org_id, long long now_ms, long long behind_ms, struct str behind, long long most,
    struct info_request **list_r,
    size_t *n_r, struct err *e) MUST_CHECK;
/* Marks it opened by the organisation (every look is an audit line). */
int info_request_opened(struct db *db, const struct act *by, const struct info_request *q, struct str org_id, struct err *e)
    MUST_CHECK;

int info_request_was_opened(struct db *db, struct arena *a, const struct info_request *q, struct str org_id, bool *opened_r,
    struct err *e) MUST_CHECK;

struct info_request_counts {
	long long asked, opened, answered, material, nothing, silent, late;     /* organisations of the circle */
	long long outside;              /* answers of reporters from outside, counted apart */
	long long submissions;          /* of the circle, read out of the answers */
};
int info_request_count(struct db *db, struct arena *a, const struct info_request *q, struct info_request_counts *c_r,
    struct err *e) MUST_CHECK;

struct info_request_answer_row {
	struct str org_id, word, receipt, state;        /* receipt, state of the hand-in: absent for "nothing" */
	long long at_ms, submissions;
	bool late, outside;
};
int info_request_answers(struct db *db, struct arena *a, const struct info_request *q, struct info_request_answer_row **list_r,
    size_t *n_r, struct err *e) MUST_CHECK;

/* ---- inside this room ---- */

/* The call as it leaves, in one language; the bytes that are checked and shown are these. */
struct str info_request_text(const struct hub *hub, struct arena *a, const struct info_request *q, enum lang lang);
/* Both languages against all dictionaries. */
int info_request_check(struct hub *hub, struct db *db, const struct act *by, struct arena *a, const struct info_request *q,
    struct leak_hits *hits, struct err *e) MUST_CHECK;
/* Nobody else changed it since it was read: else ERR_CONFLICT with both states. */
int info_request_moved(struct db *db, struct arena *a, const struct info_request *seen, struct err *e) MUST_CHECK;

#endif
