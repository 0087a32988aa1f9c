/* case_page.h - what the files of a case's page share. */
#ifndef WEB_CASE_PAGE_H
#define WEB_CASE_PAGE_H

#include "consolidate/cases.h"
#include "web/page_case.h"
#include "web/web.h"

/* cases.c: the page; `refused` where a deed was: its sentence stands above. */
int case_show(struct web_call *c, struct err *e) MUST_CHECK;
/* case_forms.c: what is told of it, each with the form that changes it; what was sent and refused stands in its form. */
int case_forms(struct web_call *c, const struct case_told *t, struct case_page *p, struct err *e) MUST_CHECK;
/* A moment as a form writes it: 2019-07-31 10:00, 2019-07-31 or 2019-07; *precision_r by which of them. */
int case_instant(struct web_call *c, struct str s, long long *ms_r, const char **precision_r, struct err *e) MUST_CHECK;

#endif
