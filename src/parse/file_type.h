/* file_type.h - what a file is by its first bytes, whatever its name says. */
#ifndef PARSE_FILE_TYPE_H
#define PARSE_FILE_TYPE_H

#include "base/str.h"

/* "exe" "lnk" "html" "zip" "pdf" ...; NULL where nothing is recognised.  Reads the first 64 KB. */
const char *file_type(struct str bytes);
/* Would opening it run something: a program, a script, a shortcut, a help file, a disk image of them? */
bool file_type_runs(const char *type);
/* A container that is read further: zip rar 7z gz tar cab iso ... */
bool file_type_contains(const char *type);
/* The ending of a name without the dot, lower-case not applied; "" where there is none. */
struct str name_ending(struct str name);

#endif
