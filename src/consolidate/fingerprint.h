/* fingerprint.h - how alike two texts are, without keeping the texts.
 *
 * A text becomes tokens: words of scripts with spaces, single characters of scripts without
 * (kana, kanji).  Numbers lose their digits and long mixed tokens (ticket numbers, hashes) their
 * value, so that personalised copies stay alike.  Three tokens in a row are a gram.  Of the set of
 * grams a sketch is kept: the least value under each of 48 hash functions (minhash; Broder, "On the
 * resemblance and containment of documents", 1997).  The share of equal places estimates the share
 * of common grams (Jaccard), which a simhash of a text of sixty words is too coarse for.  Three
 * neighbouring places are a band: of two texts that share half their grams 88 in 100 pairs have a
 * band in common, of three fifths 98, of a tenth 2.  Pure: no clock, disk or database. */
#ifndef CONSOLIDATE_FINGERPRINT_H
#define CONSOLIDATE_FINGERPRINT_H

#include <stdint.h>

#include "base/arena.h"

enum {
	FINGERPRINT_BANDS = 16,
	FINGERPRINT_ROWS = 3,           /* places of a band */
	FINGERPRINT_PLACES = FINGERPRINT_BANDS * FINGERPRINT_ROWS,
	FINGERPRINT_LEAST = 12,         /* fewer grams say nothing about likeness */
	FINGERPRINT_NEAR = 24,          /* equal places that make two texts one mail: half of the grams */
};

struct fingerprint {
	uint16_t places[FINGERPRINT_PLACES];
	size_t grams;
	struct str tokens;              /* the tokens' hashes in order: equal for the same text */
};

struct fingerprint fingerprint_of(struct arena *a, struct str text);
/* Equal places, 0 to FINGERPRINT_PLACES. */
int fingerprint_alike(const uint16_t *a, const uint16_t *b);
/* One number for the band's places. */
long long fingerprint_band(const struct fingerprint *f, int band);
/* The places as bytes (two each, low byte first) and back; false where the bytes are not a sketch. */
struct str fingerprint_bytes(struct arena *a, const struct fingerprint *f);
bool fingerprint_places(struct str bytes, uint16_t *places_r);

#endif
