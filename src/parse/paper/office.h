/* office.h - the XML of Office files; private to parse/paper. */
#ifndef PARSE_PAPER_OFFICE_H
#define PARSE_PAPER_OFFICE_H

#include "base/buf.h"
#include "parse/paper/paper.h"

enum node { NODE_TEXT, NODE_OPEN, NODE_CLOSE, NODE_ALONE, NODE_END };

struct xml {
	struct str rest;
	struct str name;                /* local name of the tag */
	struct str inside;              /* the tag's attributes, or the text as it stands */
	bool is_literal;                /* CDATA: "&" is one */
};
enum node xml_next(struct xml *x);
bool xml_is(const struct xml *x, const char *name);
/* The text, with entities resolved. */
void xml_put(struct buf *out, const struct xml *x);
void xml_put_text(struct buf *out, struct str s);
/* Of a tag: absent where it has none of that name. */
struct str xml_attribute(struct arena *a, const struct xml *x, const char *name);
struct str xml_attribute_raw(const struct xml *x, const char *name);    /* a view: entities as they stand */
/* A member's bytes, out of UTF-16 where they are in that. */
struct str xml_utf8(struct arena *a, struct str member);
/* The blank that the last paragraph of the cell left behind becomes the cell's end. */
void office_end_cell(struct buf *out);

/* The text of word/document.xml, of a drawing or of comments: a paragraph a line, a tab behind a cell; what a tracked change
 * deleted or moved away stays out, text boxes come behind their paragraph. */
void word_text(struct arena *a, struct buf *out, struct str xml);

/* The same of OpenDocument's content.xml, and of its styles.xml, which has the heads and feet. */
void odf_text(struct arena *a, struct buf *out, struct str xml);

struct shared_strings {
	const struct str *list;
	size_t count;
};
struct shared_strings shared_strings_read(struct arena *a, struct str xml);
/* A sheet: a row a line, a tab behind a cell, also for a cell that is left out. */
struct workbook_styles;
void sheet_text(struct arena *a, struct buf *out, struct str xml, const struct shared_strings *strings,
    const struct workbook_styles *styles);

/* The text of the first element of that local name; "" */
struct str xml_first(struct arena *a, struct str xml, struct str local_name);

#endif
