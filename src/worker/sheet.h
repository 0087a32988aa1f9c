/* sheet.h - a table kept by hand (CSV in UTF-8 or CP932, .xlsx), read in the jail.
 *
 * Only the jailed child looks inside; what it writes is checked here like any foreign input. */
#ifndef WORKER_SHEET_H
#define WORKER_SHEET_H

#include "base/arena.h"

struct table_line {
	struct str sheet;               /* "" for CSV */
	bool sheet_hidden, hidden;
	size_t number;                  /* row of the sheet, line of the CSV file */
	const struct str *cells;
	size_t count;
};
struct table_lines {
	struct table_line *list;
	size_t count, room;
	bool cut;                       /* it has more rows than are read */
};
/* ERR_INPUT where it is no table, or has a password. */
int sheet_read(struct arena *a, struct str bytes, struct table_lines *t_r, struct err *e) MUST_CHECK;

#endif
