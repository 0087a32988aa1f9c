/* hub_store.h - what a checked result document becomes in the hub's tables; private to hub_*.c. */
#ifndef WORKER_HUB_STORE_H
#define WORKER_HUB_STORE_H

#include <jansson.h>

#include "base/act.h"
#include "store/hub.h"

struct hub_submission {
	struct str id, hand_in_id, org_id, kind, key_id, supplements, answers_share;
	long long received_ms;
};

/* Document, findings, indicators, verdict and neighbours of one submission, in one transaction. */
int hub_store_document(struct hub *hub, const struct act *by, struct arena *a, const struct hub_submission *s,
    struct str json, const json_t *doc, struct err *e) MUST_CHECK;
/* A submission that could not be read, or not wholly: visible, never lost. */
int hub_store_failed(struct hub *hub, const struct act *by, struct arena *a, const struct hub_submission *s,
    const char *examined, const char *reason, struct err *e) MUST_CHECK;
/* The lines of an answer to a share that could be read: rows, and the answer "hit" or "searched, nothing
 * found" with its window.  `bad` ("3:direction 7:json") says which could not: then it is examined "partly".
 * Doing it again replaces what was stored the first time. */
int hub_store_sightings(struct hub *hub, const struct act *by, struct arena *a, const struct hub_submission *s,
    struct str lines, struct str bad, struct err *e) MUST_CHECK;

#endif
