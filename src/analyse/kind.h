/* kind.h - what an input is, by its first bytes and its name. */
#ifndef ANALYSE_KIND_H
#define ANALYSE_KIND_H

#include "base/str.h"

enum input_kind { INPUT_MAIL, INPUT_AUDIT_LOG, INPUT_SAMPLE, INPUT_REPORT, INPUT_CALENDAR, INPUT_UNKNOWN };

enum input_kind kind_of(struct str name, struct str bytes);
const char *kind_word(enum input_kind kind);

#endif
