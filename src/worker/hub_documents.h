/* hub_documents.h - of the documents that one job gave the one that is kept, with what the others found. */
#ifndef WORKER_HUB_DOCUMENTS_H
#define WORKER_HUB_DOCUMENTS_H

#include <jansson.h>

#include "worker/pool.h"

/* In the job's frames; absent where it gave none. */
struct str documents_main(const struct pool_end *end);
/* `main` with the findings and indicators of the rest, the caller's to decref; NULL: it is no document. */
json_t *documents_merge(const struct pool_end *end, struct str main, struct err *e);
/* No password opened one of them, or something inside. */
bool documents_locked(const struct pool_end *end);

#endif
