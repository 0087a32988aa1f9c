/* fuzz_tally_read.c - any bytes as the result of another run, and as the state of an earlier one. */
#include "fuzz.h"

#include <jansson.h>

#include "hunt/tally_read.h"
#include "hunt/tally_state.h"

static void restore(struct arena *a, struct str s)
{
	json_t *o = json_loadb(s.p, s.n, JSON_REJECT_DUPLICATES, NULL);
	struct tally *t = tally_new(3);
	const struct tally_row *const *rows;

	if (o != NULL && tally_restore(a, o, t)) {
		tally_settle(t);
		tally_rows(t, &rows);
	}
	tally_free(t);
	json_decref(o);
}

static void read_any(struct arena *a, struct str s)
{
	struct tally *t = tally_new(3);
	struct hunt_summary sum = { .first_ms = TIME_NONE, .last_ms = TIME_NONE };
	int line = 0;
	struct buf out;
	struct err e;

	buf_init(&out, 64 << 20);
	if (tally_read(a, s, &line, t, &sum, &e) == 0) {
		tally_json(t, &sum, &out);
		tally_csv(t, &sum, &out);
		tally_table(t, &sum, NULL, &out);
		assert(utf8_valid(buf_str(&out)) || out.failed);
	}
	buf_fini(&out);
	tally_free(t);
	restore(a, s);
}

FUZZ_TARGET
