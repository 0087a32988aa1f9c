/* library.c - see library.h. */
#include "base/library.h"

#include <dlfcn.h>
#include <string.h>

const char *library_open(const char *name, const struct library_call *calls, size_t n)
{
	void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);

	if (library == NULL)
		return dlerror();
	for (size_t i = 0; i < n; i++) {
		void *found = dlsym(library, calls[i].name);

		if (found == NULL)
			return calls[i].name;
		memcpy(calls[i].into, &found, sizeof found);    /* ISO C knows no cast from data to function */
	}
	return NULL;
}
