/* belongs.h - does a mail belong to the conversation it was handed in with? */
#ifndef ANALYSE_BELONGS_H
#define ANALYSE_BELONGS_H

#include "analyse/detector.h"

/* belongs_r[i], t->count of them: message i is tied to another one of the thread, by ids (answers it, is answered, shares
 * a reference), else by its subject without reply marks together with a common participant, else by two common
 * participants, or a quote attributed to one of them.  Linear in the thread's headers. */
void belongs_find(struct arena *a, const struct thread *t, bool *belongs_r);

#endif
