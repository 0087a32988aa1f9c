/* feedback_standing.h - the talk's figures, and what one organisation gave and took: verbs of noroshi feedback. */
#ifndef CLI_FEEDBACK_STANDING_H
#define CLI_FEEDBACK_STANDING_H

#include "cli/desk.h"

/* Behind the loop's figures, into an open object or as lines. */
int feedback_put_talk(struct desk *d, long long from_ms, long long to_ms, struct err *e) MUST_CHECK;
int feedback_give_take(struct desk *d, struct str org, long long from_ms, long long to_ms, struct err *e) MUST_CHECK;

#endif
