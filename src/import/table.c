/* table.c - which sheet, which row is the heading, which column is which field. */
#include "import/table.h"

#include "base/buf.h"
#include "base/sha256.h"
#include "base/text.h"

enum { HEADING_WITHIN = 20 };

struct str import_letter(struct arena *a, size_t column)
{
	return column < 26 ? arena_printf(a, "%c", (int)('A' + column)) : arena_printf(a, "%c%c", (int)('A' + column / 26 - 1), (int)('A' + column % 26));
}

struct str import_cell(const struct import_table *t, const struct table_line *row, size_t field)
{
	int column = t->column[field];

	return column >= 0 && (size_t)column < row->count ? str_trim(row->cells[column]) : STR("");
}

struct str import_heading(const struct import_table *t, size_t column)
{
	return column < t->rows[0].count ? str_trim(t->rows[0].cells[column]) : STR("");
}

bool import_is_empty(const struct table_line *row)
{
	for (size_t i = 0; i < row->count; i++)
		if (str_trim(row->cells[i]).n > 0)
			return false;
	return true;
}

void import_refuse(struct import_table *t, const struct table_line *row, int field, const char *why)
{
	*ARENA_PUSH(t->arena, t->problems, t->problems_count, t->problems_room) = (struct import_problem){ row, field, arena_str(t->arena, str_of(why)) };
}

/* ---- guesses ---- */

/* 2: it is called that; 1: it stands in it ("受付日（JST）"); 0. */
static int fits(struct arena *a, const struct import_field *f, struct str heading)
{
	struct str folded = text_fold(a, str_trim(heading)), rest = str_of(f->headings), word;
	int best = folded.n > 0 && str_eq(folded, str_of(f->name)) ? 2 : 0;

	while (folded.n > 0 && str_split(&rest, '|', &word)) {
		if (str_eq(folded, word))
			return 2;
		if (word.n >= 6 && str_has(folded, word))
			best = best > 1 ? best : 1;
	}
	return best;
}

/* Exact names first, then those that stand inside; a column is one field only. */
static size_t guess(struct import_table *t, const struct table_line *heading, int column[IMPORT_FIELDS])
{
	bool taken[IMPORT_COLUMNS] = { false };
	size_t found = 0;

	for (size_t f = 0; f < t->kind->fields_count; f++)
		column[f] = -1;
	for (int wanted = 2; wanted > 0; wanted--)
		for (size_t f = 0; f < t->kind->fields_count; f++)
			for (size_t c = 0; c < heading->count && c < IMPORT_COLUMNS && column[f] < 0; c++)
				if (!taken[c] && fits(t->arena, &t->kind->fields[f], heading->cells[c]) == wanted) {
					column[f] = (int)c;
					taken[c] = true;
					found++;
				}
	return found;
}

/* The row of the first twenty that has most known names; above it may stand a title. */
static int find_heading(struct import_table *t, struct str row, struct err *e)
{
	size_t best = 0, most = 0;
	long long given;

	if (row.p != NULL && (!str_to_int(row, &given) || given < 1))
		return err_set(e, ERR_USAGE, "--heading-row is the number of a row");
	for (size_t i = 0; i < t->rows_count && i < HEADING_WITHIN + t->rows_count * (row.p != NULL); i++) {
		int column[IMPORT_FIELDS];
		size_t found = guess(t, &t->rows[i], column);

		if (row.p != NULL ? t->rows[i].number == (size_t)given : found > most) {
			best = i;
			most = found + (row.p != NULL);
		}
	}
	if (row.p != NULL && most == 0)
		return err_set(e, ERR_INPUT, "the sheet has no row " STR_FMT, STR_ARG(row));
	t->rows += best;
	t->rows_count -= best;
	guess(t, &t->rows[0], t->column);
	return 0;
}

/* ---- the mapping that people say ---- */

int import_field(const struct import_kind *kind, struct str name)
{
	for (size_t f = 0; f < kind->fields_count; f++)
		if (str_eq(name, str_of(kind->fields[f].name)))
			return (int)f;
	return -1;
}

