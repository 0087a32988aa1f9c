/* account_line.h - a line of an invoice as cells with labels; private to account*.c. */
#ifndef PARSE_ACCOUNT_LINE_H
#define PARSE_ACCOUNT_LINE_H

#include <stdint.h>

#include "base/str.h"

enum account_label { LABEL_NONE, LABEL_NUMBER, LABEL_BANK, LABEL_BRANCH, LABEL_BENEFICIARY, LABEL_BIC, LABEL_ROUTING, LABEL_PLACE };

enum { ACCOUNT_LINE_MOST = 600, ACCOUNT_CELLS = 40 };

/* Full-width letters and digits, the digits of kanji, letters drawn like Latin ones, ideographic blanks and the many
 * hyphens, as their ASCII. */
uint32_t account_narrow(uint32_t c);

struct account_cell {
	enum account_label label;
	struct str text;                /* the whole cell, as written, trimmed */
	struct str value;               /* behind the label; "" where nothing stands there */
	size_t from, value_from;        /* in the line */
};

/* One line, read into its cells; kept by the caller from line to line. */
struct account_line {
	struct account_cell cells[ACCOUNT_CELLS];
	size_t count;
	/* lower-case and narrow, with where each byte came from */
	char text[ACCOUNT_LINE_MOST + 8];
	uint16_t map[ACCOUNT_LINE_MOST + 8];
	size_t n;
};

/* Whether a label of a number can stand in a text, which is read once; true for what is not ASCII. */
bool account_may_have_label(struct str text);

/* Cells end at tabs, bars, wide gaps, and before a label that follows a comma.  At most ACCOUNT_CELLS. */
void account_cells(struct str line, struct account_line *o);

#endif
