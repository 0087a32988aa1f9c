/* batch.h - files, directories and containers through the jail; answers in the order of the input,
 * however many jobs run at once.  Nothing here looks inside a file; containers are cut in the jail. */
#ifndef WORKER_BATCH_H
#define WORKER_BATCH_H

#include "base/tr.h"
#include "worker/document.h"
#include "worker/wire.h"

enum { BATCH_FILE_MOST = 200 << 20 };

struct batch_answer {
	struct str input;
	struct str json;                /* one document, checked; absent where there is only a problem */
	struct document_facts facts;
	const struct err *problem;      /* what could not be done, or NULL */
};

struct batch_options {
	enum lang lang;
	bool thread;
	bool isolate;                   /* a child of its own for every mail */
	int jobs;
	struct str context;             /* JSON or "" */
	const struct wire_file *sent;
	size_t sent_count;
	int (*each)(void *ctx, const struct batch_answer *answer, struct err *e);
	void (*progress)(void *ctx, size_t done, size_t known);         /* or NULL */
	void *ctx;
};

/* Paths are files, directories or "-".  -1: nothing more could be done (the jail, `each`). */
int batch_run(const struct batch_options *o, const struct str *paths, size_t n, struct err *e) MUST_CHECK;

#endif
