/* gist.h - what a list says of a submission's document: its subject and its strongest sign.
 *
 * A page of a list shows fifty of them, each of which is read, decrypted and checked as a whole.  What came out is kept in the process for
 * some minutes, by the document's blob, whose bytes never change.  Whether somebody may see it is asked before; the row of what was
 * withdrawn names no document any more, so nothing kept is found by it. */
#ifndef WEB_GIST_H
#define WEB_GIST_H

#include "web/document.h"

enum { GIST_WORDS = 4 };

struct gist {
	bool has_document;
	struct str subject;             /* "" */
	struct str finding, words[GIST_WORDS];  /* of the first sign for it; "" where there is none */
	size_t word_count;
	long long strong, medium;
};

int gist_of(struct web_call *c, const struct submission_row *s, struct gist *g, struct err *e) MUST_CHECK;

#endif
