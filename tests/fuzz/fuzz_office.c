/* fuzz_office.c - any bytes as a Word or Excel file (a zip), and as the XML inside of one. */
#include "fuzz.h"

#include "parse/paper/office.h"
#include "parse/paper/table_file.h"

static void read_xml(struct arena *a, struct str s)
{
	struct shared_strings strings = shared_strings_read(a, s);
	struct workbook_styles styles = workbook_styles_read(a, s);
	struct buf out;

	buf_init_arena(&out, a, 1 << 20);
	word_text(a, &out, s);
	odf_text(a, &out, s);
	sheet_text(a, &out, s, &strings, &styles);
	assert(out.n <= out.max);
	assert(!utf8_valid(s) || utf8_valid(utf8_cut(buf_str(&out), out.n)));
	assert(utf8_valid(xml_first(a, s, STR("creator"))));
}

static void read_any(struct arena *a, struct str s)
{
	struct paper *p = paper_read(a, s);

	assert(p->text.p == NULL || utf8_valid(p->text));
	assert(utf8_valid(p->author) && utf8_valid(p->modified_by) && utf8_valid(p->creator));
	read_xml(a, s);
}

FUZZ_TARGET
