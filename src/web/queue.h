/* queue.h - what the files of the queue share. */
#ifndef WEB_QUEUE_H
#define WEB_QUEUE_H

#include "consolidate/cases.h"
#include "intake/look.h"
#include "web/page_queue.h"
#include "web/web.h"

int queue_show(struct web_call *c, struct err *e) MUST_CHECK;
/* The pane beside the list: three reasons and what to do next. */
int queue_peek(struct web_call *c, const struct submission_row *s, const struct submission_place *place, const struct queue_row *row,
    struct str back, const struct peek **peek_r, struct err *e) MUST_CHECK;
/* What is proposed for it, in a word: a case's number, else that one is to be opened. */
struct str queue_proposal(const struct web_call *c, const struct submission_place *p);

#endif
