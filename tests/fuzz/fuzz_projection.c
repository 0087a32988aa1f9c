/* fuzz_projection.c - any bytes as a share document: refused with a sentence, or written again unchanged. */
#include "fuzz.h"

#include "anonymise/projection.h"

static void read_any(struct arena *a, struct str s)
{
	struct projection p = { 0 }, again = { 0 };
	struct err e = { 0 };
	struct str json;

	if (projection_read(a, s, &p, &e) < 0) {
		assert(e.text[0] != '\0');
		return;
	}
	json = projection_json(a, &p);
	assert(json.p != NULL && projection_read(a, json, &again, &e) == 0);
	assert(str_eq(json, projection_json(a, &again)));
	if (projection_check(&p, &e) < 0)
		assert(e.text[0] != '\0');
}

FUZZ_TARGET
