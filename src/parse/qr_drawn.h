/* qr_drawn.h - QR codes that are no picture: drawn with block characters in a text, or with the cells of an HTML table.
 *
 * One pass each, bounded; what looks like a drawing becomes a picture of grey levels that qr.h reads. */
#ifndef PARSE_QR_DRAWN_H
#define PARSE_QR_DRAWN_H

#include "base/arena.h"
#include "parse/pixels.h"

enum { DRAWN_SIDE_MOST = 200 };         /* dots: 177 of the largest code, and its margin */

struct drawing {
	size_t width, height;           /* dots */
	size_t dot_width, dot_height;   /* pixels of each */
	unsigned char *dark;            /* row by row: 1 dark */
};

/* The next drawing of a text, from *at on: block elements (half ones too), squares, '#'.  False: no more. */
bool qr_drawn_in_text(struct arena *a, struct str text, size_t *at, struct drawing *d);
/* The same of a page's tables whose cells are nothing but colour. */
bool qr_drawn_in_cells(struct arena *a, struct str html, size_t *at, struct drawing *d);
/* With a margin; `negative`: dark and light exchanged (text on a dark ground). */
struct pixels drawing_pixels(struct arena *a, const struct drawing *d, bool negative);

#endif
