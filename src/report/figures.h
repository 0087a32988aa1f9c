/* figures.h - geometry of the report's figures: made here, drawn by html/figure_*.html.
 *
 * Whole pixels of a 650 wide drawing; nothing depends on a font: widths are estimated for the
 * widest usual one, so that text does not run into its neighbours. */
#ifndef REPORT_FIGURES_H
#define REPORT_FIGURES_H

#include "report/doc.h"
#include "report/records.h"

/* ---- structure chart */
struct figure_box {
	int x, y, w, h, middle, line1, line2, line3, line4;
	struct str name1, name2, size, reach;
	bool changed, two;
};

struct figure_structure {
	int height, sig_height, liaison_middle, legend_y, legend_text, legend_box, bus_end;
	struct str sigs_title, words;
	struct figure_box *boxes, *liaisons;
	size_t boxes_count, liaisons_count;
	bool any_changed, has_liaisons;
};
const struct figure_structure *figure_structure_make(struct doc *d, const struct records *r);

/* ---- bars over the periods of Table 1 */
struct figure_tick { int x1, x2, y, text_x, text_y; struct str label; bool base; };
struct figure_bar { int x, y, h, middle, value_y; struct str value, label1, label2; bool now, known; };
struct figure_chart {
	int x;
	struct str title;
	bool shares;
	struct figure_tick ticks[5];
	size_t ticks_count;
	struct figure_bar bars[COLUMNS];
	size_t bars_count;
};
struct figure_bars { struct str words; struct figure_chart charts[2]; size_t charts_count; };
const struct figure_bars *figure_bars_make(struct doc *d, const struct records *r);

/* ---- composition strip */
struct figure_part { int x, w, middle, key_x, key_y, key_text_x, key_text_y; const char *colour; struct str value, key; bool inside; };
struct figure_strip { struct str words; struct figure_part parts[8]; size_t parts_count; int height; };
const struct figure_strip *figure_strip_make(struct doc *d, const struct records *r);

/* Width in pixels that `s` takes at most in a bold sans font of `size` pixels. */
int figure_width(struct str s, int size);
/* Cuts `s` in two lines of at most `width` pixels at a blank or, in Japanese, anywhere. */
void figure_fold(struct str s, int size, int width, struct str *one_r, struct str *two_r);

#endif
