/* json.h - writing JSON, streaming, always valid UTF-8 (what is not, and NUL, which strict readers
 * and PostgreSQL refuse, becomes U+FFFD).  Reading is jansson's work (strict: duplicate keys and NUL refused). */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buf.h"

/* One string with its quotation marks; null where s is absent. */
void json_quoted(struct buf *out, struct str s);

struct jw {
	struct buf *out;
	unsigned char first[64];        /* per depth: nothing written yet */
	int depth;
	bool after_key;
};

void jw_init(struct jw *w, struct buf *out);
void jw_object(struct jw *w);
void jw_array(struct jw *w);
/* Ends the innermost object or array; the caller says which it was. */
void jw_end_object(struct jw *w);
void jw_end_array(struct jw *w);
void jw_key(struct jw *w, const char *key);

void jw_str(struct jw *w, struct str s);        /* null where s is absent */
void jw_int(struct jw *w, long long i);
void jw_bool(struct jw *w, bool b);
void jw_null(struct jw *w);
/* A value that is JSON already. */
void jw_raw(struct jw *w, struct str json);
/* RFC 3339, UTC, with Z; null for TIME_NONE. */
void jw_time(struct jw *w, long long ms);

void jw_kstr(struct jw *w, const char *key, struct str s);
void jw_kz(struct jw *w, const char *key, const char *z);
void jw_kint(struct jw *w, const char *key, long long i);
void jw_kbool(struct jw *w, const char *key, bool b);
void jw_knull(struct jw *w, const char *key);
void jw_ktime(struct jw *w, const char *key, long long ms);
void jw_kobject(struct jw *w, const char *key);
void jw_karray(struct jw *w, const char *key);

#endif
