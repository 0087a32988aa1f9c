/* page_hunt.h - what the pages about indicators and hunts are given: one struct a page, as in page.h. */
#ifndef WEB_PAGE_HUNT_H
#define WEB_PAGE_HUNT_H

#include "web/page.h"

/* ---- indicators ---- */

struct indicator_line_shown {
	struct str type, value, href, first, last, cases, shares, sightings, until, seen_by;
	const char *tone;               /* of `until` */
	struct str mark;                /* the warning list it is on; "" */
};

struct lookup_hit { struct str row, given, type, value, href, first, last, where, mark; };
struct lookup_refused { struct str row, given, why; };
struct lookup {
	struct str summary;
	struct lookup_hit *hits;
	struct lookup_refused *refused, *unknown;
	size_t hits_count, refused_count, unknown_count;
	bool cut;                       /* more than what is shown */
};

struct indicators_page {
	struct option *views, *types, *directions;
	size_t views_count, types_count, directions_count;
	struct str text, view, csv, plain, older;
	struct indicator_line_shown *rows;
	size_t rows_count;
	bool staff, filtered;
	struct str lines, problem;      /* what was pasted */
	const struct lookup *search;
};

struct indicator_share_shown { struct str number, href, state, tlp, shown, treatment, published, until, seen_by; const char *tlp_tone; bool revoked; };
struct indicator_case_shown { struct str number, href, title, state; };
struct indicator_submission_shown { struct str name, href, org, role, received; };
struct sighting_shown { struct str org, indicator, direction, port, first, last, count, share, share_href, note; };
struct indicator_page {
	struct str value, type, mark;
	struct fact *facts;
	size_t facts_count;
	struct indicator_case_shown *cases;
	size_t cases_count;
	struct indicator_share_shown *shares;
	size_t shares_count;
	struct indicator_submission_shown *submissions;
	size_t submissions_count;
	struct sighting_shown *sightings;
	size_t sightings_count;
	bool insider;
};

/* ---- hunts ---- */

struct hunt_line_shown {
	struct str number, href, published, state, class, tlp, count;
	const char *tlp_tone;
	long long indicators, recipients, no_hit, hit, partly, working, not_checked, silent, sighted;
};
struct hunts_page { struct hunt_line_shown *rows; size_t rows_count; struct str older; };

/* Periods on one scale: what was searched, and in it what was seen. */
struct bar_row {
	int y, text_y, name_y;
	struct str name, count;
	int searched_x, searched_w;     /* 0 wide: not said */
	int seen_x, seen_w;
	int count_x;
	bool partly;
};
struct bar_tick { int x; struct str label; };
struct bars {
	struct str words;               /* what a reader hears */
	int height, bottom, common_x, common_w, common_h;
	struct bar_row *rows;
	size_t rows_count;
	struct bar_tick *ticks;
	size_t ticks_count;
};

struct answer_shown { struct str org, answer, state, at, useful; const char *tone; };
struct hunt_group {
	struct str id, title, totals, common;
	const struct bars *bars;
	struct sighting_shown *rows;
	size_t rows_count;
};
struct outward_shown { struct str letter, indicator, direction, port, first, last, count; };
struct hunt_page {
	struct str number, title, share_href, csv, outward_csv, outward_number, outward_state, published;
	const char *tlp_tone;
	struct str tlp;
	struct fact *figures, *directions, *ports;
	size_t figures_count, directions_count, ports_count;
	struct str *question;           /* the indicators that were asked for, defanged */
	size_t question_count;
	struct answer_shown *answers, *silent;  /* who said something; who did not yet */
	size_t answers_count, silent_count;
	const struct bars *windows;
	struct hunt_group *groups;
	size_t groups_count, groups_more;
	struct outward_shown *outward;
	size_t outward_count;
};

/* ---- the member's side, on the page of a share ---- */

struct own_hand_in { struct str receipt, href, received, state, reason; };       /* href: "" for who does not hand in */
struct own_hunt {
	struct str base, set, command, hand_in, refused;
	long long indicators;
	struct option *values, *directions;
	size_t values_count, directions_count;
	struct sighting_shown *rows;
	size_t rows_count;
	struct own_hand_in *hand_ins;
	size_t hand_ins_count;
	bool may_hand_in;
};

#endif
