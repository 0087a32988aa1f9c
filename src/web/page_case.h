/* page_case.h - what html/cases.html and html/case_edit.html are given: a case, and the forms that change what is told of it. */
#ifndef WEB_PAGE_CASE_H
#define WEB_PAGE_CASE_H

#include "web/page_submission.h"

struct case_member_shown { struct str id, name, href, org, received, verdict, reason, used_by; long long score; };     /* used_by: shares; "" */
struct case_left_shown { struct str id, name, when, by, reason; };
struct case_use_shown { struct str share, share_href, state, submission, href; };       /* a share that uses what has left */
struct case_share_shown { struct str number, href, state, title; };
struct case_history_shown { struct str when, what, change, by, reason, unmerge; bool undone; };        /* unmerge: where to send that; "" */

/* What a form shows: what stands, or (stale, wrong) what was sent.  `seen` is the mark of what stands (consolidate/cases.h). */
struct case_words_form { struct str slot, label, ja, en, now_ja, now_en, seen; bool stale, open, is_new; };
struct case_party_form { struct str id, role, name, kind, org, label, seen;   /* org: an id; kind: what the organisation is to the hub */
	 struct option *roles; size_t roles_count; bool stale, open; };
struct case_moment_form {
	struct str id, when, from, to, text, at, until, ja, en, note_ja, note_en, seen;
	struct option *from_lanes, *to_lanes, *known;
	size_t from_lanes_count, to_lanes_count, known_count;
	bool fake, now_fake, stale, open;
};

struct publication_shown { struct str org, answer, when; const char *tone; };
struct case_publication { struct str digest, speechless /* which sources have nobody who may answer; absent */; struct publication_shown *list; size_t list_count; bool good, asked; };   /* good: everybody agreed; asked: somebody is */

struct case_page {
	struct str number, lead, base, merged_into, merged_href, reason;         /* reason: that was sent and refused */
	struct run *name;
	size_t name_count;
	struct tag class;
	struct case_member_shown *members;
	size_t members_count;
	struct case_left_shown *left;
	size_t left_count;
	struct case_use_shown *uses;
	size_t uses_count;
	struct case_words_form *words, *new_words;
	size_t words_count, new_words_count;
	struct case_party_form *parties;
	size_t parties_count;
	struct case_moment_form *moments;
	size_t moments_count;
	const struct case_party_form *new_party;
	const struct case_moment_form *new_moment;
	struct case_share_shown *shares;
	size_t shares_count;
	struct option *tlps, *classes, *sigs;
	size_t tlps_count, classes_count, sigs_count;
	struct step *steps;
	size_t steps_count;
	const struct case_publication *publication;     /* the sources' yes to being told of in public */
	struct case_history_shown *history;
	size_t history_count;
	bool may_share;                 /* and change */
};

#endif
