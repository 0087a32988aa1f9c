/* mhd.c - see mhd.h. */
#include "http/mhd.h"

#include "base/library.h"

static struct mhd_table table;

static const struct library_call calls[] = {
#define CALL(name) { #name, &table.name },
	MHD_CALLS(CALL)
#undef CALL
};

const struct mhd_table *mhd_load(struct err *e)
{
	static bool loaded;

	loaded = loaded || library_open("libmicrohttpd.so.12", calls, sizeof calls / sizeof calls[0]) == NULL;
	if (loaded)
		return &table;
	err_set(e, ERR_IO, "libmicrohttpd.so.12 is not here or too old (Debian package libmicrohttpd12); without it no browser is answered");
	return NULL;
}
