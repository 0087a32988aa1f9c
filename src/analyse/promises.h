/* promises.h - "I will send it shortly", and who delivered then. */
#ifndef ANALYSE_PROMISES_H
#define ANALYSE_PROMISES_H

#include "analyse/detector.h"

/* A mail that says that it delivers (list "fulfilment") or has an attachment. */
bool message_delivers(const struct message *m);
/* The last promise (list "promise") that `address` itself made before message i, or -1. */
int promise_before(const struct thread *t, size_t i, struct str address);
/* The first delivery by `address` itself behind message `promised`, whichever mail came between; -1. */
int promise_kept(const struct thread *t, size_t promised, struct str address);

#endif
