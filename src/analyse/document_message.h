/* document_message.h - one mail in the result document. */
#ifndef ANALYSE_DOCUMENT_MESSAGE_H
#define ANALYSE_DOCUMENT_MESSAGE_H

#include "analyse/detector.h"
#include "parse/report_facts.h"
#include "base/json.h"

struct document_bounds {
	size_t text;                    /* bytes of a mail's text */
	size_t list;                    /* elements of one list of one mail */
	size_t text_piece;              /* bytes of a name, a subject, a URL, a piece of evidence */
	size_t messages;
};

void document_message(struct arena *a, struct jw *w, const struct message *m, const struct papers *papers,
    const struct document_bounds *b);

struct paper;
/* "document": {...}, inside of an object. */
void document_paper(struct jw *w, const struct paper *p, const struct document_bounds *b);
/* "report": what a bounce, an abuse report or a DMARC aggregate says. */
void document_report(struct jw *w, const struct report_facts *f, const struct document_bounds *b);

/* "accounts": [...], inside of an object: those of the inputs, each with the earlier one of the same creditor. */
void document_accounts(struct arena *a, struct jw *w, const struct thread *t, const struct document_bounds *b);

#endif
