/* account_line.h - a line of an invoice as cells with labels; private to account*.c. */
#ifndef PARSE_ACCOUNT_LINE_H
#define PARSE_ACCOUNT_LINE_H

#include <stdint.h>

#include "base/str.h"

enum account_label { LABEL_NONE, LABEL_NUMBER, LABEL_BANK, LABEL_BRANCH, LABEL_BENEFICIARY, LABEL_BIC, LABEL_ROUTING, LABEL_PLACE };

enum { ACCOUNT_LINE_MOST = 600, ACCOUNT_CELLS = 40, ACCOUNT_DIGITS = 16 };

/* Full-width letters and digits, the digits of kanji, letters drawn like Latin ones, ideographic blanks and the many
 * hyphens, as their ASCII. */
uint32_t account_narrow(uint32_t c);

struct account_cell {
	enum account_label label;
	struct str text;                /* the whole cell, as written, trimmed */
	struct str value;               /* behind the label; "" where nothing stands there */
	size_t from, value_from;        /* in the line */
	size_t column;                  /* how many tabs and bars stand before it */
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

/* The labels of a line of which the next line has the values: one alone, or a table's head. */
struct account_head {
	struct { enum account_label label; size_t column; } cells[ACCOUNT_CELLS];
	size_t count;
};
void account_head_take(struct account_head *h, const struct account_cell *cells, size_t n);
/* Which of them is for the i-th of n cells: rows have as many cells as the head, and where one is empty its column says it. */
enum account_label account_head_label(const struct account_head *h, const struct account_cell *cells, size_t n, size_t i);

/* A form with a cell for each digit, perhaps behind the kind of the account: how many digits begin at cells[*first_r];
 * cells[0] is the label. */
size_t account_digit_cells(const struct account_cell *cells, size_t n, char digits[ACCOUNT_DIGITS], size_t *first_r);

#endif
