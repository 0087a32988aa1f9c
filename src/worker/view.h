/* view.h - a mail's reduced view or one of its parts, asked of a jailed child made for this one question.
 *
 * What comes back is foreign input: the view is read strictly against the allow-list of parse/reduce.h, and everything in it is
 * text.  The child starts from a zygote of its own, so that no process that holds keys ever forks. */
#ifndef WORKER_VIEW_H
#define WORKER_VIEW_H

#include "parse/reduce.h"
#include "base/err.h"

/* `mail` is the mail's SHA-256 as the analysis document has it.  ERR_UNKNOWN where the content holds no such mail (or part),
 * ERR_INPUT where it cannot be read within the jail's limits. */
int view_of_mail(struct arena *a, struct str content, struct str mail, struct reduced *r, struct err *e) MUST_CHECK;
int view_part(struct arena *a, struct str content, struct str mail, struct str part, struct str *bytes_r, struct err *e) MUST_CHECK;
/* What the child wrote, checked. */
int view_read(struct arena *a, struct str json, struct reduced *r, struct err *e) MUST_CHECK;

#endif
