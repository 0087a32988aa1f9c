/* fuzz_sighting.c - any bytes as a line of noroshi/sighting/1: refused with a sentence, or possible. */
#include "fuzz.h"

#include "base/time.h"
#include "feedback/sighting.h"

static void read_any(struct arena *a, struct str s)
{
	struct sighting row = { 0 };
	struct searched searched = { 0 };
	struct err e = { 0 };
	bool is_sighting = false;

	if (sighting_read_line(a, s, &is_sighting, &row, &searched, &e) < 0) {
		assert(e.text[0] != '\0');
		return;
	}
	if (is_sighting) {
		assert(row.value.n > 0 && utf8_valid(row.value) && utf8_valid(row.type) && utf8_valid(row.direction));
		assert(row.first_ms <= row.last_ms && row.count >= 1 && row.port >= -1 && row.port <= 65535);
	} else {
		assert(searched.present && searched.first_ms <= searched.last_ms);
	}
}

FUZZ_TARGET
