/* pq.c - see pq.h. */
#include "store/pq.h"

#include "base/library.h"

struct pq_calls pq;

static const struct library_call calls[] = {
#define CALL(name) { #name, &pq.name },
	PQ_CALLS(CALL)
#undef CALL
};

int pq_load(struct err *e)
{
	static bool loaded;
	const char *missing;

	if (loaded)
		return 0;
	missing = library_open("libpq.so.5", calls, sizeof calls / sizeof calls[0]);
	loaded = missing == NULL;
	return loaded ? 0 : err_set(e, ERR_DB, "PostgreSQL's library libpq.so.5 (package libpq5) is not here or too old: %s", missing);
}
