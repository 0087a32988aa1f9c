/* page_queue.h - what html/queue.html is given. */
#ifndef WEB_PAGE_QUEUE_H
#define WEB_PAGE_QUEUE_H

#include "web/page_submission.h"

struct queue_row {
	struct str day, time, org, sig, name, href, peek, why, kind, case_number, case_href, state, class, owner, proposal, score;
	struct run *subject;
	size_t subject_count;
	struct tag verdict;
	const char *dot;                /* of the state: new work asked done */
	long long strong, medium, copies;
	bool partly, now, picked, urgent;
};

struct peek_reason { struct ref ref; struct str sentence; };
struct peek {
	struct str name, base, href, back, state, case_number, case_href, owner;
	struct run *subject;
	size_t subject_count;
	struct fact *facts;
	size_t facts_count;
	struct peek_reason *reasons;
	size_t reasons_count;
	long long reasons_all;
	struct proposal_shown *proposals;
	size_t proposals_count;
	bool may, mine;
};

struct queue_page {
	struct option *views, *kinds, *periods, *of_class, *strengths, *sigs, *classes;         /* classes: to give, of_class: to look for */
	size_t views_count, kinds_count, periods_count, of_class_count, strengths_count, sigs_count, classes_count;
	struct queue_row *rows;
	size_t rows_count;
	struct str view, older, newest, back, undo;     /* undo: names of what was joined just now */
	long long fresh;                /* came in since the list was made */
	const struct peek *peek;        /* NULL: no row is selected */
	bool staff, may;
};

#endif
