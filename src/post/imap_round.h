/* imap_round.h - fetching from the mailbox: one round takes what is there, each mail durable before the next one is asked for.
 *
 * A mail at which the server breaks off is noted, and tried again at the end of the next rounds, so that it holds up no other. */
#ifndef POST_IMAP_ROUND_H
#define POST_IMAP_ROUND_H

#include "base/act.h"
#include "post/imap.h"

struct imap_counts {
	long long found, looked_at;     /* in this round, for those who wait */
	long long taken, known;         /* received; the same bytes were here before */
	long long too_large, empty;     /* noted, they stay on the server */
	long long gone;                 /* deleted there meanwhile */
	long long marked;               /* what imap_after says was done with them */
	bool held;                      /* too much waits to be read: the rest stays on the server for now */
	struct err refused;             /* kind ERR_OK: the server marked or moved all that it should */
};

/* What is told while it goes on; may be NULL. */
typedef void imap_progress(void *ctx, const struct imap_counts *counts);

/* -1: it ended early, with *counts_r as far as it came; nothing is lost, the next round goes on there. */
int imap_round(struct hub *hub, struct act *by, long long (*now_ms)(void), struct imap *m, imap_progress *progress, void *ctx,
    struct imap_counts *counts_r, struct err *e) MUST_CHECK;

#endif
