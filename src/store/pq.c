/* pq.c - see pq.h. */
#include "store/pq.h"

#include <dlfcn.h>
#include <string.h>

struct pq_calls pq;

/* POSIX lets a function's address travel as an object's. */
static int find(void *library, const char *name, void *call_r, struct err *e)
{
	void *found = dlsym(library, name);

	if (found == NULL)
		return err_set(e, ERR_DB, "libpq on this machine is too old: it lacks %s", name);
	memcpy(call_r, &found, sizeof found);
	return 0;
}

int pq_load(struct err *e)
{
	static void *library;
	void *loaded;

	if (library != NULL)
		return 0;
	loaded = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL);
	if (loaded == NULL)
		return err_set(e, ERR_DB, "PostgreSQL's library libpq.so.5 is not installed (package libpq5): %s", dlerror());
#define CALL(name) \
	if (find(loaded, #name, &pq.name, e) < 0) \
		return -1;
	PQ_CALLS(CALL)
#undef CALL
	library = loaded;
	return 0;
}
