/* bars.h - organisations' periods on one scale, as whole pixels of a drawing: what was searched, and in it what was seen. */
#ifndef WEB_BARS_H
#define WEB_BARS_H

#include "web/page_hunt.h"
#include "web/web.h"

struct bar_period {
	struct str name, count;
	long long searched_from_ms, searched_to_ms;     /* TIME_NONE: not said */
	long long first_ms, last_ms;                    /* TIME_NONE: nothing was seen */
	bool partly;
};

/* NULL where there is nothing to draw.  The band of what all rows' seen periods have in common is drawn where common_from_ms is a time. */
const struct bars *bars_make(struct web_call *c, const struct bar_period *list, size_t n, long long common_from_ms, long long common_to_ms);

#endif
