/* data.h - the files of data/ that are compiled in: rules and phrases, readable by an analyst. */
#ifndef ANALYSE_DATA_H
#define ANALYSE_DATA_H

#include <stddef.h>

#include "base/str.h"

struct data_file {
	const char *name;
	const char *bytes;
	size_t size;
};

extern const struct data_file data_files[];
extern const size_t data_file_count;

/* The file's text; it must exist. */
struct str data_file(const char *name);

#endif
