/* tenant_suffixes.h - data/tenant_suffixes.csv as compiled in, sorted. */
#ifndef PARSE_TENANT_SUFFIXES_H
#define PARSE_TENANT_SUFFIXES_H

#include <stddef.h>

extern const char *const tenant_suffixes[];
extern const size_t tenant_suffixes_count;

#endif
