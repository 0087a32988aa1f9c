/* draft.h - a revision in the making, inside this room only: here sources are still known. */
#ifndef SHARE_DRAFT_H
#define SHARE_DRAFT_H

#include "anonymise/gate.h"
#include "share/redact.h"
#include "share/render/render.h"
#include "share/share.h"

struct draft_source { struct str org_id, submission_id; };
struct draft_indicator {
	struct str id, type, value, role;
	struct gate_answer answer;
	bool revoked;
};
struct draft_claim { struct str org_id, submission_id, indicator_id, shown; };  /* who handed in what is shown */
struct draft_letter { struct str letter, org_id; };
struct draft_lane { struct str lane, letter; };

struct draft {
	struct arena *arena;
	struct hub *hub;
	const struct act *by;
	struct db *db;                          /* sealed: letters are sealed */
	struct terms *terms;
	struct str id, number, case_id, parent_id, origin, lane, source_terms, author, state;
	struct str dictionary;                  /* state of the terms */
	const char *change_kind;                /* as stored: first edit correction retraction */
	long long rev, made_ms, expires_ms;
	long long released_rev;                 /* 0: nothing is out */
	bool is_new, liaison_ok, letters_fixed, own_words;
	struct projection p;
	struct draft_source *sources;
	size_t source_count, source_room;
	struct draft_indicator *indicators;
	size_t indicator_count, indicator_room;
	struct draft_claim *claims;
	size_t claim_count, claim_room;
	struct draft_letter *letters;
	size_t letter_count, letter_room;
	struct draft_lane *lanes;
	size_t lane_count, lane_room;
	struct share_target *audience;
	size_t audience_count, audience_room;
	size_t unread, kept_back;
};

/* gather.c: what goes in, by source of the material. */
void draft_show_indicators(struct draft *d);
void draft_claim_add(struct draft *d, const struct draft_claim *claim);
int draft_ask_gate(struct draft *d, struct draft_indicator *i, bool public_source, struct err *e) MUST_CHECK;
int draft_from_case(struct draft *d, struct err *e) MUST_CHECK;
int draft_from_sightings(struct draft *d, struct err *e) MUST_CHECK;
int draft_own_values(struct draft *d, const struct share_value *values, size_t n, struct err *e) MUST_CHECK;

/* letters.c: A, B, C at random; {A} in texts. */
void draft_letters(struct draft *d, size_t extra_lanes);
struct str draft_letter_of(const struct draft *d, struct str org_id);
struct str draft_fill(struct draft *d, struct str text);
void draft_fill_texts(struct draft *d);         /* once the letters are drawn */

/* words.c: texts of the hub's own table where the analyst wrote none; coarse figures. */
void draft_default_texts(struct draft *d, const char *title_word);
void draft_ready_text(struct draft *d, struct texts *t, const char *id);
bool draft_is_ready_text(const struct texts *t, const char *id);
struct str draft_day(struct draft *d, long long ms);    /* "" for TIME_NONE */
struct str coarse_date(struct arena *a, long long ms, int zone, bool exact);
struct str coarse_count(struct arena *a, long long n, bool exact);

/* audience.c */
/* In the order in which it is stored, each target once: the digest is of that. */
void audience_sort(struct draft *d);
int audience_check(const struct draft *d, struct err *e) MUST_CHECK;

/* redact.c: into the texts as they stand; and who decided it, with the revision that is saved. */
int draft_redact(struct draft *d, const struct redaction *list, size_t n, struct err *e) MUST_CHECK;
int draft_redact_save(struct draft *d, const struct redaction *list, size_t n, struct err *e) MUST_CHECK;

/* dictionary.c: all protected terms, and a line that changes when they do. */
int dictionary_load(struct draft *d, struct err *e) MUST_CHECK;
int dictionary_state(struct db *db, struct arena *a, struct str case_id, struct str *state_r, struct err *e) MUST_CHECK;

/* save.c: says that another revision than `seen` is the newest, and whose it is; always -1. */
int draft_moved_on(struct draft *d, long long seen, struct err *e);
/* save.c: renders, checks, digests and stores one revision. */
int draft_save(struct draft *d, struct share_made *made_r, struct err *e) MUST_CHECK;
/* Hits of the leak check over artefacts of this draft's projection. */
void draft_leaks(struct draft *d, const struct artefact artefacts[ARTEFACTS], struct leak_hits *hits);

/* load.c: the current revision, as stored. */
int draft_load(struct draft *d, struct str number, struct err *e) MUST_CHECK;
int draft_load_artefacts(struct draft *d, struct artefact artefacts[ARTEFACTS], struct err *e) MUST_CHECK;
/* The projection of the version that is out. */
int draft_load_released(struct draft *d, struct projection *p_r, struct err *e) MUST_CHECK;

/* changes.c: what is different now, for those who have the earlier version. */
void changes_find(struct arena *a, const struct projection *before, struct projection *now);

/* digest.c */
struct str digest_of(struct arena *a, const struct artefact artefacts[ARTEFACTS], const struct share_target *audience,
    size_t n);
struct str part_digest(const struct draft *d, struct str org_id);

#endif
