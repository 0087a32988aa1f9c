/* page_search.h - what the page of the search is given. */
#ifndef WEB_PAGE_SEARCH_H
#define WEB_PAGE_SEARCH_H

#include "web/page.h"

struct hit_shown { struct str kind, number, href, title, org, when, where, before, hit, after; };
struct search_shown {
	struct str words, next;         /* next: address of the page behind; "" */
	struct option *kinds;
	size_t kinds_count;
	struct hit_shown *hits;
	size_t hits_count;
	long long waiting;              /* not in the index yet */
	bool asked, staff, cut;
};

#endif
