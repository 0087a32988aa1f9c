/* document.h - the result document (noroshi/analysis/1) seen from outside the jail.
 *
 * What a child wrote is foreign input: it is checked here against the shape of the schema before
 * anybody uses it.  A job that failed gets a document too, written here. */
#ifndef WORKER_DOCUMENT_H
#define WORKER_DOCUMENT_H

#include <jansson.h>

#include "base/buf.h"

/* Of a checked document; views into it. */
struct document_facts {
	struct str kind, examined;
};

/* Strict JSON of one line, in the shape of the schema, within bounds: one pass, nothing is allocated. */
int document_scan(struct str json, struct document_facts *facts_r, struct err *e) MUST_CHECK;
/* The same, and its tree.  The caller decrefs. */
int document_check(struct str json, json_t **doc_r, struct err *e) MUST_CHECK;

struct document_failed {
	struct str input, sha256;
	unsigned long long bytes;
	const char *kind;               /* mail, thread, ... as far as known without reading */
	const char *examined;           /* failed or partly */
	const char *limit;
	long long at;
};

/* The document of a job that gave none. */
void document_failed(struct buf *out, const struct document_failed *f);

/* Says in a checked document that it is not the whole: examined becomes at least "partly", the
 * limit is listed; sha256 and bytes are those of the whole input where given (absent: kept). */
struct str document_limited(struct arena *a, json_t *doc, const char *limit, long long at, struct str sha256,
    unsigned long long bytes);

/* Does a checked document list the limit? */
bool document_has_limit(const json_t *doc, const char *limit);
/* Text of a checked document; "" where it is absent or null. */
struct str document_text(const json_t *object, const char *key);

#endif
