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

/* Rows stay where they are: a growing array would be copied again and again. */
enum { TALLY_CHUNK = 512, TALLY_WAITING = 16 };

struct tally {
	struct arena *arena;
	int samples;
	struct tally_row **chunks;      /* of TALLY_CHUNK rows each */
	size_t chunk_count, chunk_room;
	size_t count;                   /* rows */
	struct str org;                 /* of the row made last */
	struct tally_slot { uint32_t hash, row; } *table;       /* row 0: empty; else row + 1 */
	size_t table_size;
	/* Rows to be counted whose places in the table are being fetched from memory; tally_drain counts them. */
	struct waiting { struct tally_row row; uint32_t hash; } waiting[TALLY_WAITING];
	int waiting_count;
	struct held *held;
	size_t held_count, held_room;
	uint64_t *started;
	size_t started_count, started_room;
};

void tally_drain(struct tally *t);
static inline struct tally_row *tally_row_at(const struct tally *t, size_t i)
{
	return &t->chunks[i / TALLY_CHUNK][i % TALLY_CHUNK];
}

/* noroshi/sighting/1; the row's texts are views into the JSON. */
void tally_json_row(struct jw *w, const struct tally_row *r);
bool tally_read_row(struct arena *a, const json_t *o, struct tally_row *row_r);

#endif
