/* office.h - the XML of Office files; private to parse/paper. */
#ifndef PARSE_PAPER_OFFICE_H
#define PARSE_PAPER_OFFICE_H

#include "base/buf.h"
#include "parse/paper/paper.h"

/* The text of word/document.xml: a paragraph a line, a tab behind a cell; what a tracked change deleted stays out. */
void word_text(struct buf *out, struct str xml);

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
