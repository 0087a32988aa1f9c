/* table.h - a table kept by hand: its sheet, its heading row, and which column is which field.
 *
 * The rows come out of the jail (worker/sheet.h); nothing here looks at the bytes of the file.  The table and all that is in it
 * live in the arena. */
#ifndef IMPORT_TABLE_H
#define IMPORT_TABLE_H

#include "worker/sheet.h"

enum { IMPORT_FIELDS = 16, IMPORT_COLUMNS = 256 };

struct import_field {
	const char *name;
	bool needed;
	const char *headings;           /* what people call it, folded, "|" between */
};

struct import_kind {
	const char *name;               /* ledger roster */
	const struct import_field *fields;
	size_t fields_count;
};

/* Why a row is not taken. */
struct import_problem {
	const struct table_line *row;
	int field;                      /* -1: of the whole row */
	struct str why;
};

struct import_table {
	struct arena *arena;
	const struct import_kind *kind;
	struct table_line *rows;        /* of the sheet, the heading row first */
	size_t rows_count;
	size_t hidden;                  /* hidden rows among them */
	struct str *sheets;             /* of the file, as they stand in it; one "" for CSV */
	size_t sheets_count, sheets_room;
	struct str sheet, sha256;
	int column[IMPORT_FIELDS];      /* of each field; -1: none */
	struct import_problem *problems;
	size_t problems_count, problems_room;
};

struct import_choice {
	struct str sheet, heading_row;  /* absent: the first that is not hidden; the row that has most known names */
	bool skip_hidden;
};

/* Reads and guesses. */
int import_read(struct arena *a, struct str file, const struct import_kind *kind, const struct import_choice *choice, struct import_table *t_r,
    struct err *e) MUST_CHECK;
/* A field is this column: a heading as it stands, else a letter; "": none. */
int import_map(struct import_table *t, size_t field, struct str column, struct err *e) MUST_CHECK;
/* The field of that name, or -1. */
int import_field(const struct import_kind *kind, struct str name);
/* ERR_USAGE where a needed field has no column. */
int import_complete(const struct import_table *t, struct err *e) MUST_CHECK;

/* "A", "AB" of a column; the cell of a field in a row, trimmed, "" where there is none. */
struct str import_letter(struct arena *a, size_t column);
struct str import_cell(const struct import_table *t, const struct table_line *row, size_t field);
struct str import_heading(const struct import_table *t, size_t column);
bool import_is_empty(const struct table_line *row);
void import_refuse(struct import_table *t, const struct table_line *row, int field, const char *why);
/* SHA-256 over the file and all that was chosen about it: who confirms by it confirms exactly this. */
struct str import_digest(const struct import_table *t);

#endif
