/* picture.h - the course of a conversation ("sequence" of a checked document) as a drawing (SVG). */
#ifndef WORKER_PICTURE_H
#define WORKER_PICTURE_H

#include <jansson.h>

#include "base/buf.h"
#include "base/tr.h"

struct figure_sequence;

/* The drawing itself, for a page; NULL where the document has no conversation. */
const struct figure_sequence *picture_make(struct arena *a, const json_t *doc);
/* report/html/figure_sequence.html draws it; declared here for pages, which have a struct page of their own. */
void html_sequence(struct buf *out, enum lang lang, const struct figure_sequence *f);
/* Appends the drawing of such a document as a file that stands alone, the verdict above it; nothing in it is loaded from elsewhere.
 * Mails that say nothing remarkable are drawn as one where many follow each other between the same people. */
void picture_write(struct buf *out, struct arena *a, const json_t *doc);

#endif
