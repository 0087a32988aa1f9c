/* source.h - what was handed in, byte for byte. */
#ifndef WEB_SOURCE_H
#define WEB_SOURCE_H

#include "intake/look.h"
#include "web/web.h"

/* The content for the reason of the form (members need none for their own); the look is recorded first.  -1: *why says
 * what the viewer can do about it, or, where that is empty, *e what failed. */
int source_open(struct web_call *c, const struct submission_row *s, bool staff, struct str *bytes_r, struct err *why, struct err *e) MUST_CHECK;
/* As an encrypted zip, named by its hash. */
int sample_send(struct web_call *c, struct str bytes, struct err *e) MUST_CHECK;

#endif
