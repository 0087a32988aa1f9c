/* analyse_picture.h - the course of a conversation as a drawing (SVG) that stands alone. */
#ifndef CLI_ANALYSE_PICTURE_H
#define CLI_ANALYSE_PICTURE_H

#include <jansson.h>

#include "base/buf.h"

/* Appends the drawing of a document with a "sequence" (analyse/sequence.h); nothing in it is loaded from elsewhere.
 * Mails that say nothing remarkable are drawn as one where many follow each other between the same people. */
void analyse_picture(struct buf *out, struct arena *a, const json_t *doc);

#endif
