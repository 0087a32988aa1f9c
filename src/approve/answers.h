/* answers.h - what was answered: by whom, for whom, and which lines. */
#ifndef APPROVE_ANSWERS_H
#define APPROVE_ANSWERS_H

#include "base/act.h"
#include "store/db.h"

struct answered_line { long long line; struct str word, wish; };
struct answered {
	struct str id, org_id, digest, word, kind, medium, person_id, entered_by, deputy_of, second, reference;
	long long rev;                  /* the version with that digest */
	long long at_ms, until_ms, recalled_ms;         /* TIME_NONE: not taken back */
	bool valid_form;                /* spoken: heard by two */
	struct answered_line *lines;    /* those that are not simply yes */
	size_t line_count;
};

/* Newest first.  `org_id` absent: of all organisations, which is who stands behind a share: it leaves its audit line. */
int answers_list(struct db *db, const struct act *by, struct arena *a, struct str org_id, struct str number, struct answered **list_r,
    size_t *n_r, struct err *e) MUST_CHECK;

#endif
