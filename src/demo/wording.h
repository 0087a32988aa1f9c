/* wording.h - the files of data/demo, compiled in. */
#ifndef DEMO_WORDING_H
#define DEMO_WORDING_H

#include "base/str.h"

extern const struct str wording_files[];
extern const size_t wording_file_count;

#endif
