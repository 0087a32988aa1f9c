/* page_member.h - what the template of html/member.html is given: a member's first page. */
#ifndef WEB_PAGE_MEMBER_H
#define WEB_PAGE_MEMBER_H

#include "web/page.h"

struct member_count { struct str label, href; long long count; };       /* href: "" where no list shows just these */
struct member_figure { struct str group, label, own, median; };         /* group: a heading before it; "".  median "–": too few organisations to tell one */

struct member_home {
	struct str org, label, from, to;        /* label: of the period that the figures are of */
	struct home_tile *waits;                /* note: by when */
	size_t waits_count;
	struct home_row *rows;                  /* the last shares that were sent here */
	size_t rows_count;
	struct member_count *states;            /* what was handed in, by state */
	size_t states_count;
	struct member_count *answers;           /* the shares of the period, by what was answered */
	size_t answers_count;
	struct member_figure *figures;
	size_t figures_count;
	struct option *quarters;
	size_t quarters_count;
	bool may_submit, may_look;              /* at what was handed in */
};

#endif
