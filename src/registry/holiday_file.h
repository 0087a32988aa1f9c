/* holiday_file.h - data/holidays.csv as it was compiled in; calendar.c reads it. */
#ifndef REGISTRY_HOLIDAY_FILE_H
#define REGISTRY_HOLIDAY_FILE_H

#include "base/str.h"

extern const struct str holiday_files[];
extern const size_t holiday_file_count;

#endif
