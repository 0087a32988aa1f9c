/* quarters.h - the period that a page is about: from ?from= and ?to=, and the last quarters to choose from. */
#ifndef WEB_QUARTERS_H
#define WEB_QUARTERS_H

#include "report/period.h"
#include "web/web.h"

/* Five quarters to choose from, of which the first is the newest in which anything was recorded that the viewer may see:
 * a hub that rests opens at its last figures, not at empty ones.  `ended`: none that still runs.  value: an address below `path`. */
struct option *quarters_last(struct web_call *c, const char *path, bool ended, size_t *n_r);
/* ?from= and ?to=, both inclusive; where neither is given the first of these quarters.  The days stand in *from_r and *to_r. */
int quarter_asked(struct web_call *c, bool ended, struct period *p_r, struct str *from_r, struct str *to_r, struct err *e) MUST_CHECK;
/* "2019-07-01" of the first and the last day. */
struct str quarter_day(const struct web_call *c, const struct civil *day);

#endif
