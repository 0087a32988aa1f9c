/* kept.h - figures over many rows are kept in the process for as many milliseconds as rows were counted for them.
 *
 * So a page over a million submissions pays for a quarter's sums about once a minute, and what few rows give is counted at each look.  What
 * is one's own is never kept: only sums over the whole circle, which a deed of one's own hardly moves. */
#ifndef WEB_KEPT_H
#define WEB_KEPT_H

#include "web/web.h"

enum { KEPT_BYTES = 256 };

/* `what` is a literal; the figures are plain numbers, `n` bytes of them.  Were they counted not long ago? */
bool kept_find(const struct web_call *c, const char *what, long long from_ms, long long to_ms, void *figures_r, size_t n);
void kept_put(const struct web_call *c, const char *what, long long from_ms, long long to_ms, long long rows, const void *figures, size_t n);

#endif