int import_map(struct import_table *t, size_t field, struct str column, struct err *e)
{
	const struct table_line *heading = &t->rows[0];

	t->column[field] = -1;
	if (column.n == 0)
		return 0;
	for (size_t c = 0; c < heading->count; c++)
		if (str_eq(text_fold(t->arena, str_trim(heading->cells[c])), text_fold(t->arena, str_trim(column)))) {
			t->column[field] = (int)c;
			return 0;
		}
	for (size_t c = 0; c < heading->count; c++)
		if (str_ieq(column, import_letter(t->arena, c))) {
			t->column[field] = (int)c;
			return 0;
		}
	return err_set(e, ERR_USAGE, "the sheet has no column “" STR_FMT "” (a heading, or a letter)", STR_ARG(column));
}

int import_complete(const struct import_table *t, struct err *e)
{
	for (size_t f = 0; f < t->kind->fields_count; f++)
		if (t->kind->fields[f].needed && t->column[f] < 0)
			return err_set(e, ERR_USAGE, "no column was found for “%s”; name it with --map %s=COLUMN", t->kind->fields[f].name, t->kind->fields[f].name);
	return 0;
}

/* ---- the sheet ---- */

/* The named one, else the first that is not hidden and has a row. */
static int choose_sheet(struct import_table *t, const struct import_choice *o, const struct table_lines *all, struct err *e)
{
	const struct table_line *first = NULL;

	for (size_t i = 0; i < all->count; i++) {
		const struct table_line *row = &all->list[i];

		if (first == NULL && (o->sheet.p != NULL ? str_eq(row->sheet, o->sheet) : !row->sheet_hidden && !import_is_empty(row)))
			first = row;
		if (t->sheets_count == 0 || !str_eq(t->sheets[t->sheets_count - 1], row->sheet))
			*ARENA_PUSH(t->arena, t->sheets, t->sheets_count, t->sheets_room) = row->sheet;
	}
	if (first == NULL)
		return o->sheet.p == NULL ? err_set(e, ERR_INPUT, "the file has no row")
		                          : err_set(e, ERR_INPUT, "the file has no sheet “" STR_FMT "”", STR_ARG(o->sheet));
	t->sheet = first->sheet;
	t->rows = ARENA_ARRAY(t->arena, struct table_line, all->count + 1);
	for (size_t i = 0; i < all->count; i++) {
		if (!str_eq(all->list[i].sheet, t->sheet) || (o->skip_hidden && all->list[i].hidden))
			continue;
		t->hidden += all->list[i].hidden;
		t->rows[t->rows_count++] = all->list[i];
	}
	return t->rows_count > 0 ? 0 : err_set(e, ERR_INPUT, "the file has no row");
}

int import_read(struct arena *a, struct str file, const struct import_kind *kind, const struct import_choice *choice, struct import_table *t, struct err *e)
{
	struct table_lines all;

	*t = (struct import_table){ .arena = a, .kind = kind };
	if (sheet_read(a, file, &all, e) < 0)
		return -1;
	if (all.cut)
		return err_set(e, ERR_LIMIT, "the file has more rows than are read at once; cut it in parts");
	t->sha256 = sha256_hex(a, file);
	return choose_sheet(t, choice, &all, e) < 0 ? -1 : find_heading(t, choice->heading_row, e);
}

struct str import_digest(const struct import_table *t)
{
	struct buf all;

	buf_init_arena(&all, t->arena, 1 << 16);
	buf_printf(&all, "%s\n" STR_FMT "\n" STR_FMT "\n%zu %zu", t->kind->name, STR_ARG(t->sha256), STR_ARG(t->sheet), t->rows[0].number, t->rows_count);
	for (size_t f = 0; f < t->kind->fields_count; f++)
		buf_printf(&all, " %d", t->column[f]);
	return sha256_hex(t->arena, buf_str(&all));
}
