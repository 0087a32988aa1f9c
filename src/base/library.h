/* library.h - a library of others that is opened by name when it is needed and not before.
 *
 * What few commands use (a database's, a server's, a mail client's) brings up to forty libraries along: linked, it would
 * cost every start and stand in the jailed readers, which are forked from this program. */
#ifndef BASE_LIBRARY_H
#define BASE_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>

struct library_call {
	const char *name;
	void *into;                     /* a pointer to a function */
};

/* Opens the library and finds every call.  NULL, or what is missing: the system's words, or the name of a call. */
const char *library_open(const char *name, const struct library_call *calls, size_t n);

#endif
