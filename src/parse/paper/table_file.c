/* table_file.c - which kind it is, and CSV. */
#include "parse/paper/table_file.h"

#include "base/csv.h"
#include "base/text.h"
#include "parse/mail/reading.h"

static struct str to_utf8(struct arena *a, struct str bytes)
{
	size_t room = bytes.n * 3 + 1, n;
	char *out;

	if (utf8_valid(bytes))
		return bytes;
	out = arena_alloc(a, room);
	n = iconv_run("CP932", bytes, out, room);
	return n > 0 ? (struct str){ out, n } : utf8_repair(a, bytes);
}

static void read_csv(struct arena *a, struct str bytes, struct table_file *t)
{
	struct csv c = csv_start(to_utf8(a, bytes));
	struct str *fields;
	struct err e;
	size_t n;
	int status;

	while ((status = csv_next(&c, a, &fields, &n, &e)) > 0) {
		struct table_row *row;

		if (t->count == TABLE_ROWS) {
			t->why = "rows";
			return;
		}
		row = ARENA_PUSH(a, t->rows, t->count, t->room);
		*row = (struct table_row){ .sheet = STR(""), .number = (size_t)c.row, .cells = fields, .count = n < TABLE_COLUMNS ? n : TABLE_COLUMNS };
	}
	if (status < 0)
		t->why = "damaged";
}

void table_file_read(struct arena *a, struct str bytes, struct table_file *t)
{
	*t = (struct table_file){ 0 };
	if (str_starts(bytes, STR("\xD0\xCF\x11\xE0"))) {       /* an OLE file: .xls, or .xlsx with a password */
		t->why = "encrypted";
		t->failed = true;
	} else if (str_starts(bytes, STR("PK"))) {
		workbook_read(a, bytes, t);
	} else {
		read_csv(a, bytes, t);
	}
}
