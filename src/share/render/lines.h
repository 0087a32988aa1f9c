/* lines.h - a share's paragraphs, rows and indicators one by one, numbered from 1 in the order of the text: what an approver
 * answers line by line.  The numbers are the same in both languages. */
#ifndef SHARE_RENDER_LINES_H
#define SHARE_RENDER_LINES_H

#include "share/render/render.h"

struct shown_line {
	const char *part;               /* title, reason, summary, actions, indicator, sightings, steps: share.part.<part> */
	struct str text;                /* as the text artefact has it, without its line end */
};
/* projection_lines(p) of them, in the arena. */
struct shown_line *render_lines(struct arena *a, const struct projection *p, enum lang lang);

/* One row of the text artefact each, without its line end. */
void line_indicator(struct buf *out, struct arena *a, enum lang lang, const struct shown_indicator *r);
void line_sighting(struct buf *out, struct arena *a, enum lang lang, const struct projection *p, const struct shown_sighting *r);
void line_step(struct buf *out, struct arena *a, enum lang lang, const struct shown_step *r);

#endif
