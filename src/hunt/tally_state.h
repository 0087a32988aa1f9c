/* tally_state.h - a tally put away in the middle of a log and taken up again. */
#ifndef HUNT_TALLY_STATE_H
#define HUNT_TALLY_STATE_H

#include <jansson.h>

#include "base/json.h"
#include "hunt/tally.h"

/* A tally before it is settled, as keys of an object; and read again (false: this is none). */
void tally_save(struct tally *t, struct jw *w);
bool tally_restore(struct arena *a, const json_t *o, struct tally *t);

#endif
