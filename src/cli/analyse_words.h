/* analyse_words.h - what noroshi analyse prints of a conversation and of documents. */
#ifndef CLI_ANALYSE_WORDS_H
#define CLI_ANALYSE_WORDS_H

#include <jansson.h>

#include "base/buf.h"

/* The mails of a conversation, one line each, and the people about whom something changed. */
void analyse_print_thread(struct buf *out, struct arena *a, const json_t *doc);
/* What documents say about themselves, and accounts for payment beside those they replace. */
void analyse_print_papers(struct buf *out, struct arena *a, const json_t *doc);

#endif
