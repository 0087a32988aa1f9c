/* tenant_suffixes.h - data/tenant_suffixes.csv as compiled in. */
#ifndef PARSE_TENANT_SUFFIXES_H
#define PARSE_TENANT_SUFFIXES_H

#include "base/name_table.h"

extern const struct name_table tenant_suffixes;

#endif
