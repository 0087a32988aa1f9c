/* hub_jobs.h - a hub's queue through the jail: hand-ins are split, submissions analysed and stored.
 *
 * Jobs are taken with a lease and are idempotent: what a crash left half done is done again.  The
 * jailed child sees bytes and a context document; rows are written here, after checking. */
#ifndef WORKER_HUB_JOBS_H
#define WORKER_HUB_JOBS_H

#include "base/act.h"
#include "store/hub.h"
#include "worker/pool.h"

struct hub_jobs_done {
	size_t taken;                   /* jobs of any kind; 0: the queue was empty */
	size_t split, analysed, failed;
};

/* Works until the queue is empty or `most` jobs are done. `by` gives clock and randomness. */
int hub_jobs_run(struct hub *hub, const struct act *by, struct pool *pool, size_t most, struct hub_jobs_done *done_r,
    struct err *e) MUST_CHECK;

#endif
