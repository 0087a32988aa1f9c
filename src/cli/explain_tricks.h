/* explain_tricks.h - the catalogue of tricks B01-B50 (product.md 2.4) as `noroshi explain` tells it. */
#ifndef CLI_EXPLAIN_TRICKS_H
#define CLI_EXPLAIN_TRICKS_H

#include "base/arena.h"
#include "base/buf.h"

enum { TRICKS = 50 };

struct trick_finding {
	const char *id, *tricks;        /* "bec.cc.replaced", "B10" */
};

bool trick_exists(struct arena *a, struct str trick);
const char *trick_text(struct arena *a, const char *id);
/* Why no mail shows it; NULL for a trick that can be seen. */
const char *trick_unseen(struct arena *a, const char *id);
/* The whole catalogue as a table of Markdown. */
void tricks_put_table(struct buf *out, struct arena *a, const struct trick_finding *findings, size_t n);

#endif
