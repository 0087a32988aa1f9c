/* office_word.c - the text of WordprocessingML and DrawingML: paragraphs, tables, text boxes, comments.
 *
 * A text box hangs in the middle of the paragraph that it is anchored in: its text comes behind that paragraph, or
 * behind the row where the paragraph is in a table, so that it cuts no line in two.  Most text boxes are
 * written twice, for new and for old readers (mc:AlternateContent): the second time only counts where it says something else. */
#include "parse/paper/office.h"

struct word {
	struct buf *out, boxes;         /* what text boxes say, until the paragraph ends */
	int box_depth;
	int cells, outer_cells;         /* tables around here; around the text box */
	int left_out;                   /* inside of what is not part of the text */
	bool in_text, in_tabs;
	struct { size_t out, boxes; } choice, choice_end, fallback;
};

static struct buf *here(struct word *w)
{
	return w->box_depth > 0 ? &w->boxes : w->out;
}

/* What was moved away stands here with its old words; how a name is read aloud is no part of the line. */
static bool is_left_out(const struct xml *x)
{
	return xml_is(x, "moveFrom") || xml_is(x, "rt") || xml_is(x, "rPh");
}

static void begin_box(struct word *w)
{
	if (w->box_depth++ > 0)
		return;
	w->outer_cells = w->cells;
	w->cells = 0;
}

static void put_boxes(struct word *w)
{
	if (w->box_depth > 0 || w->cells > 0 || w->boxes.n == 0)
		return;
	buf_add(w->out, buf_str(&w->boxes));
	buf_clear(&w->boxes);
}

static void end_box(struct word *w)
{
	if (w->box_depth == 0 || --w->box_depth > 0)
		return;
	w->cells = w->outer_cells;
}

static bool same_tail(const struct buf *b, size_t from, size_t to, size_t again)
{
	return b->n >= again && to >= from && to <= again && str_eq(str_at(buf_str(b), from, to - from), str_from(buf_str(b), again));
}

static void alternative(struct word *w, bool opens)
{
	if (opens) {
		w->fallback.out = w->out->n;
		w->fallback.boxes = w->boxes.n;
		return;
	}
	if (same_tail(w->out, w->choice.out, w->choice_end.out, w->fallback.out) &&
	    same_tail(&w->boxes, w->choice.boxes, w->choice_end.boxes, w->fallback.boxes)) {
		w->out->n = w->fallback.out;
		w->boxes.n = w->fallback.boxes;
	}
}

static void choice(struct word *w, bool opens)
{
	w->choice_end.out = w->out->n;
	w->choice_end.boxes = w->boxes.n;
	if (opens)
		w->choice = w->choice_end;
}

static void end_paragraph(struct word *w)
{
	buf_char(here(w), w->cells > 0 ? ' ' : '\n');
	put_boxes(w);
}

static void take_tag(struct word *w, const struct xml *x, enum node n)
{
	bool opens = n == NODE_OPEN, closes = n == NODE_CLOSE;

	if (is_left_out(x)) {
		w->left_out += opens ? 1 : closes && w->left_out > 0 ? -1 : 0;
	} else if (xml_is(x, "t")) {
		w->in_text = opens;
	} else if (xml_is(x, "tabs")) {         /* where tabs stop: no tabs */
		w->in_tabs = opens;
	} else if (xml_is(x, "tab") && n == NODE_ALONE && !w->in_tabs) {
		buf_char(here(w), '\t');
	} else if (xml_is(x, "noBreakHyphen")) {
		buf_char(here(w), '-');
	} else if ((xml_is(x, "br") || xml_is(x, "cr")) && !closes) {
		buf_char(here(w), '\n');
	} else if (xml_is(x, "txbxContent") && n != NODE_ALONE) {
		opens ? begin_box(w) : end_box(w);
	} else if (xml_is(x, "Choice") && n != NODE_ALONE) {
		choice(w, opens);
	} else if (xml_is(x, "Fallback") && n != NODE_ALONE) {
		alternative(w, opens);
	} else if (xml_is(x, "tc") && n != NODE_ALONE) {
		w->cells += opens ? 1 : w->cells > 0 ? -1 : 0;
		if (closes)
			office_end_cell(here(w));
	} else if (closes && xml_is(x, "tr")) {
		buf_char(here(w), '\n');
		put_boxes(w);
	} else if (closes && xml_is(x, "p")) {
		end_paragraph(w);
	} else if (closes && xml_is(x, "comment") && w->out->n > 0 && w->out->p[w->out->n - 1] != '\n') {
		buf_char(w->out, '\n');         /* Excel's have no paragraphs */
	}
}

void word_text(struct arena *a, struct buf *out, struct str xml)
{
	struct xml x = { .rest = xml };
	struct word w = { .out = out };

	buf_init_arena(&w.boxes, a, out->max);
	for (enum node n = xml_next(&x); n != NODE_END; n = xml_next(&x)) {
		if (n != NODE_TEXT)
			take_tag(&w, &x, n);
		else if (w.in_text && w.left_out == 0)
			xml_put(here(&w), &x);
	}
	buf_add(out, buf_str(&w.boxes));        /* of a paragraph that does not end */
	out->failed |= w.boxes.failed;
}
