/* live.h - how much waits, in figures that a process asks for once in a few seconds, not once a page or a stream. */
#ifndef WEB_LIVE_H
#define WEB_LIVE_H

#include "web/web.h"

/* Each is 0 where the viewer has no such page. */
struct live_counts {
	long long queue;                /* submissions that nobody has decided about */
	long long approvals;            /* open questions to the viewer's organisation */
	long long inbox;                /* shares that nobody of the organisation has opened */
	long long newest_ms;            /* of the queue or the inbox; TIME_NONE */
};

int live_count(struct web *web, const struct viewer *who, long long now_ms, struct live_counts *counts_r, struct err *e) MUST_CHECK;
/* Something was done: this process asks anew. */
void live_forget(struct web *web);
/* For http_door.feed. */
bool live_feed(struct web *web, const struct http_request *q, void *stream, struct buf *out);

#endif
