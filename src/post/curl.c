/* curl.c - see curl.h. */
#include "post/curl.h"

#include <dlfcn.h>

static struct curl_table table;

static bool find_all(void *library)
{
	struct {
		const char *name;
		void *into;
	} calls[] = {
#define CALL(call) { #call, &table.call },
		CURL_CALLS(CALL)
#undef CALL
	};

	for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
		void *found = dlsym(library, calls[i].name);

		if (found == NULL)
			return false;
		memcpy(calls[i].into, &found, sizeof found);    /* ISO C knows no cast from data to function */
	}
	return true;
}

const struct curl_table *curl_load(struct err *e)
{
	static bool loaded;
	void *library;

	if (loaded)
		return &table;
	library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
	if (library == NULL || !find_all(library) || table.curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		err_set(e, ERR_IO, "libcurl.so.4 is not here or too old (Debian package libcurl4); without it no mail server is spoken to");
		return NULL;
	}
	loaded = true;
	return &table;
}
