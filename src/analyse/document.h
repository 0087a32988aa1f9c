/* document.h - the result document noroshi/analysis/1 (interfaces: "noroshi analyse"). */
#ifndef ANALYSE_DOCUMENT_H
#define ANALYSE_DOCUMENT_H

#include "analyse/detector.h"
#include "analyse/people.h"
#include "analyse/sequence.h"

/* A text that is longer is cut, and so found by its words only up to there: the limit text.bytes says so. */
enum { DOCUMENT_MOST = 16 << 20, DOCUMENT_TEXT_MOST = 4 << 20 };

struct document {
	struct str input, sha256;
	size_t bytes;
	const char *kind;
	const char *examined;           /* fully partly failed */
	struct limit_hit *limits;
	size_t limit_count, limit_room;
	struct verdict verdict;
	const struct detection *detection;
	const struct thread *thread;
	const struct report_facts *report;      /* kind report; else NULL */
	struct people people;           /* of a conversation */
	struct sequence sequence;
};

/* Appends one line.  What does not fit into 16 MiB is cut fairly: the same bounds for every
 * message, smaller until it fits, with a limit entry. */
void document_write(struct arena *a, struct buf *out, struct document *d);
void document_limit(struct arena *a, struct document *d, const char *limit, long long at);

#endif
