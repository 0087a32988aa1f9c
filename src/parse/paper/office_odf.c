/* office_odf.c - the text of OpenDocument (ISO/IEC 26300): paragraphs, tables, what hangs in a paragraph, heads and feet.
 *
 * A paragraph inside of another one is a text box, a note or a comment: it comes behind the line that it hangs in. */
#include "parse/paper/office.h"

enum { ALIGNED = 64 };

struct odf {
	struct buf *out, boxes;
	int paragraphs, cells;          /* around here */
	int left_out;                   /* inside of what is not part of the text */
	int floor;                      /* paragraphs around a comment, whose author and day stand in none of its own */
	size_t empty;                   /* cells since the last one with text */
};

static struct buf *here(struct odf *o)
{
	return o->paragraphs > 1 ? &o->boxes : o->out;
}

static void put_boxes(struct odf *o)
{
	if (o->cells > 0 || o->paragraphs > 0)
		return;
	buf_add(o->out, buf_str(&o->boxes));
	buf_clear(&o->boxes);
}

static void paragraph(struct odf *o, bool opens)
{
	if (opens) {
		o->paragraphs++;
		return;
	}
	if (o->paragraphs == 0)
		return;
	if (o->left_out == 0)
		buf_char(here(o), o->cells > 0 && o->paragraphs == 1 ? ' ' : '\n');
	o->paragraphs--;
	put_boxes(o);
}

/* Empty cells are written as one with a number. */
static void cell(struct odf *o, const struct xml *x, enum node n)
{
	long long times;

	if (n == NODE_ALONE) {
		o->empty += str_to_int(xml_attribute_raw(x, "table:number-columns-repeated"), &times) && times > 0 && times < ALIGNED ? (size_t)times : 1;
		o->empty = o->empty < ALIGNED ? o->empty : ALIGNED;
		return;
	}
	o->cells += n == NODE_OPEN ? 1 : o->cells > 0 ? -1 : 0;
	if (n == NODE_CLOSE)
		office_end_cell(here(o));
	for (; n == NODE_OPEN && o->empty > 0; o->empty--)
		buf_char(here(o), '\t');
}

static void take_tag(struct odf *o, const struct xml *x, enum node n)
{
	bool opens = n == NODE_OPEN, closes = n == NODE_CLOSE;

	if (xml_is(x, "deletion") || xml_is(x, "ruby-text")) {  /* by a tracked change; how a word is read aloud */
		o->left_out += opens ? 1 : closes && o->left_out > 0 ? -1 : 0;
	} else if ((xml_is(x, "p") || xml_is(x, "h")) && n != NODE_ALONE) {
		paragraph(o, opens);
	} else if (xml_is(x, "annotation") && n != NODE_ALONE) {
		o->floor = opens ? o->paragraphs : 0;
	} else if (xml_is(x, "tab") || xml_is(x, "line-break")) {
		if (!closes)
			buf_char(here(o), xml_is(x, "tab") ? '\t' : '\n');
	} else if (xml_is(x, "s") && n == NODE_ALONE) {
		buf_char(here(o), ' ');
	} else if (xml_is(x, "table-cell") || xml_is(x, "covered-table-cell")) {
		cell(o, x, n);
	} else if (closes && xml_is(x, "table-row")) {
		o->empty = 0;
		buf_char(here(o), '\n');
		put_boxes(o);
	}
}

void odf_text(struct arena *a, struct buf *out, struct str xml)
{
	struct odf o = { .out = out };
	struct xml x = { .rest = xml };

	buf_init_arena(&o.boxes, a, out->max);
	for (enum node n = xml_next(&x); n != NODE_END; n = xml_next(&x)) {
		if (n != NODE_TEXT)
			take_tag(&o, &x, n);
		else if (o.paragraphs > o.floor && o.left_out == 0)
			xml_put(here(&o), &x);
	}
	buf_add(out, buf_str(&o.boxes));
	out->failed |= o.boxes.failed;
}
