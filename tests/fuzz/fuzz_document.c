/* fuzz_document.c - any bytes as the answer of a jailed reader: refused, or safe to use. */
#include "fuzz.h"

#include "worker/document.h"

static void read_any(struct arena *a, struct str s)
{
	struct err e = { 0 };
	json_t *doc, *again;
	struct str limited;

	if (document_check(s, &doc, &e) < 0) {
		assert(e.text[0] != '\0');
		return;
	}
	assert(document_text(doc, "schema").n > 0);
	limited = document_limited(a, doc, "some.limit", 1, STR("00"), s.n);
	json_decref(doc);
	assert(document_check(limited, &again, &e) == 0);
	json_decref(again);
}

FUZZ_TARGET
