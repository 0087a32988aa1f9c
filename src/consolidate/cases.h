/* cases.h - one case is one attack as the hub understands it.
 *
 * Cases only point at submissions: merging, splitting and undoing never touch a submission, and
 * every step stays readable in case_submission and case_event.  Every deed writes its audit line
 * in its own transaction. */
#ifndef CONSOLIDATE_CASES_H
#define CONSOLIDATE_CASES_H

#include "base/act.h"
#include "store/db.h"

struct case_row {
	struct str id, number, title, state, merged_into, class, campaign, targeted_basis, damage;
	bool targeted;
	long long bec_type, opened_ms, closed_ms, submissions, organisations;
};

/* By number or id.  A merged case answers as itself: `merged_into` says where it went.
 * ERR_UNKNOWN where there is none. */
int case_get(struct db *db, struct arena *a, struct str number, struct case_row *c, struct err *e) MUST_CHECK;
/* The same for a deed of states_case.c: ERR_CONFLICT where the case's state has no such deed. */
int case_for(struct db *db, struct arena *a, struct str number, const char *deed, struct case_row *c, struct err *e) MUST_CHECK;
/* Newest first; `state` absent: all but merged ones. */
int case_list(struct db *db, struct arena *a, struct str state, struct case_row **list_r, size_t *n_r, struct err *e)
    MUST_CHECK;

/* A page of it: so many behind a place ({ TIME_FOREVER, "" }: from the newest). */
struct case_place { long long opened_ms; struct str number; };
int case_page(struct db *db, struct arena *a, struct str state, const struct case_place *after, long long limit, struct case_row **list_r,
    size_t *n_r, struct err *e) MUST_CHECK;

struct case_member {
	struct str row_id, submission_id, receipt, org_id, reason, nature;
	long long number, score, received_ms;
};
int case_members(struct db *db, struct arena *a, struct str case_id, struct case_member **list_r, size_t *n_r,
    struct err *e) MUST_CHECK;

/* The number of the case a submission stands in; absent where it stands in none. */
int case_of_submission(struct db *db, struct arena *a, struct str submission_id, struct str *number_r, struct err *e) MUST_CHECK;

/* A new case around one submission.  The number is C-YYYY-NNNN by the year it opens in. */
int case_open(struct db *db, const struct act *by, struct arena *a, struct str title, struct str submission_id,
    const char *reason, int score, struct str *case_id_r, struct err *e) MUST_CHECK;
/* Joins; a submission stands in one case at a time: it leaves the other one. */
int case_add(struct db *db, const struct act *by, struct arena *a, struct str case_id, struct str submission_id,
    const char *reason, int score, struct err *e) MUST_CHECK;
/* `why`: the analyst's words, or "". */
int case_remove(struct db *db, const struct act *by, struct arena *a, struct str case_id, struct str submission_id,
    struct str why, struct err *e) MUST_CHECK;
/* Undoes it: the submission stands there again for the reason that it had.  ERR_CONFLICT where it stands in a case by now. */
int case_return(struct db *db, const struct act *by, struct arena *a, struct str case_id, struct str submission_id,
    struct err *e) MUST_CHECK;

/* All of `from` goes to `into`; `from` becomes "merged".  case_unmerge gets back what only merges
 * have moved since; ERR_CONFLICT where that is nothing, since an empty case would stand again. */
int case_merge(struct db *db, const struct act *by, struct arena *a, struct str into, struct str from, struct err *e)
    MUST_CHECK;
int case_unmerge(struct db *db, const struct act *by, struct arena *a, struct str from, struct err *e) MUST_CHECK;
/* Some submissions become a case of their own; undone by merging back. */
int case_split(struct db *db, const struct act *by, struct arena *a, struct str case_id, const struct str *submissions,
    size_t n, struct str title, struct str *new_id_r, struct err *e) MUST_CHECK;
int case_close(struct db *db, const struct act *by, struct arena *a, struct str case_id, struct err *e) MUST_CHECK;
int case_reopen(struct db *db, const struct act *by, struct arena *a, struct str case_id, struct err *e) MUST_CHECK;

/* persists, insider-knowledge, family, judgement; "" takes "targeted" back. */
int case_target(struct db *db, const struct act *by, struct arena *a, struct str case_id, struct str basis,
    struct str campaign, struct err *e) MUST_CHECK;
/* One of class, damage, title, campaign, bec_type. */
int case_set(struct db *db, const struct act *by, struct arena *a, struct str case_id, struct str field, struct str value,
    struct err *e) MUST_CHECK;
/* The whole of a slot in one language; "" takes it away. */
int case_text_set(struct db *db, const struct act *by, struct arena *a, struct str case_id, struct str slot,
    struct str lang, struct str body, struct err *e) MUST_CHECK;
int case_party_add(struct db *db, const struct act *by, struct arena *a, struct str case_id, struct str role,
    struct str org_id, struct str label, struct err *e) MUST_CHECK;

