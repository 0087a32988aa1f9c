/* lock.h - the profile `scan`: what a thread gives up before it reads log bytes. */
#ifndef HUNT_LOCK_H
#define HUNT_LOCK_H

#include "base/err.h"

/* Once, before the threads start: makes the filter. */
int scan_lock_prepare(struct err *e) MUST_CHECK;
/* In a thread: from now on it reads, computes and ends; anything else ends the process.  -1: the lock
 * could not be put on, nothing may be read. */
int scan_lock(struct err *e) MUST_CHECK;

#endif
