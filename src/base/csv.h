/* csv.h - comma separated values (RFC 4180), read with row numbers, written for spreadsheets. */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include "base/arena.h"
#include "base/buf.h"

/* Reading: a whole file in memory; a UTF-8 byte order mark is passed over. */
struct csv {
	struct str rest;
	int row;                /* number of the row read last, from 1, as an editor counts lines */
	int next_row;
	char separator;         /* ',' unless the caller says otherwise before the first row */
};

struct csv csv_start(struct str file);
/* Reads the next row; *n_r fields in *fields_r (arena).  1: a row, 0: the end, -1: a quote that
 * never ends.  Empty lines are passed over. */
int csv_next(struct csv *c, struct arena *a, struct str **fields_r, size_t *n_r, struct err *e) MUST_CHECK;

/* Writing: quotes where needed; a field that a spreadsheet would read as a formula (= + - @ TAB
 * CR first, unless it is a plain number) gets an apostrophe in front. */
void csv_bom(struct buf *out);
void csv_field(struct buf *out, bool first, struct str s);
void csv_end(struct buf *out);

#endif
