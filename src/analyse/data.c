/* data.c - finding a compiled-in data file. */
#include "analyse/data.h"

#include <assert.h>

struct str data_file(const char *name)
{
	for (size_t i = 0; i < data_file_count; i++)
		if (strcmp(data_files[i].name, name) == 0)
			return (struct str){ data_files[i].bytes, data_files[i].size };
	assert(!"the data file exists");
	return STR("");
}
