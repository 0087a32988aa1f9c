/* frame.h - what is around every page: headers, language, errors. */
#ifndef WEB_FRAME_H
#define WEB_FRAME_H

#include "web/web.h"

/* The prefix binds it to this host, this path and TLS (RFC 6265bis 4.1.3). */
#define WEB_COOKIE "__Host-noroshi"
#define WEB_LANGUAGE_COOKIE "noroshi-lang"

enum lang web_language_of(const struct http_request *q);
/* Security headers on every answer; a page that needs another content policy has set it before. */
void web_headers(struct web_call *c);
/* A page that says what is wrong and nothing else. */
void web_problem(struct web_call *c, int status, const char *sentence);
/* What a handler could not do. */
void web_failed(struct web_call *c, const struct err *e);
/* The scripts of the page into c->page. */
void web_islands(struct web_call *c);
/* Does a script ask for what is within main only?  Answers to that say so. */
bool web_is_fragment(const struct web_call *c);
void web_say_fragment(struct web_call *c);
int web_to_sign_in(struct web_call *c);
void web_set_session(struct web_call *c, struct str token);
void web_end_session(struct web_call *c);

#endif
