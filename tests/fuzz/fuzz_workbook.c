/* fuzz_workbook.c - any bytes as a table kept by hand (CSV, Excel): rows in order, cells in valid UTF-8, or a reason. */
#include "fuzz.h"

#include "parse/paper/table_file.h"

static void read_any(struct arena *a, struct str s)
{
	struct table_file t;

	table_file_read(a, s, &t);
	for (size_t i = 0; i < t.count; i++) {
		assert(utf8_valid(t.rows[i].sheet));
		for (size_t k = 0; k < t.rows[i].count; k++)
			assert(utf8_valid(t.rows[i].cells[k]));
	}
}

FUZZ_TARGET
