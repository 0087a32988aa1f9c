/* job.h - the work of the zygote's children: one envelope in, frames out. */
#ifndef WORKER_JOB_H
#define WORKER_JOB_H

#include "worker/zygote.h"

void job_warm(void);
void job_run(void);

extern const struct zygote_work job_work;

#endif
