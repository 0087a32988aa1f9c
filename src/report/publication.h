/* publication.h - the source's yes to being told of in the public report: an audience of its own, that no share's approval covers.
 *
 * Bound to a digest of the hub's words on the case in both languages and of the course of events: another word, and it is asked
 * again.  Said by an approver of the organisation, as to a share (approve/approve.h).  Of one organisation the newest answer counts;
 * silence is never yes.  Only the sealed connection writes it. */
#ifndef REPORT_PUBLICATION_H
#define REPORT_PUBLICATION_H

#include "approve/approve.h"

struct publication_source {
	struct str org_id, answer, medium, person_id;   /* the newest answer; "" where there is none */
	long long at_ms;
	bool good;                      /* yes, to what would be printed now */
};

struct publication {
	struct str case_id, number, digest;
	struct publication_source *sources;     /* every organisation whose material the case holds; none: the hub's own */
	size_t source_count, good;
};

int publication_get(struct db *db, struct arena *a, struct str case_number, struct publication *p_r, struct err *e) MUST_CHECK;
/* answer->number is the case, word yes or no; digest, person and medium as for a share. */
int publication_answer(struct hub *hub, const struct act *by, struct arena *a, const struct answer *answer, struct err *e) MUST_CHECK;

#endif
