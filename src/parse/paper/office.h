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
};
enum node xml_next(struct xml *x);
bool xml_is(const struct xml *x, const char *name);
/* With entities resolved. */
void xml_put_text(struct buf *out, struct str s);
/* Of a tag: absent where it has none of that name. */
struct str xml_attribute(struct arena *a, const struct xml *x, const char *name);

/* The text of word/document.xml: a paragraph a line, a tab behind a cell; what a tracked change deleted stays out. */
void word_text(struct buf *out, struct str xml);

/* The same of OpenDocument's content.xml (ISO/IEC 26300). */
void odf_text(struct buf *out, struct str xml);

struct shared_strings {
	const struct str *list;
	size_t count;
};
struct shared_strings shared_strings_read(struct arena *a, struct str xml);
/* A sheet: a row a line, a tab behind a cell. */
void sheet_text(struct buf *out, struct str xml, const struct shared_strings *strings);

/* The text of the first element of that local name; "" */
struct str xml_first(struct arena *a, struct str xml, struct str local_name);

#endif
