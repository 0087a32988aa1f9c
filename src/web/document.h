/* document.h - what pages take out of a stored analysis document (noroshi/analysis/1). */
#ifndef WEB_DOCUMENT_H
#define WEB_DOCUMENT_H

#include <jansson.h>

#include "intake/look.h"
#include "web/page_submission.h"
#include "web/web.h"

/* The checked document, NULL where there is none (not read yet, or erased); it lives as long as the request. */
int document_of(struct web_call *c, const struct submission_row *s, json_t **doc_r, struct err *e) MUST_CHECK;
/* Text of a member; "" where it is absent or null. */
struct str json_text(const json_t *object, const char *key);
long long json_number(const json_t *object, const char *key);
struct str document_subject(const json_t *doc);
/* A finding's sentence in the page's language. */
struct str document_sentence(const struct web_call *c, const json_t *finding);
/* Of a finding: the class of its number ("" mid low con), and of the marks on what it saw (bad warn good). */
const char *document_tone(const json_t *finding);
const char *document_mark(const json_t *finding);
struct ref document_ref(struct web_call *c, const json_t *finding, size_t i);
/* Fills verdict, findings, the conversation, and the mail that the address asks for. */
void document_show(struct web_call *c, const json_t *doc, struct submission_page *p);

/* ---- document_mail.c ---- */
const struct mail_shown *document_mail(struct web_call *c, const json_t *doc, long long mail, const struct submission_page *p);
/* What is no mail: its text, with what was found marked. */
void document_text_alone(struct web_call *c, const json_t *doc, struct submission_page *p);
/* ---- document_files.c ---- */
void document_files(struct web_call *c, const json_t *doc, long long mail, const struct submission_page *p, struct mail_shown *x);

/* The choices of the form by which an attachment leaves. */
void document_parts(struct web_call *c, const json_t *doc, struct submission_page *p);

/* Whether evidence lies in `place` of the mail: "header:Cc", "attachment:2", "body". */
bool evidence_in(const json_t *evidence, long long mail, struct str place);

#endif
