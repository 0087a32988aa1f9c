/* job_rows.h - the jobs that read rows: what members saw in their logs, and tables kept by hand.  Inside the jail. */
#ifndef WORKER_JOB_ROWS_H
#define WORKER_JOB_ROWS_H

#include "base/arena.h"

/* Each sends its rows as WIRE_DOCUMENT, and WIRE_REFUSED with a word for what is none. */
void job_sightings(struct arena *a, struct str bytes);
void job_table(struct arena *a, struct str bytes);

#endif
