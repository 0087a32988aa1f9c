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

/* ---- message sequence: a lane per person, the attacker's marked; time runs down */
struct figure_line { int x, y; struct str text; };
struct figure_step {
	int y, x1, x2;                  /* the arrow */
	struct str head, tail;          /* arrow heads, as paths; tail "" unless both ways */
	int day_y, rule_y;
	struct str day, clock;          /* "" where it is the day of the step before; clock: "" in a public report */
	struct figure_line *labels, *titles, *notes;
	size_t labels_count, titles_count, notes_count;
	int note_y, note_h;
	int spoof_x1, spoof_x2;         /* the dotted line from who is impersonated */
	const char *colour, *note_colour, *anchor;      /* anchor of the labels: middle end start */
	bool fake, dashed, has_rule, has_note, spoofed;
};
struct figure_lane { int x; struct str name, house; const char *colour; bool attacker; };
/* How much time passed between two steps: a measure beside the first lane. */
struct figure_gap { int x, y1, y2, text_x, text_y; struct str text; };
struct figure_sequence {
	int width, height, lane_top, lane_end, band_x, band_w, band_h, attacker_x, note_x, rule_end;
	int legend_y, legend_text, spoof_x, dash_x, spoof_text, dash_text;
	struct str words;
	struct figure_lane *lanes;
	struct figure_step *steps;
	struct figure_gap *gaps;
	size_t lanes_count, steps_count, gaps_count;
	bool any_fake, any_spoofed, any_dashed;
};
struct told_moment;
/* `earlier`: fakes of the figure before, which are counted on; `lanes`: paragraphs "A: name". */
const struct figure_sequence *figure_sequence_make(struct doc *d, const struct told_moment *moments, size_t n, int earlier,
    const struct str *lanes, size_t lanes_count);
/* Arrow, heads and who is played of a step whose y, colour, fake and spoofed are set; a spoofed one comes from the
 * attacker's lane and `as_x` is the lane of who is played. */
void figure_arrow(struct arena *a, struct figure_step *s, int from_x, int to_x, int as_x, bool both_ways);
#define FIGURE_NAVY "#1d3d73"
#define FIGURE_GREEN "#1c6b45"
#define FIGURE_RED "#b3271e"
#define FIGURE_OCHRE "#7a5200"

/* The same alone in a file: a title above. */
struct figure_picture { int width, height; struct figure_line *titles; size_t titles_count; int top; const struct figure_sequence *sequence; };

/* ---- what stands in a From field */
struct figure_piece { int x, y, w, h, middle; struct figure_line *lines; size_t lines_count; bool bad; };
struct figure_from {
	int height, mark_y, shown_x, shown_end, shown_middle, real_x, real_end, real_middle, hint_x, hint_y1, hint_y2, hint_text;
	int open_x, close_x, less_x, more_x;
	struct str shown_path, real_path, words;
	struct figure_piece *pieces;
	struct figure_line *dashes, *hints;
	size_t pieces_count, dashes_count, hints_count;
};
/* Paragraphs "shown: ...", "real: ...", "hint: ...". */
const struct figure_from *figure_from_make(struct doc *d, const struct str *rows, size_t n);

/* ---- a mail, re-drawn */
struct figure_part_line { int x, y; struct str text; bool strong; };
struct figure_link { int x, y, w, text_x, text_y, label_x, label_y, line_x1, line_x2, line_y; struct str text, label; };
struct figure_mail {
	int height, frame_h, head_h, rule_y;
	struct str words;
	struct figure_part_line *head, *body;
	struct figure_link *links;
	struct figure_line *breaks;
	size_t head_count, body_count, links_count, breaks_count;
};
const struct figure_mail *figure_mail_make(struct doc *d, const struct str *rows, size_t n);

/* ---- a page, re-drawn; a brand's logo never is */
struct figure_field { int y, text_y; struct str text; bool button; };
struct figure_page {
	int height, frame_h, card_h, logo_text;
	struct str address, words;
	struct figure_part_line *lines;
	struct figure_field *fields;
	size_t lines_count, fields_count;
};
const struct figure_page *figure_page_make(struct doc *d, const struct str *rows, size_t n);

/* ---- many quarters: submissions, shares, targeted ones, each with its own axis */
enum { SERIES_ITEMS = 4 };              /* submissions shares own targeted */
struct series_year {
	int year;                       /* fiscal */
	struct str name;
	const struct column *first;     /* its quarters within the series */
	size_t quarters;
	struct column given;            /* what is known of the year as a whole */
	struct figure sum[SERIES_ITEMS];
	bool summed[SERIES_ITEMS];      /* of four quarters, not given */
};
struct series {
	struct column *quarters;
	struct series_year *years;
	size_t quarters_count, years_count;
};

struct figure_series_bar { int x, y, w, h; const char *colour; struct str words; };
struct figure_series_gap { int x, w, middle; struct str text; };
struct figure_series_panel {
	struct str title;
	int title_y, top, base, gap_h, gap_text;
	struct figure_tick *ticks;
	struct figure_series_bar *bars;
	struct figure_series_gap *gaps;
	struct figure_line *labels;
	size_t ticks_count, bars_count, gaps_count, labels_count;
};
struct figure_series_key { int x, text_x; const char *colour; struct str text; };
struct figure_series {
	int height, top, bottom, key_y, key_text_y, year_y, axis_y;
	struct str words, axis;
	struct figure_series_panel panels[3];
	struct figure_month *years;     /* the line where a fiscal year begins, and its name */
	struct figure_series_key keys[4];
	size_t panels_count, years_count, keys_count;
};
const struct figure_series *figure_series_make(struct doc *d, const struct series *s);
/* A round number of which `ticks` steps hold `most`. */
long long figure_step(long long most, int ticks);

/* ---- how observation periods overlap */
struct figure_period { int x, y, w, middle, text_y; struct str name, label, count; };
struct figure_month { int x, text_x; struct str label; };
struct figure_periods {
	int height, bottom, common_x, common_w, common_h, common_middle, common_text;
	struct str words, common;
	struct figure_month *months;
	struct figure_period *rows;
	size_t months_count, rows_count;
};
const struct figure_periods *figure_periods_make(struct doc *d, const struct records *r);

/* Width in pixels that `s` takes at most in a bold sans font of `size` pixels. */
int figure_width(struct str s, int size);
/* Cuts `s` in two lines of at most `width` pixels at a blank or, in Japanese, anywhere. */
void figure_fold(struct str s, int size, int width, struct str *one_r, struct str *two_r);

/* `s` in at most `most` lines of at most `width` pixels, the first at x, y; `step` apart. */
size_t figure_lines(struct arena *a, struct str s, int size, int width, int x, int y, int step, size_t most,
    struct figure_line **lines_r);
/* "key: value": the value, where the key is that. */
bool figure_keyed(struct str row, const char *key, struct str *value_r);

/* ---- a state machine (noroshi explain states) */
struct figure_column { int x; struct str name; };
struct figure_mark { int x, y; bool from, to; };
struct figure_move {
	int y, text_y, who_y, x1, x2;
	struct str deed, who;
	struct figure_mark *marks;
	size_t marks_count;
};
struct figure_states {
	struct str title;
	int width, height, line_top, line_bottom;
	struct figure_column *columns;
	struct figure_move *rows;
	size_t columns_count, rows_count;
};

#endif
