/* import_table.c - which sheet, which row is the heading, which column is which field. */
#include <jansson.h>
#include <stdio.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/sha256.h"
#include "base/text.h"
#include "cli/import.h"

enum { FILE_MOST = 64 << 20, HEADING_WITHIN = 20, REFUSED_MOST = 64 << 20 };

struct str import_letter(struct arena *a, size_t column)
{
	return column < 26 ? arena_printf(a, "%c", (int)('A' + column)) : arena_printf(a, "%c%c", (int)('A' + column / 26 - 1), (int)('A' + column % 26));
}

struct str import_cell(const struct import_table *t, const struct table_line *row, size_t field)
{
	int column = t->column[field];

	return column >= 0 && (size_t)column < row->count ? str_trim(row->cells[column]) : STR("");
}

bool import_is_empty(const struct table_line *row)
{
	for (size_t i = 0; i < row->count; i++)
		if (str_trim(row->cells[i]).n > 0)
			return false;
	return true;
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

	for (size_t f = 0; f < t->fields_count; f++)
		column[f] = -1;
	for (int wanted = 2; wanted > 0; wanted--)
		for (size_t f = 0; f < t->fields_count; f++)
			for (size_t c = 0; c < heading->count && c < IMPORT_COLUMNS && column[f] < 0; c++)
				if (!taken[c] && fits(t->arena, &t->fields[f], heading->cells[c]) == wanted) {
					column[f] = (int)c;
					taken[c] = true;
					found++;
				}
	return found;
}

/* The row of the first twenty that has most known names; above it may stand a title. */
static int find_heading(struct import_table *t, const struct import_options *o, struct err *e)
{
	size_t best = 0, most = 0;
	long long given;

	if (o->heading_row.p != NULL && (!str_to_int(o->heading_row, &given) || given < 1))
		return err_set(e, ERR_USAGE, "--heading-row is the number of a row");
	for (size_t i = 0; i < t->rows_count && i < HEADING_WITHIN + t->rows_count * (o->heading_row.p != NULL); i++) {
		int column[IMPORT_FIELDS];
		size_t found = guess(t, &t->rows[i], column);

		if (o->heading_row.p != NULL ? t->rows[i].number == (size_t)given : found > most) {
			best = i;
			most = found + (o->heading_row.p != NULL);
		}
	}
	if (o->heading_row.p != NULL && most == 0)
		return err_set(e, ERR_INPUT, "the sheet has no row " STR_FMT, STR_ARG(o->heading_row));
	t->rows += best;
	t->rows_count -= best;
	guess(t, &t->rows[0], t->column);
	return 0;
}

/* ---- the mapping that people say ---- */

static int field_of(const struct import_table *t, struct str name, struct err *e)
{
	const char *names[IMPORT_FIELDS], *near;

	for (size_t f = 0; f < t->fields_count; f++) {
		if (str_eq(name, str_of(t->fields[f].name)))
			return (int)f;
		names[f] = t->fields[f].name;
	}
	near = cli_nearest(name, names, t->fields_count);
	return err_set(e, ERR_USAGE, "there is no field “" STR_FMT "”; the nearest is %s", STR_ARG(name), near != NULL ? near : names[0]);
}

/* A heading as it stands, else a letter; nothing: no column. */
static int map_one(struct import_table *t, struct str name, struct str column, struct err *e)
{
	const struct table_line *heading = &t->rows[0];
	int f = field_of(t, name, e);

	if (f < 0)
		return -1;
	t->column[f] = -1;
	if (column.n == 0)
		return 0;
	for (size_t c = 0; c < heading->count; c++)
		if (str_eq(text_fold(t->arena, str_trim(heading->cells[c])), text_fold(t->arena, str_trim(column)))) {
			t->column[f] = (int)c;
			return 0;
		}
	for (size_t c = 0; c < heading->count; c++)
		if (str_ieq(column, import_letter(t->arena, c))) {
			t->column[f] = (int)c;
			return 0;
		}
	return err_set(e, ERR_USAGE, "the sheet has no column “" STR_FMT "” (a heading, or a letter)", STR_ARG(column));
}

static int load_mapping(struct import_table *t, const char *path, const char *kind, struct err *e)
{
	json_error_t error;
	json_t *root, *value;
	const char *name;
	struct str file;
	int status = 0;

	if (file_read(t->arena, path, 1 << 20, &file, e) < 0)
		return -1;
	root = json_loadb(file.p, file.n, JSON_REJECT_DUPLICATES, &error);
	if (!json_is_object(json_object_get(root, "fields")) ||
	    !str_eq(str_of(json_string_value(json_object_get(root, "kind"))), str_of(kind)))
		status = err_set(e, ERR_INPUT, "%s is no mapping of a %s", path, kind);
	if (status == 0)
		json_object_foreach(json_object_get(root, "fields"), name, value)
			if (status == 0)
				status = map_one(t, str_of(name), json_is_string(value) ? str_of(json_string_value(value)) : STR(""), e);
	json_decref(root);
	return status;
}

static int save_mapping(struct import_table *t, const char *path, const char *kind, struct err *e)
{
	struct buf out;
	struct jw w;

	buf_init_arena(&out, t->arena, 1 << 20);
	jw_init(&w, &out);
	jw_object(&w);
	jw_kz(&w, "schema", "noroshi/mapping/1");
	jw_kz(&w, "kind", kind);
	jw_kobject(&w, "fields");
	for (size_t f = 0; f < t->fields_count; f++)
		jw_kstr(&w, t->fields[f].name, t->column[f] < 0 ? STR("") : str_trim(t->rows[0].cells[t->column[f]]));
	jw_end_object(&w);
	jw_end_object(&w);
	buf_char(&out, '\n');
	return file_replace(path, buf_str(&out), 0644, e);
}

