/* block.h - the hits of one block become rows: lines found, read, understood. */
#ifndef HUNT_BLOCK_H
#define HUNT_BLOCK_H

#include "hunt/hunt.h"
#include "hunt/input.h"

struct block_seen {             /* what a block adds to the summary */
	long long lines, hit_lines, known_lines, hits;
	long long first_ms, last_ms;
};

/* `hits` are the scanner's; rows go into `t`.  Without hits `order` and `t` may be NULL. */
void block_hits(const struct hunt_order *order, const struct format_use *use, const struct block *b, const struct scan_hits *hits,
    struct tally *t, struct block_seen *seen);

#endif
