/* papers.h - a share's artefacts on pages: listed, found, sent. */
#ifndef WEB_PAPERS_H
#define WEB_PAPERS_H

#include "share/look.h"
#include "web/page_share.h"
#include "web/web.h"

void papers_show(struct web_call *c, struct str base, const struct share_paper *list, size_t n, struct paper_shown **shown_r, size_t *n_r);
/* The bytes of one, "" where there is none. */
struct str paper_find(const struct share_paper *list, size_t n, struct str format, struct str lang);
bool paper_is_there(const struct share_paper *list, size_t n, struct str format, struct str lang);
/* The one that the path's second piece names ("html.ja", "csv"), as a file; html under a policy that runs nothing. */
int papers_send(struct web_call *c, struct str number, const struct share_paper *list, size_t n, struct err *e) MUST_CHECK;
/* These bytes, in the same way. */
int paper_send(struct web_call *c, struct str number, struct str format, struct str name, struct str bytes);
struct str papers_audience(struct web_call *c, struct str kind, struct str target);

#endif
