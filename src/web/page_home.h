/* page_home.h - what html/home.html is given: the start page of the hub's people. */
#ifndef WEB_PAGE_HOME_H
#define WEB_PAGE_HOME_H

#include "web/page_submission.h"

struct home_share { struct when when; struct str number, href, title, state, back; const char *tlp_tone; struct str tlp; };       /* back: what came back */
struct home_figure { struct str label, means, change; struct str now, now_href, before, before_href; };
struct home_waiting { struct str name, href, what; struct when when; };
struct home_health { struct str term, value, href; };           /* href: what is counted; "" where there is none */
struct home_step { struct str text, how; bool done; };

struct home_page {
	struct home_tile *tiles;
	size_t tiles_count;
	struct home_share *rows;          /* shares, the newest first */
	size_t rows_count;
	struct home_figure *figures;    /* the running quarter beside the one before */
	size_t figures_count;
	struct str quarter, quarter_before, counted;    /* counted: as of when, where the worker counted it before; "" */
	struct home_health *health;     /* of what reads what came in */
	size_t health_count;
	struct str late;                /* the reading is behind: since when; "" */
	struct home_waiting *quarantine, *failed;
	size_t quarantine_count, failed_count;
	struct home_step *first;        /* on a hub that has just begun; empty: it is past that */
	size_t first_count;
};

#endif
