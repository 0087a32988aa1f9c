/* curl.c - see curl.h. */
#include "post/curl.h"

#include "base/library.h"

static struct curl_table table;

static const struct library_call calls[] = {
#define CALL(name) { #name, &table.name },
	CURL_CALLS(CALL)
#undef CALL
};

const struct curl_table *curl_load(struct err *e)
{
	static bool loaded;

	loaded = loaded || (library_open("libcurl.so.4", calls, sizeof calls / sizeof calls[0]) == NULL &&
	    table.curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
	if (loaded)
		return &table;
	err_set(e, ERR_IO, "libcurl.so.4 is not here or too old (Debian package libcurl4); without it no mail server is spoken to");
	return NULL;
}
