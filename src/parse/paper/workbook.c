/* workbook.c - an Excel workbook as rows of text: sheets in order, cells at their places, merged ones filled. */
#include "base/text.h"
#include "parse/paper/office.h"
#include "parse/paper/table_file.h"
#include "parse/zip.h"

enum { CELL_MOST = 32 << 10 };

struct sheet_entry { struct str name, relation, path; bool hidden; };

struct workbook {
	struct arena *arena;
	struct workbook_member { struct str name, xml; } *members;
	size_t member_count, member_room;
	struct sheet_entry sheets[TABLE_SHEETS];
	size_t sheet_count;
	bool epoch_1904;
	struct shared_strings strings;
	struct workbook_styles styles;
	struct table_file *into;
};

static bool is_wanted(void *ctx, struct str name, long long bytes)
{
	(void)ctx;
	(void)bytes;
	return str_eq(name, STR("xl/workbook.xml")) || str_eq(name, STR("xl/_rels/workbook.xml.rels")) || str_eq(name, STR("xl/styles.xml")) ||
	    str_eq(name, STR("xl/sharedStrings.xml")) || (str_starts(name, STR("xl/worksheets/")) && !str_has(name, STR("_rels")));
}

static void take_member(void *ctx, struct str name, struct str xml)
{
	struct workbook *w = ctx;

	*ARENA_PUSH(w->arena, w->members, w->member_count, w->member_room) = (struct workbook_member){ name, xml_utf8(w->arena, xml) };
}

static struct str member(const struct workbook *w, struct str name)
{
	for (size_t i = 0; i < w->member_count; i++)
		if (str_eq(w->members[i].name, name))
			return w->members[i].xml;
	return STR("");
}

static bool is_true(struct str value)
{
	return str_eq(value, STR("1")) || str_eq(value, STR("true"));
}

static void read_sheet_list(struct workbook *w)
{
	struct xml x = { .rest = member(w, STR("xl/workbook.xml")) };

	for (enum node n = xml_next(&x); n != NODE_END; n = xml_next(&x)) {
		struct sheet_entry *s = &w->sheets[w->sheet_count];

		if (n == NODE_TEXT || n == NODE_CLOSE)
			continue;
		if (xml_is(&x, "workbookPr"))
			w->epoch_1904 = is_true(xml_attribute(w->arena, &x, "date1904"));
		if (!xml_is(&x, "sheet") || w->sheet_count == TABLE_SHEETS)
			continue;
		s->name = xml_attribute(w->arena, &x, "name");
		s->relation = xml_attribute(w->arena, &x, "r:id");
		s->hidden = xml_attribute(w->arena, &x, "state").n > 0 && !str_eq(xml_attribute(w->arena, &x, "state"), STR("visible"));
		if (s->name.p != NULL)
			w->sheet_count++;
	}
}

/* "worksheets/sheet1.xml", or "/xl/worksheets/sheet1.xml". */
static void read_relations(struct workbook *w)
{
	struct xml x = { .rest = member(w, STR("xl/_rels/workbook.xml.rels")) };

	for (enum node n = xml_next(&x); n != NODE_END; n = xml_next(&x)) {
		struct str id, target;

		if (n == NODE_TEXT || n == NODE_CLOSE || !xml_is(&x, "Relationship"))
			continue;
		id = xml_attribute(w->arena, &x, "Id");
		target = xml_attribute(w->arena, &x, "Target");
		for (size_t i = 0; i < w->sheet_count; i++)
			if (id.p != NULL && str_eq(id, w->sheets[i].relation))
				w->sheets[i].path = str_starts(target, STR("/")) ? str_from(target, 1) : arena_printf(w->arena, "xl/" STR_FMT, STR_ARG(target));
	}
}

/* "AB12": column 27 and row 12; false for anything else. */
static bool place_of(struct str ref, size_t *column_r, size_t *row_r)
{
	size_t i = 0, column = 0;
	long long row;

	for (; i < ref.n && ascii_alpha((unsigned char)ref.p[i]) && i < 3; i++)
		column = column * 26 + (size_t)(ascii_lower((unsigned char)ref.p[i]) - 'a' + 1);
	if (i == 0 || !str_to_int(str_from(ref, i), &row) || row < 1 || row > 1048576 || column > TABLE_COLUMNS)
		return false;
	*column_r = column - 1;
	*row_r = (size_t)row;
	return true;
}

static struct table_row *add_row(struct workbook *w, const struct sheet_entry *s, size_t number, bool hidden)
{
	struct table_row *row;

	if (w->into->count == TABLE_ROWS) {
		w->into->why = "rows";
		return NULL;
	}
	row = ARENA_PUSH(w->arena, w->into->rows, w->into->count, w->into->room);
	*row = (struct table_row){ .sheet = s->name, .sheet_hidden = s->hidden, .hidden = hidden, .number = number };
	return row;
}

