/* static.h - stylesheet and pictures, compiled in under names that change with their content. */
#ifndef WEB_STATIC_H
#define WEB_STATIC_H

#include "base/arena.h"

struct static_file { const char *name, *bytes; size_t n; };
extern const struct static_file static_files[];
extern const size_t static_file_count;

/* "/static/noroshi.1a2b3c4d5e6f.css" */
struct str static_path(struct arena *a, const char *name);

#endif