static int apply_mapping(struct import_table *t, const struct import_options *o, const char *kind, struct err *e)
{
	if (o->mapping.p != NULL && load_mapping(t, arena_cstr(t->arena, o->mapping), kind, e) < 0)
		return -1;
	for (size_t i = 0; i < o->map.count; i++) {
		if (str_find_char(o->map.items[i], '=') < 0)
			return err_set(e, ERR_USAGE, "--map takes FIELD=COLUMN, not “" STR_FMT "”", STR_ARG(o->map.items[i]));
		if (map_one(t, str_upto(o->map.items[i], '='), str_after(o->map.items[i], '='), e) < 0)
			return -1;
	}
	if (o->save_mapping.p != NULL && save_mapping(t, arena_cstr(t->arena, o->save_mapping), kind, e) < 0)
		return -1;
	for (size_t f = 0; f < t->fields_count; f++)
		if (t->fields[f].needed && t->column[f] < 0)
			return err_set(e, ERR_USAGE, "no column was found for “%s”; name it with --map %s=COLUMN", t->fields[f].name, t->fields[f].name);
	return 0;
}

/* ---- the sheet ---- */

/* The named one, else the first that is not hidden and has a row. */
static int choose_sheet(struct import_table *t, const struct import_options *o, const struct table_lines *all, struct err *e)
{
	const struct table_line *first = NULL;

	for (size_t i = 0; i < all->count && first == NULL; i++)
		if (o->sheet.p != NULL ? str_eq(all->list[i].sheet, o->sheet) : !all->list[i].sheet_hidden && !import_is_empty(&all->list[i]))
			first = &all->list[i];
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
	return 0;
}

int import_open(struct desk *d, const struct import_options *o, struct str path, const char *kind, const struct import_field *fields,
    size_t n, struct import_table *t, struct err *e)
{
	struct table_lines all;
	struct str file;

	*t = (struct import_table){ .arena = d->arena, .fields = fields, .fields_count = n };
	buf_init_arena(&t->refused, d->arena, REFUSED_MOST);
	if (file_read(d->arena, arena_cstr(d->arena, path), FILE_MOST, &file, e) < 0 || sheet_read(d->arena, file, &all, e) < 0)
		return -1;
	if (all.cut)
		return err_set(e, ERR_LIMIT, "the file has more rows than are read at once; cut it in parts");
	t->sha256 = sha256_hex(d->arena, file);
	if (choose_sheet(t, o, &all, e) < 0 || find_heading(t, o, e) < 0)
		return -1;
	return apply_mapping(t, o, kind, e);
}

void import_preview(struct desk *d, const struct import_table *t)
{
	const struct table_line *heading = &t->rows[0];

	buf_printf(&d->out, t->sheet.n > 0 ? tr("sheet “%.*s”, heading in row %zu\n") : tr("%.*sheading in line %zu\n"), STR_ARG(t->sheet),
	    heading->number);
	for (size_t f = 0; f < t->fields_count; f++) {
		int c = t->column[f];

		desk_cell(d, str_of(t->fields[f].name), 14);
		if (c < 0) {
			buf_z(&d->out, "-\n");
			continue;
		}
		desk_cell(d, import_letter(d->arena, (size_t)c), 4);
		desk_cell(d, (size_t)c < heading->count ? utf8_cut(str_trim(heading->cells[c]), 40) : STR(""), 24);
		buf_printf(&d->out, STR_FMT "\n", STR_ARG(t->rows_count > 1 ? utf8_cut(import_cell(t, &t->rows[1], f), 60) : STR("")));
	}
	for (size_t c = 0; c < heading->count; c++) {
		bool used = str_trim(heading->cells[c]).n == 0;

		for (size_t f = 0; f < t->fields_count; f++)
			used |= t->column[f] == (int)c;
		if (!used)
			buf_printf(&d->out, tr("passed over: column %.*s, %.*s\n"), STR_ARG(import_letter(d->arena, c)),
			    STR_ARG(utf8_cut(str_trim(heading->cells[c]), 60)));
	}
	if (t->hidden > 0)
		buf_printf(&d->out, tr("%zu hidden rows are taken too (--skip-hidden leaves them out)\n"), t->hidden);
}

/* ---- refused rows ---- */

static void keep_refused(struct import_table *t, const struct table_line *row, const char *line, const char *why)
{
	if (t->bad == 0)
		csv_bom(&t->refused);
	csv_field(&t->refused, true, str_of(line));
	csv_field(&t->refused, false, str_of(why));
	for (size_t i = 0; i < row->count; i++)
		csv_field(&t->refused, false, row->cells[i]);
	csv_end(&t->refused);
}

void import_refuse(struct desk *d, struct import_table *t, const struct table_line *row, int field, const char *why)
{
	char line[32];

	snprintf(line, sizeof line, "%zu", row->number);
	if (t->bad == 0)
		keep_refused(t, &t->rows[0], "line", "reason");
	keep_refused(t, row, line, why);
	t->bad++;
	if (field >= 0 && t->column[field] >= 0)
		fprintf(stderr, tr("line %zu, column %s (%s): %s\n"), row->number, import_letter(d->arena, (size_t)t->column[field]).p,
		    t->fields[field].name, why);
	else
		fprintf(stderr, tr("line %zu: %s\n"), row->number, why);
}

int import_close(struct desk *d, const struct import_options *o, struct import_table *t, struct err *e)
{
	if (o->refused.p != NULL && t->bad > 0 && file_replace(arena_cstr(d->arena, o->refused), buf_str(&t->refused), 0600, e) < 0)
		return -1;
	return desk_flush(d, e);
}
