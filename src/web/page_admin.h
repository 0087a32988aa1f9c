/* page_admin.h - what the templates of html/admin.html are given: the trail of deeds, the settings, the help. */
#ifndef WEB_PAGE_ADMIN_H
#define WEB_PAGE_ADMIN_H

#include "base/html.h"

struct trail_line { struct str when, actor, deed, object, detail, href, by_href; };     /* href: the page of the object; "" */
struct trail_page {
	struct str from, to, actor, deed, object;       /* the filter as it was asked for */
	struct str older, csv, check;   /* addresses; older "" at the end */
	struct str broken;              /* the first line of the chain that does not fit; "" */
	long long fits;                 /* so many lines were looked at and fit; 0: not looked at */
	struct trail_line *rows;
	size_t rows_count;
};

struct setting_line { struct str name, value, fallback, help; bool changed; };
struct settings_page {
	struct str file;
	struct setting_line *rows;
	size_t rows_count;
	long long changed;
};

struct help_part { struct str title, text; };
struct help_page {
	struct help_part *parts, *words;        /* what the viewer does here; what a word means */
	size_t parts_count, words_count;
	bool hands_in, staff;
};

#endif
