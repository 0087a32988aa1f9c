/* tally_in.h - a tally's inside, for tally*.c only. */
#ifndef HUNT_TALLY_IN_H
#define HUNT_TALLY_IN_H

#include <jansson.h>

#include "base/json.h"
#include "hunt/tally.h"

struct held {                   /* an end or a return of a connection */
	struct tally_row row;
	uint64_t connection;
};

struct tally {
	struct arena *arena;
	int samples;
	struct tally_row *rows;
	size_t count, room;
	struct tally_slot { uint32_t hash, row; } *table;       /* row 0: empty; else row + 1 */
	size_t table_size;
	struct held *held;
	size_t held_count, held_room;
	uint64_t *started;
	size_t started_count, started_room;
};

/* noroshi/sighting/1; the row's texts are views into the JSON. */
void tally_json_row(struct jw *w, const struct tally_row *r);
bool tally_read_row(struct arena *a, const json_t *o, struct tally_row *row_r);

#endif
