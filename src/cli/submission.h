/* submission.h - what the files of noroshi submission share. */
#ifndef CLI_SUBMISSION_H
#define CLI_SUBMISSION_H

#include "cli/desk.h"
#include "intake/look.h"

struct submission_options {
	struct str org, state, kind, examined, from, to, after, limit, reason, output, class, basis, damage, outcome, verdict, of, word, finding, strength, sig, password_file;
	bool csv, automatic;
};

/* "R-.../n". */
struct str submission_name(struct desk *d, const struct submission_row *s);
/* Fields of one row into an open object. */
void submission_fields(struct desk *d, const struct submission_row *s);

int submission_show(struct desk *d, void *options, struct err *e);

#endif
