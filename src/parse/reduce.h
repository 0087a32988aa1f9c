/* reduce.h - a mail's HTML reduced to what an allow-list knows: paragraphs, emphasis, where links lead. Nothing of it is markup.
 *
 * One pass, no tree, linear whatever the nesting.  Scripts, styles, comments and everything that would load something are left
 * out; pictures, fields and frames become a word that says what stood there.  What a style hides is kept and marked, since
 * hiding is a sign.  Colours, sizes and places are lost on purpose. */
#ifndef PARSE_REDUCE_H
#define PARSE_REDUCE_H

#include "base/arena.h"

enum reduced_kind {
	REDUCED_TEXT,
	REDUCED_LINK,                   /* text, and where it leads */
	REDUCED_IMAGE,                  /* text: its alternative words; target: where it would be loaded from */
	REDUCED_FIELD,                  /* something that can be filled in or pressed: text is its label */
	REDUCED_FRAME,                  /* something that would load another page */
	REDUCED_CELL,                   /* the border between two cells of a row */
	REDUCED_KINDS
};
enum reduced_style { REDUCED_BOLD = 1, REDUCED_ITALIC = 2, REDUCED_UNDERLINE = 4, REDUCED_HIDDEN = 8, REDUCED_STYLES = 16 };

struct reduced_span { enum reduced_kind kind; unsigned style; struct str text, target; };

enum reduced_block_kind { BLOCK_TEXT, BLOCK_HEADING, BLOCK_ITEM, BLOCK_PRE, BLOCK_RULE, BLOCK_ROW, BLOCK_KINDS };
enum { REDUCED_QUOTES_MOST = 9, REDUCED_BLOCKS_MOST = 4000, REDUCED_SPANS_MOST = 20000, REDUCED_TEXT_MOST = 300 << 10, REDUCED_TARGET_MOST = 2000 };

struct reduced_block {
	enum reduced_block_kind kind;
	int quote;                      /* how deep it is quoted, at most REDUCED_QUOTES_MOST */
	struct reduced_span *spans;
	size_t span_count, span_room;
};

struct reduced {
	struct reduced_block *blocks;
	size_t block_count, block_room;
	bool cut;                       /* there was more than is kept */
};

/* `source` is UTF-8. */
void html_reduce(struct arena *a, struct str source, struct reduced *r);
/* The same for plain text: a block a line, quoted by its > marks. */
void text_reduce(struct arena *a, struct str text, struct reduced *r);

#endif
