/* indicators.h - what the pages about indicators share. */
#ifndef WEB_INDICATORS_H
#define WEB_INDICATORS_H

#include "feedback/indicators.h"
#include "web/page_hunt.h"
#include "web/web.h"

/* Defanged; of a bank account only that it is one, for its keyed hash says nothing to people. */
struct str indicator_shown_value(const struct web_call *c, struct str type, struct str value);
/* "to 12, from 74": what was seen, by direction; "" where nothing was. */
struct str indicator_seen_words(const struct web_call *c, const struct indicator_row *r);
/* Until when it is in force, and how that looks. */
struct str indicator_until_words(const struct web_call *c, const struct indicator_row *r, const char **tone_r);
struct str indicator_seen_by_words(const struct web_call *c, long long shares, long long organisations);
struct str indicator_count(const struct web_call *c, long long n);
struct str indicator_port(const struct web_call *c, long long port);

/* The page of the list, with the result of a search in it or without. */
int indicators_show(struct web_call *c, struct str lines, struct str problem, const struct lookup *search, struct err *e) MUST_CHECK;

#endif
