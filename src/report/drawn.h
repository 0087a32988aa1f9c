/* drawn.h - the report's figures for pages that know nothing of reports. */
#ifndef REPORT_DRAWN_H
#define REPORT_DRAWN_H

#include "base/html.h"

struct figure_structure;
/* html/figure_structure.html */
void html_structure(struct buf *out, enum lang lang, const struct figure_structure *f);

#endif
