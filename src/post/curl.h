/* curl.h - libcurl, opened when a mail server or a provider is spoken to and not before: most commands never do, and the jailed
 * readers, which are forked from this program, must not have it in them. */
#ifndef POST_CURL_H
#define POST_CURL_H

#include <curl/curl.h>

#include "base/err.h"
#include "base/str.h"

#define CURL_CALLS(CALL) \
	CALL(curl_global_init) CALL(curl_easy_init) CALL(curl_easy_setopt) CALL(curl_easy_perform) CALL(curl_easy_getinfo) \
	CALL(curl_easy_recv) CALL(curl_easy_send) CALL(curl_easy_strerror) CALL(curl_easy_cleanup) CALL(curl_slist_append) \
	CALL(curl_slist_free_all)

/* curl.h wraps some of them in macros that check types; through a table they are called plainly. */
#undef curl_easy_setopt
#undef curl_easy_getinfo

struct curl_table {
#define CALL(name) __typeof__(&name) name;
	CURL_CALLS(CALL)
#undef CALL
};

/* The table, the same every time; NULL with *e where the library is not there. */
const struct curl_table *curl_load(struct err *e);

#endif
