/* name_index.h - the heads (role ceo or executive) of all houses of a context, by every key that their
 * names may show as (person_name.h).  Made once per context, so that a mail costs the same with five
 * houses or five thousand. */
#ifndef ANALYSE_NAME_INDEX_H
#define ANALYSE_NAME_INDEX_H

#include "analyse/analyse.h"

struct name_index;

const struct name_index *name_index_build(struct arena *a, const struct context *c);
bool name_index_is_empty(const struct name_index *x);
/* Whose key is it?  Begin with *at = 0; false when there are no more. */
bool name_index_next(const struct name_index *x, struct str key, size_t *at, size_t *org_r, size_t *person_r);

#endif
