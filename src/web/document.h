/* document.h - what pages take out of a stored analysis document (noroshi/analysis/1). */
#ifndef WEB_DOCUMENT_H
#define WEB_DOCUMENT_H

#include <jansson.h>

#include "intake/look.h"
#include "web/web.h"

/* The checked document, NULL where there is none (not read yet, or erased); it lives as long as the request. */
int document_of(struct web_call *c, const struct submission_row *s, json_t **doc_r, struct err *e) MUST_CHECK;
/* Text of a member; "" where it is absent or null. */
struct str json_text(const json_t *object, const char *key);
struct str document_subject(const json_t *doc);
/* A finding's sentence in the page's language. */
struct str document_sentence(const struct web_call *c, const json_t *finding);
/* Fills verdict, findings and mails. */
void document_show(struct web_call *c, const json_t *doc, struct submission_page *p);

#endif
