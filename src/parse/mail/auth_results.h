/* auth_results.h - what a border host attests about a mail (Authentication-Results, RFC 8601), read strictly.
 *
 * Much of such a line is written by others: the envelope's sender stands in a comment or in quotes, a signature names its
 * domain.  Only what stands first behind a semicolon is a result, and a property belongs to the result before it. */
#ifndef PARSE_MAIL_AUTH_RESULTS_H
#define PARSE_MAIL_AUTH_RESULTS_H

#include "base/arena.h"
#include "base/str.h"

enum { AUTH_RESULTS_MOST = 64 };

struct auth_result {
	struct str method, word;        /* "dkim", "pass" */
	struct str from;                /* header.from; absent */
	struct str domain;              /* header.d, else the domain of header.i; absent */
};

struct auth_results {
	struct str authserv;            /* whose line it is; "" where it cannot be read */
	const struct auth_result *list; /* the first AUTH_RESULTS_MOST */
	size_t n;
};

/* `raw`: the bytes behind the colon, folds and all.  Of a line that is not written as it should be nothing is believed: n is 0. */
void auth_results_read(struct arena *a, struct str raw, struct auth_results *results_r);
/* The word of the first result of that method; absent. */
struct str auth_results_word(const struct auth_results *r, const char *method);

#endif
