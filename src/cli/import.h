/* import.h - noroshi import: a table kept by hand, which column means what, and what becomes of its rows. */
#ifndef CLI_IMPORT_H
#define CLI_IMPORT_H

#include "cli/desk.h"
#include "worker/sheet.h"

enum { IMPORT_FIELDS = 16, IMPORT_COLUMNS = 256 };

struct import_field {
	const char *name;
	bool needed;
	const char *headings;           /* what people call it, folded, "|" between */
};

struct import_options {
	struct str sheet, heading_row, mapping, save_mapping, refused;
	struct str_list map;
	bool apply, skip_hidden;
};

/* The sheet, its heading row and the columns of the fields. */
struct import_table {
	struct arena *arena;
	const struct import_field *fields;
	size_t fields_count;
	struct table_line *rows;        /* of the sheet, the heading row first */
	size_t rows_count;
	size_t hidden;                  /* hidden rows among them */
	struct str sheet, sha256;
	int column[IMPORT_FIELDS];      /* of each field; -1: none */
	struct buf refused;             /* rows that were refused, as CSV, with line and reason */
	size_t bad;
};

/* Reads, guesses, applies the mapping file and --map; ERR_USAGE where a needed field has no column. */
int import_open(struct desk *d, const struct import_options *o, struct str path, const char *kind, const struct import_field *fields,
    size_t n, struct import_table *t_r, struct err *e) MUST_CHECK;
void import_preview(struct desk *d, const struct import_table *t);
/* "A", "AB" of a column; the cell of a field in a row, trimmed, "" where there is none. */
struct str import_letter(struct arena *a, size_t column);
struct str import_cell(const struct import_table *t, const struct table_line *row, size_t field);
/* Says "line 5, column C: why" and keeps the row for --refused. */
void import_refuse(struct desk *d, struct import_table *t, const struct table_line *row, int field, const char *why);
int import_close(struct desk *d, const struct import_options *o, struct import_table *t, struct err *e) MUST_CHECK;
bool import_is_empty(const struct table_line *row);

int import_verb_ledger(struct desk *d, void *options, struct err *e);
int import_verb_roster(struct desk *d, void *options, struct err *e);

#endif