struct case_moment {
	long long at_ms, until_ms;      /* until_ms: TIME_NONE, or the end of a stretch */
	struct str precision;           /* minute day month */
	struct str from_lane, to_lane;
	bool is_fake;
	struct str text_ja, text_en;    /* {A} {B} stand for the lanes' names */
	struct str note_ja, note_en;    /* "title / more" */
	struct str known_how;           /* observed told inferred */
	struct str id;                  /* when read */
};
int case_timeline_add(struct db *db, const struct act *by, struct arena *a, struct str case_id,
    const struct case_moment *m, struct err *e) MUST_CHECK;

/* ---- what is told of it, and how it came to be (case_tell.c) ---- */

struct case_party_row {
	struct str role, org_id, label, id;
};
struct case_text_row {
	struct str slot, lang, body;
};
/* A step of the history: what came, went, was merged, split or closed, in order of time. */
struct case_step {
	struct str what;                /* joined left merged unmerged split closed reopened */
	struct str submission;          /* receipt/n; absent */
	struct str other_case;          /* number; absent */
	struct str reason, by;          /* reason: a word of the engine, or the analyst's own */
	struct str submission_id;       /* left: it can be put back, since it stands in no case; else absent */
	long long at_ms, score;
	bool undone;
};
struct case_told {
	struct case_party_row *parties;
	size_t party_count;
	struct case_text_row *texts;
	size_t text_count;
	struct case_moment *moments;
	size_t moment_count;
	struct case_step *steps;
	size_t step_count;
};
int case_told(struct db *db, struct arena *a, struct str case_id, struct case_told *told_r, struct err *e) MUST_CHECK;

/* ---- changed by somebody who looks at it (case_edit.c) ----
 *
 * `seen` is the mark of what the person had before the eyes (case_seen_*); where something else stands there by now nothing is
 * done: ERR_CONFLICT.  What stood there before stays in case_change. */

struct str case_seen_words(struct arena *a, const struct case_told *t, struct str slot);
struct str case_seen_party(struct arena *a, const struct case_party_row *p);
struct str case_seen_moment(struct arena *a, const struct case_moment *m);
/* A slot's text in one language: its paragraphs, parted by empty lines. */
struct str case_words(struct arena *a, const struct case_told *t, struct str slot, struct str lang);

/* Both languages at once. */
int case_words_edit(struct db *db, const struct act *by, struct arena *a, struct str number, struct str slot, struct str ja,
    struct str en, struct str seen, struct err *e) MUST_CHECK;
/* `to` NULL: it is taken away.  A party whose company was asked for facts stays. */
int case_party_edit(struct db *db, const struct act *by, struct arena *a, struct str number, struct str party_id,
    const struct case_party_row *to, struct str seen, struct err *e) MUST_CHECK;
int case_moment_edit(struct db *db, const struct act *by, struct arena *a, struct str number, struct str moment_id,
    const struct case_moment *to, struct str seen, struct err *e) MUST_CHECK;
/* A role of the list, and somebody. */
int case_party_check(struct str role, struct str org_id, struct str label, struct err *e) MUST_CHECK;

/* ---- proposals ---- */

struct proposal_row {
	struct str id, submission_id, receipt, case_number, other_receipt, reason;
	long long number, other_number, score, made_ms, received_ms;    /* received_ms: of the submission */
};
/* So many of the open ones behind this one (received_ms, receipt, number, score, id), in the order of the submissions' receipt;
 * NULL: from the first. */
int proposal_page(struct db *db, struct arena *a, const struct proposal_row *behind, long long most, struct proposal_row **list_r, size_t *n_r, struct err *e)
    MUST_CHECK;
/* The open ones; of one submission, or all where that is absent. */
int proposal_list(struct db *db, struct arena *a, struct str submission_id, struct proposal_row **list_r, size_t *n_r, struct err *e) MUST_CHECK;
/* The open one with the highest score for a submission. */
int proposal_best(struct db *db, struct arena *a, struct str submission_id, bool *found_r, struct proposal_row *row_r, struct err *e) MUST_CHECK;
/* Where a submission of a list stands: whose it is, its case, else what is proposed with the highest score.  Absent what is not. */
struct submission_place {
	struct str org_name, case_number, owner_id, owner_name, proposal_id, proposal_case;
	bool proposal_for_both;         /* with another submission that stands in no case */
	long long proposal_score;
};
enum { PLACES_MOST = 50 };
struct submission_row;          /* intake/look.h */
/* Those of one page at once, in the order of `list`; lang: "ja" or "en". */
int submission_places(struct db *db, struct arena *a, const char *lang, const struct submission_row *list, size_t n,
    struct submission_place **places_r, struct err *e) MUST_CHECK;
/* Does what is proposed: joins the case, or opens one for both where there was none yet.  The
 * submission's other open proposals are superseded. */
int proposal_accept(struct db *db, const struct act *by, struct arena *a, struct str proposal_id, struct str *case_id_r,
    struct err *e) MUST_CHECK;
int proposal_reject(struct db *db, const struct act *by, struct arena *a, struct str proposal_id, struct err *e) MUST_CHECK;

/* The hub's rule for campaigns: one lure family, at a definite set of organisations, again and
 * again.  True where it holds for the case: then the analyst may decide "targeted, persists". */
int case_persists(struct db *db, struct arena *a, struct str case_id, bool *holds_r, struct str *family_r, struct err *e)
    MUST_CHECK;

#endif
