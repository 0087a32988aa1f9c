/* changes.h - how a mail differs from all earlier ones of the same From address. */
#ifndef ANALYSE_CHANGES_H
#define ANALYSE_CHANGES_H

#include "analyse/address_book.h"

/* Fills earlier, differences and foreign of *change_r from messages [0, i); `changes` are the sets
 * of those, so that a mail found foreign does not count as history. */
void changes_compare(struct arena *a, const struct thread *t, const struct change_set *changes, size_t i,
    struct change_set *change_r);

#endif
