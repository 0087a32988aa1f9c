/* mhd.c - see mhd.h. */
#include "http/mhd.h"

#include <dlfcn.h>
#include <string.h>

static struct mhd_table table;

static bool find_all(void *library)
{
	struct {
		const char *name;
		void *into;
	} calls[] = {
#define CALL(call) { #call, &table.call },
		MHD_CALLS(CALL)
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

const struct mhd_table *mhd_load(struct err *e)
{
	static bool loaded;
	void *library;

	if (loaded)
		return &table;
	library = dlopen("libmicrohttpd.so.12", RTLD_NOW | RTLD_LOCAL);
	if (library == NULL || !find_all(library)) {
		err_set(e, ERR_IO, "libmicrohttpd.so.12 is not here or too old (Debian package libmicrohttpd12); without it no browser is answered");
		return NULL;
	}
	loaded = true;
	return &table;
}
