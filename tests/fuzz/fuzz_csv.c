/* fuzz_csv.c - any bytes as CSV: rows count up, fields are views inside or decoded. */
#include "fuzz.h"

#include "base/csv.h"

static void read_any(struct arena *a, struct str s)
{
	struct csv c = csv_start(s);
	struct err e;
	struct str *fields;
	size_t n;
	int row = 0;

	while (csv_next(&c, a, &fields, &n, &e) > 0) {
		assert(c.row > row && n > 0);
		row = c.row;
		for (size_t i = 0; i < n; i++)
			assert(fields[i].n <= s.n);
	}
}

FUZZ_TARGET
