/* landlock.h - the paths that a process keeps; everything else in the file system is gone (Linux 5.13, landlock(7)). */
#ifndef WORKER_LANDLOCK_H
#define WORKER_LANDLOCK_H

#include <stdbool.h>
#include <stddef.h>

struct landlock_path {
	const char *path;               /* a folder with all below it, or a file; one that does not exist is passed over */
	bool run;                       /* may be executed too */
};

/* The kernel's version of it; 0: it has none. */
int landlock_version(void);

/* Only these paths for reading; no TCP but outwards where it `connects`, no signals or abstract sockets outwards where the kernel knows them.
 * Needs no_new_privs.  The kernel's version of it, 0 where it could not be done. */
int landlock_keep(const struct landlock_path *paths, size_t n, bool connects);

#endif
