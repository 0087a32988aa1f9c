/* fuzz_wire.c - any bytes as an envelope and as the frames of an answer: views stay inside. */
#include "fuzz.h"

#include "worker/wire.h"

static void inside(struct str whole, struct str part)
{
	assert(part.n == 0 || (part.p >= whole.p && part.n <= whole.n && part.p - whole.p <= (ptrdiff_t)(whole.n - part.n)));
}

static void read_any(struct arena *a, struct str s)
{
	struct wire_envelope v;
	struct wire_result r;
	struct str rest = s;

	if (wire_get_envelope(a, s, &v)) {
		assert(v.job < WIRE_KINDS);
		inside(s, v.context);
		for (size_t i = 0; i < v.file_count; i++) {
			inside(s, v.files[i].name);
			inside(s, v.files[i].bytes);
		}
		for (size_t i = 0; i < v.sent_count; i++)
			inside(s, v.sent[i].bytes);
	}
	while (wire_get_frame(&rest, &r) == 1) {
		inside(s, r.name);
		inside(s, r.bytes);
		inside(s, rest);
	}
}

FUZZ_TARGET
