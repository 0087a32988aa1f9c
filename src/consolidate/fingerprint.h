/* fingerprint.h - how alike two texts are, by 64 bits.
 *
 * A text becomes tokens: words of scripts with spaces, single characters of scripts without
 * (kana, kanji).  Numbers lose their digits and long mixed tokens (ticket numbers, hashes) their
 * value, so that personalised copies stay alike.  Three tokens in a row are a gram; a 64-bit
 * simhash over all grams is the fingerprint.  Pure: no clock, disk or database. */
#ifndef CONSOLIDATE_FINGERPRINT_H
#define CONSOLIDATE_FINGERPRINT_H

#include <stdint.h>

#include "base/arena.h"

enum {
	FINGERPRINT_BANDS = 8,
	FINGERPRINT_LEAST = 12,         /* fewer grams say nothing about likeness */
	FINGERPRINT_NEAR = 8,           /* differing bits that still are the same mail */
};

struct fingerprint {
	uint64_t simhash;
	size_t grams;
	struct str tokens;              /* the tokens' hashes in order: equal for the same text */
};

struct fingerprint fingerprint_of(struct arena *a, struct str text);
int fingerprint_distance(uint64_t a, uint64_t b);
/* Sixteen neighbouring bits, overlapping by eight from band to band: texts that differ in at most
 * three bits share a band for certain, those that differ in six mostly. */
unsigned fingerprint_band(uint64_t simhash, int band);

#endif
