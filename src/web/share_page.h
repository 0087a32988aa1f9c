/* share_page.h - what the files of a share's pages share. */
#ifndef WEB_SHARE_PAGE_H
#define WEB_SHARE_PAGE_H

#include "share/look.h"
#include "web/page_share.h"
#include "web/web.h"

/* share_lines.c: fills pairs and the counts of what is kept, replaced and withheld. */
int share_pairs(struct web_call *c, const struct share_row *s, const struct projection *p, struct share_page *out, struct err *e) MUST_CHECK;
/* share_edit.c: the form of changes, with the words that stand now, or (stale) those that were sent. */
const struct share_edit *share_edit_form(struct web_call *c, const struct share_row *s, const struct projection *p);
/* The page; `refused` where a deed was: its sentence stands above. */
int share_show(struct web_call *c, struct err *e) MUST_CHECK;
/* inbox_show.c: a projection as members read it. */
void inbox_fill(struct web_call *c, const struct projection *p, struct inbox_share *x);
/* "自組織内のみ..." and whether companies of the group may have it. */
struct str share_limits(const struct web_call *c, struct str tlp);
struct str share_group(const struct web_call *c, struct str tlp);
struct str *share_paragraphs(struct web_call *c, const struct texts *t, size_t *n_r);

/* Whom the viewer stands in for as an approver, as a sentence; "". */
struct str approval_deputy(struct web_call *c);

#endif
