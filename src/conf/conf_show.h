/* conf_show.h - printing the settings, and the nearest name for a wrong one. */
#ifndef CONF_CONF_SHOW_H
#define CONF_CONF_SHOW_H

#include "base/json.h"
#include "base/nearest.h"
#include "base/tr.h"
#include "conf/conf.h"

/* A noroshi.conf with every key, its help as a comment above. */
void conf_show(const struct conf *c, struct buf *out);
void conf_show_json(const struct conf *c, struct buf *out);

/* The same for a page: values and defaults as they would be written, what is secret in an address as "***". */
struct conf_line { struct str name, value, fallback, help; bool changed; };     /* help: the English sentence */
void conf_lines(const struct conf *c, struct arena *a, struct conf_line **list_r, size_t *n_r);

#endif
