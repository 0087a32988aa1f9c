/* page_report.h - what the templates of html/report.html are given. */
#ifndef WEB_PAGE_REPORT_H
#define WEB_PAGE_REPORT_H

#include "base/html.h"
#include "web/page.h"

struct report_pair { struct str ja, en; bool heading; };        /* the same place in both languages; "" where one has none */
struct report_chapter { struct str ja, en; struct report_pair *pairs; size_t pairs_count; };
struct report_check_line { struct str label, found; struct option *rows; size_t rows_count; bool good; };       /* rows: what it is about */
struct report_step { struct str label, now, before, change; };
struct report_open { struct str kind; struct option *rows; size_t rows_count; long long count; };              /* value "": no link */
struct report_chosen { struct str slot, value; };
struct report_place { struct str where, head, before, after, tail; };  /* head and tail stand in both; where: "" as the one above */
struct report_erratum { struct str when, where, before, after; };

struct report_page {
	struct str from, to, label, query;      /* query: from=...&to=... */
	struct option *quarters;
	size_t quarters_count;
	struct report_chapter *chapters;
	size_t chapters_count;
	struct report_check_line *checks;
	size_t checks_count;
	struct report_step *steps;              /* beside the period before */
	size_t steps_count;
	struct report_open *unsettled;
	size_t unsettled_count;
	struct report_chosen *chosen;
	size_t chosen_count;
	struct option *slots;
	size_t slots_count;
	struct report_place *corrections;       /* the kept version beside what the records say by now */
	size_t corrections_count;
	struct str beside;                      /* the period before, where that was asked for; "" */
	struct report_place *changes;           /* its sentences beside these */
	size_t changes_count;
	struct report_erratum *errata;
	size_t errata_count;
	struct str state, digest, proposed, closed;     /* state: "" proposed closed; proposed: by whom and when */
	struct str open;                        /* what a proposal has to name */
	bool untold;                            /* a source of a told case has not agreed: it is not closed */
	bool may_edit, may_propose, may_confirm, may_compare, is_closed;
};

#endif
