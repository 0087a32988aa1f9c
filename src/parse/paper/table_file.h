/* table_file.h - a table that somebody keeps by hand, out of a CSV file or an Excel workbook: rows of text.
 *
 * Runs in the jail.  CSV is UTF-8 (with or without byte order mark), else CP932.  Excel (ECMA-376): sheets in the
 * order of the workbook, dates of both epochs as 2019-07-16 or 2019-07-16 14:30, shared and inline strings without
 * their readings, merged cells filled with their value, so that merged headings and merged dates stand on every
 * row.  Not read: formulas (their last value is), .xls, files with a password. */
#ifndef PARSE_PAPER_TABLE_FILE_H
#define PARSE_PAPER_TABLE_FILE_H

#include "base/arena.h"
#include "base/buf.h"

enum { TABLE_ROWS = 100000, TABLE_COLUMNS = 256, TABLE_SHEETS = 64 };

struct table_row {
	struct str sheet;               /* "" for CSV */
	bool sheet_hidden, hidden;
	size_t number;                  /* as the program shows it; CSV: the line */
	struct str *cells;              /* UTF-8; "" for an empty one */
	size_t count;
};
struct table_file {
	struct table_row *rows;
	size_t count, room;
	const char *why;                /* why it was not read, or not whole: encrypted damaged rows; NULL */
	bool failed;                    /* nothing of it can be used */
};
void table_file_read(struct arena *a, struct str bytes, struct table_file *t_r);

/* ---- for the files of this folder ---- */
void workbook_read(struct arena *a, struct str bytes, struct table_file *t);
struct workbook_styles {
	bool *is_date;                  /* by the index of a cell's style */
	struct str *mask;               /* "0000000", "000-0000"; "" */
	size_t count;
};
struct workbook_styles workbook_styles_read(struct arena *a, struct str xml);
/* A serial number of that epoch; the number itself where it is no date. */
struct str workbook_date(struct arena *a, struct str serial, bool epoch_1904);

#endif