static void set_cell(struct workbook *w, struct table_row *row, size_t column, struct str value)
{
	if (column >= row->count) {
		struct str *wider = ARENA_ARRAY(w->arena, struct str, column + 8);

		for (size_t i = 0; i < column + 8; i++)
			wider[i] = i < row->count ? row->cells[i] : STR("");
		row->cells = wider;
		row->count = column + 1;
	}
	row->cells[column] = value;
}

static struct str value_of(struct workbook *w, struct str type, struct str style, struct str text)
{
	long long n;

	if (str_eq(type, STR("s")))
		return str_to_int(str_trim(text), &n) && n >= 0 && (size_t)n < w->strings.count ? w->strings.list[n] : STR("");
	if (str_eq(type, STR("b")))
		return str_eq(text, STR("1")) ? STR("TRUE") : STR("FALSE");
	if ((type.n == 0 || str_eq(type, STR("n"))) && str_to_int(style, &n) && n >= 0 && (size_t)n < w->styles.count && w->styles.is_date[n])
		return workbook_date(w->arena, text, w->epoch_1904);
	return text;
}

/* From behind the tag <c> to its end: the value, or the text of an inline string without its reading. */
static struct str cell_text(struct workbook *w, struct xml *x)
{
	bool inside = false, kana = false;
	struct buf out;

	buf_init_arena(&out, w->arena, CELL_MOST);
	for (enum node n = xml_next(x); n != NODE_END; n = xml_next(x)) {
		if (n == NODE_TEXT) {
			if (inside && !kana)
				xml_put(&out, x);
		} else if (xml_is(x, "v") || xml_is(x, "t")) {
			inside = n == NODE_OPEN;
		} else if (xml_is(x, "rPh")) {
			kana = n == NODE_OPEN;
		} else if (xml_is(x, "c")) {
			break;
		}
	}
	return utf8_repair(w->arena, arena_str(w->arena, buf_str(&out)));
}

/* The value stands in the first cell of a merged range: it is meant for all of them. */
static void fill_merged(struct workbook *w, size_t first, struct str range)
{
	size_t x1, y1, x2, y2;
	struct str value = STR("");

	if (!place_of(str_upto(range, ':'), &x1, &y1) || !place_of(str_after(range, ':'), &x2, &y2))
		return;
	for (size_t i = first; i < w->into->count; i++) {
		struct table_row *row = &w->into->rows[i];

		if (row->number == y1 && x1 < row->count)
			value = row->cells[x1];
		if (row->number < y1 || row->number > y2 || value.n == 0)
			continue;
		for (size_t x = x1; x <= x2; x++)
			set_cell(w, row, x, value);
	}
}

static void read_sheet(struct workbook *w, const struct sheet_entry *s)
{
	struct xml x = { .rest = member(w, s->path) };
	struct table_row *row = NULL;
	size_t first = w->into->count, number = 0, column = 0, at;

	for (enum node n = xml_next(&x); n != NODE_END; n = xml_next(&x)) {
		struct str type, style;
		long long given;

		if (n == NODE_TEXT || n == NODE_CLOSE)
			continue;
		if (xml_is(&x, "row")) {
			number = str_to_int(xml_attribute(w->arena, &x, "r"), &given) && given > 0 ? (size_t)given : number + 1;
			column = 0;
			row = add_row(w, s, number, is_true(xml_attribute(w->arena, &x, "hidden")));
			if (row == NULL)
				return;
		} else if (xml_is(&x, "c") && row != NULL) {
			if (!place_of(xml_attribute(w->arena, &x, "r"), &column, &at) && column >= TABLE_COLUMNS)
				continue;
			type = xml_attribute(w->arena, &x, "t");
			style = xml_attribute(w->arena, &x, "s");
			if (n == NODE_OPEN)
				set_cell(w, row, column, value_of(w, type, style.p != NULL ? style : STR(""), cell_text(w, &x)));
			column++;
		} else if (xml_is(&x, "mergeCell")) {
			fill_merged(w, first, xml_attribute(w->arena, &x, "ref"));
		}
	}
}

void workbook_read(struct arena *a, struct str bytes, struct table_file *t)
{
	struct workbook *w = ARENA_NEW(a, struct workbook);
	const struct zip_reader reader = { is_wanted, take_member, w };
	struct zip_end end;

	w->arena = a;
	w->into = t;
	end = zip_each(a, bytes, &reader);
	read_sheet_list(w);
	read_relations(w);
	if (w->sheet_count == 0 || end.encrypted) {
		t->why = end.encrypted ? "encrypted" : "damaged";
		t->failed = true;
		return;
	}
	if (end.limit != NULL)
		t->why = "rows";
	w->strings = shared_strings_read(a, member(w, STR("xl/sharedStrings.xml")));
	w->styles = workbook_styles_read(a, member(w, STR("xl/styles.xml")));
	for (size_t i = 0; i < w->sheet_count; i++)
		if (w->sheets[i].path.p != NULL)
			read_sheet(w, &w->sheets[i]);
}
