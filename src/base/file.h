/* file.h - whole files in and out, with the sentences that people need when it fails. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/arena.h"

/* Reads a file ("-": standard input) of at most `most` bytes; larger: ERR_LIMIT. */
int file_read(struct arena *a, const char *path, size_t most, struct str *bytes_r, struct err *e) MUST_CHECK;
/* Writes beside the place and renames, after fsync of file and directory: the old file or the
 * new one is there, never a half.  What is no regular file (a pipe, /dev/full) is never replaced: it is written to. */
int file_replace(const char *path, struct str bytes, unsigned mode, struct err *e) MUST_CHECK;
/* fsync of the directory that holds `path`: a new name is on the disk. -1 with errno. */
int file_sync_directory(const char *path) MUST_CHECK;

#endif
