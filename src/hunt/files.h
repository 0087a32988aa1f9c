/* files.h - what a command line of logs means: files, directories, standard input. */
#ifndef HUNT_FILES_H
#define HUNT_FILES_H

#include "base/arena.h"

struct log_file {
	struct str path;                /* "-": standard input */
	long long bytes, mtime_ms;
	unsigned long long device, inode;
	bool link;                      /* met in a directory, leads to a file */
};

struct log_files {
	struct log_file *list;          /* newest first; named files keep their place among equals */
	size_t count, room;
	struct log_refused { struct str path, why; } *refused;
	size_t refused_count, refused_room;
};

/* Directories recursively; what is neither a file nor a directory is refused with its reason.  A link in a directory to a
 * file that is searched anyway ("current.log") is left out: its hits would count twice. */
void log_files_find(struct arena *a, const struct str *paths, size_t n, struct log_files *files_r);

#endif
