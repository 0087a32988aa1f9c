/* submission.h - what the files of a submission's page share. */
#ifndef WEB_SUBMISSION_H
#define WEB_SUBMISSION_H

#include "intake/look.h"
#include "web/web.h"

int submission_page_show(struct web_call *c, const struct submission_row *s, bool staff, struct err *e) MUST_CHECK;

#endif
