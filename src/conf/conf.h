/* conf.h - the hub's settings: one table (settings.def) makes the struct, the parser of
 * noroshi.conf, `noroshi config show` and the reference page. */
#ifndef CONF_CONF_H
#define CONF_CONF_H

#include "base/arena.h"
#include "base/err.h"

enum { CONF_LINE = 4096 };

struct conf {
#define SETTING_TEXT(name, fallback, help) struct str name;
#define SETTING_WORD(name, fallback, words, help) struct str name;        /* one of the words */
#define SETTING_INT(name, fallback, least, most, help) long long name;
#define SETTING_BOOL(name, fallback, help) bool name;
#include "conf/settings.def"
#undef SETTING_TEXT
#undef SETTING_WORD
#undef SETTING_INT
#undef SETTING_BOOL
};

void conf_defaults(struct conf *c);
/* "key = value" lines, # comments.  An unknown key refuses, naming the line and the nearest
 * known key; so does a value out of range. */
int conf_parse(struct arena *a, struct str file, const char *file_name, struct conf *c, struct err *e) MUST_CHECK;

#endif
