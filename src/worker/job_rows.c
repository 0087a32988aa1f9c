/* job_rows.c - see job_rows.h. */
#include "worker/job_rows.h"

#include "base/json.h"
#include "feedback/sighting.h"
#include "parse/paper/table_file.h"
#include "worker/wire.h"

/* Each good line goes out again and is read again outside; of the bad ones (the first hundred) the number
 * and a word that says why. */
void job_sightings(struct arena *a, struct str bytes)
{
	enum { TOLD_MOST = 100 };
	struct str rest = bytes, line;
	struct searched searched = { .present = false };
	unsigned told = 0;

	if (str_starts(rest, STR("\xEF\xBB\xBF")))
		rest = str_from(rest, 3);
	for (uint64_t number = 1; str_split(&rest, '\n', &line); number++) {
		struct sighting s;
		const char *why;

		line = str_trim(line);
		if (line.n == 0)
			continue;
		if (sighting_read_line(a, line, &s, &searched, &why) != LINE_BAD)
			wire_send(&(struct wire_result){ .frame = WIRE_DOCUMENT, .name = STR(""), .bytes = line });
		else if (told++ < TOLD_MOST)
			wire_send(&(struct wire_result){ .frame = WIRE_REFUSED, .name = str_of(why), .offset = number, .bytes = STR("") });
	}
}

static void put_table_row(struct buf *out, const struct table_row *row)
{
	struct jw w;

	jw_init(&w, out);
	jw_object(&w);
	jw_kstr(&w, "sheet", row->sheet);
	jw_kbool(&w, "sheet_hidden", row->sheet_hidden);
	jw_kbool(&w, "hidden", row->hidden);
	jw_kint(&w, "row", (long long)row->number);
	jw_karray(&w, "cells");
	for (size_t i = 0; i < row->count; i++)
		jw_str(&w, row->cells[i]);
	jw_end_array(&w);
	jw_end_object(&w);
}

void job_table(struct arena *a, struct str bytes)
{
	struct table_file t;
	struct buf out;

	table_file_read(a, bytes, &t);
	if (t.why != NULL)
		wire_send(&(struct wire_result){ .frame = WIRE_REFUSED, .name = str_of(t.why), .offset = t.failed, .bytes = STR("") });
	buf_init(&out, WIRE_DOCUMENT_MOST);
	for (size_t i = 0; i < t.count; i++) {
		buf_clear(&out);
		put_table_row(&out, &t.rows[i]);
		if (!out.failed)
			wire_send(&(struct wire_result){ .frame = WIRE_DOCUMENT, .name = STR(""), .bytes = buf_str(&out) });
	}
	buf_fini(&out);
}
