/* fuzz_sighting.c - any bytes as a line of noroshi/sighting/1: refused with a sentence, or possible. */
#include "fuzz.h"

#include "base/time.h"
#include "feedback/sighting.h"

static void read_any(struct arena *a, struct str s)
{
	struct sighting row = { 0 };
	struct searched searched = { 0 };
	const char *why = NULL;

	switch (sighting_read_line(a, s, &row, &searched, &why)) {
	case LINE_SIGHTING:
		assert(row.value.n > 0 && utf8_valid(row.value) && utf8_valid(row.type) && utf8_valid(row.direction));
		assert(row.first_ms <= row.last_ms && row.count >= 1 && row.port >= -1 && row.port <= 65535);
		break;
	case LINE_SUMMARY:
		assert(searched.present && searched.first_ms <= searched.last_ms);
		break;
	case LINE_BAD:
		assert(why != NULL && sighting_why(LANG_JA, str_of(why)) != NULL && sighting_why(LANG_EN, str_of(why)) != NULL);
		break;
	}
	assert(utf8_valid(sighting_reason(a, utf8_repair(a, s))));
}

FUZZ_TARGET
