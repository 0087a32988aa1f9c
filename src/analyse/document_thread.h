/* document_thread.h - a conversation in the result document: its people, and its course. */
#ifndef ANALYSE_DOCUMENT_THREAD_H
#define ANALYSE_DOCUMENT_THREAD_H

#include "analyse/document_message.h"
#include "analyse/people.h"
#include "analyse/sequence.h"

/* "people": [...], "sequence": {...}, inside of an object. */
void document_thread(struct jw *w, const struct people *people, const struct sequence *sequence, const struct document_bounds *b);

#endif
