/* page_share.h - what html/shares.html, html/approval.html and html/inbox.html are given. */
#ifndef WEB_PAGE_SHARE_H
#define WEB_PAGE_SHARE_H

#include "web/page_submission.h"

struct own_hunt;
struct share_line_shown { struct str number, href, title, state, made, published; const char *tlp_tone; struct str tlp, class; long long rev, sources, approved; };
struct shares_page { struct option *views; size_t views_count; struct share_line_shown *rows; size_t rows_count; struct str older; };

struct paper_shown { struct str label, href, size; };

/* One line of what leaves, beside what it was made of. */
struct pair {
	long long n;                    /* as approvers see it; 0: does not leave */
	struct str part, why, drop;     /* drop: the value by which it can be taken out; "" */
	struct str defanged;            /* that value as nobody opens it by mistake */
	struct run *before, *after;
	size_t before_count, after_count;
	bool gone;
};

struct source_answer { struct str org, state, due, said; const char *tone; };
struct leak_shown { struct str place, kind, found; };
struct bar { struct str label, value; int w; const char *tone; };       /* w: 0..200 */
struct missing { struct str sentence, href; };

struct share_edit {
	struct str title_ja, title_en, summary_ja, summary_en, actions_ja, actions_en;
	struct option *tlps, *classes;
	size_t tlps_count, classes_count;
	long long rev;
	bool correction;                /* something is out: a correction with a reason */
	bool stale;                     /* these are the words that were sent; the page shows those that stand now */
};

struct share_page {
	struct str number, title, lead, base, digest, text_ja, text_en, case_href, case_number, limits, group;
	const char *tlp_tone;
	struct str tlp;
	struct step *steps;
	size_t steps_count;
	struct paper_shown *papers;
	size_t papers_count;
	struct pair *pairs;
	size_t pairs_count;
	long long kept, replaced, withheld, leaks;
	struct leak_shown *hits;
	size_t hits_count;
	struct str *audience;
	size_t audience_count;
	struct missing *missing;        /* what keeps it from being released */
	size_t missing_count;
	struct source_answer *sources;
	size_t sources_count;
	struct bar *bars;
	size_t bars_count;
	long long recipients, opened, acked;
	struct fact *facts;
	size_t facts_count;
	const struct share_edit *edit;  /* NULL: nothing can be changed */
	struct option *strays;          /* submissions that it uses and that have left its case: id, name */
	size_t strays_count;
	bool may_ask, may_release, may_check, may_redact, looked;
};

struct approval_line { struct str number, href, title, state, asked, due; bool late; };
struct approvals_page { struct approval_line *rows; size_t rows_count; };

struct approval_row { long long n; struct str part, name, wish; struct run *runs; size_t runs_count; bool own; };
struct approval_page {
	struct str number, base, digest, other_text, due, state, title, limits, group, deputy;
	const char *tlp_tone;
	struct str tlp, class, problem, given;
	struct approval_row *rows;
	size_t rows_count;
	struct str *audience;
	size_t audience_count;
	bool open, exact, any_own;
};

struct publication_row { struct str label, lang; struct run *runs; size_t runs_count; };
struct publication_page {
	struct str number, base, digest, due, state, deputy;
	const char *tone;
	struct publication_row *rows;   /* what would be printed, slot by slot */
	size_t rows_count;
	struct publication_row *moments;
	size_t moments_count;
};

struct inbox_row { struct str number, href, title, published, state, answer; const char *tlp_tone; struct str tlp, class; bool fresh, revoked; };
struct inbox_page { struct option *views; size_t views_count; struct inbox_row *rows; size_t rows_count; struct str older; bool some_view; };

struct value_shown { struct str type, shown, raw, role, treatment; bool revoked; };
struct seen_row { struct str party, indicator, direction, port, first, last, count; int x, w; };
struct moment_shown { struct str when, from, to, text; bool fake; };
struct inbox_share {
	struct str number, base, title, lead, answer, problem, limits, group, search, reason, change, received;
	const char *tlp_tone;
	struct str tlp, class;
	struct str *summary, *actions;
	size_t summary_count, actions_count;
	struct value_shown *values;
	size_t values_count;
	struct seen_row *seen;
	size_t seen_count;
	struct str seen_from, seen_to;
	struct moment_shown *moments;
	size_t moments_count;
	struct paper_shown *papers;
	size_t papers_count;
	struct option *answers;
	size_t answers_count;
	bool opened, acked, may_answer, is_preview;
	const struct own_hunt *hunt;    /* page_hunt.h; NULL */
};

#endif
