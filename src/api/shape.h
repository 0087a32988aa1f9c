/* shape.h - what a request or an answer of the REST interface looks like: one table for the reader, the writer and the document.
 *
 * A shape lists the members of a struct.  From it an answer is written, a query or a body is read and checked, and the OpenAPI
 * document is made (openapi.c), so that none of them can say something else than the others. */
#ifndef API_SHAPE_H
#define API_SHAPE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/json.h"

enum api_type {
	API_TEXT,                       /* struct str; asked for: absent where not given */
	API_INT,                        /* long long */
	API_BOOL,                       /* bool */
	API_TIME,                       /* long long, ms UTC: RFC 3339; asked for: also a day, TIME_NONE where not given */
	API_OBJECT,                     /* a pointer to a struct of the shape `of`; NULL: null */
	API_LIST,                       /* a pointer to so many of them */
	API_TEXTS,                      /* a pointer to so many struct str */
	API_JSON,                       /* struct str: JSON already */
};

enum { API_NULL = 1, API_NEEDED = 2 };  /* answers: may be null ("" too); requests: must be given */

struct api_field {
	const char *name;
	enum api_type type;
	size_t at, count_at;            /* offsets of the value, of the size_t of a list */
	unsigned flags;
	const char *words;              /* of an API_TEXT: "one two"; NULL: any */
	const struct api_shape *of;
	const char *what;               /* English, for the document; NULL where the name says it */
};

struct api_shape {
	const char *name;               /* in the document; NULL: there is none */
	const char *schema;             /* value of the member "schema" of an answer; NULL: it has none */
	const char *what;
	size_t size;
	const struct api_field *fields;
	size_t count;
};
extern const struct api_shape api_shape_none;

/* The offset of a member, which must be of that type. */
#define API_AT(S, member, T) (offsetof(S, member) + 0 * sizeof(1 ? &((S *)0)->member : (T *)0))
#define TEXT_(S, name, member, flags, words, what) { name, API_TEXT, API_AT(S, member, struct str), 0, flags, words, NULL, what }
#define INT_(S, name, member, flags, what) { name, API_INT, API_AT(S, member, long long), 0, flags, NULL, NULL, what }
#define BOOL_(S, name, member, flags, what) { name, API_BOOL, API_AT(S, member, bool), 0, flags, NULL, NULL, what }
#define TIME_(S, name, member, flags, what) { name, API_TIME, API_AT(S, member, long long), 0, flags, NULL, NULL, what }
#define OBJECT_(S, name, member, flags, shape, what) { name, API_OBJECT, offsetof(S, member), 0, flags, NULL, shape, what }
#define LIST_(S, name, member, counter, flags, shape, what) \
	{ name, API_LIST, offsetof(S, member), API_AT(S, counter, size_t), flags, NULL, shape, what }
#define TEXTS_(S, name, member, counter, flags, what) \
	{ name, API_TEXTS, offsetof(S, member), API_AT(S, counter, size_t), flags, NULL, NULL, what }
#define JSON_(S, name, member, flags, what) { name, API_JSON, API_AT(S, member, struct str), 0, flags, NULL, NULL, what }
/* A shape of a table of fields, `api_shape_NAME`. */
#define API_SHAPE(id, schema, what, S, table) \
	const struct api_shape api_shape_##id = { #id, schema, what, sizeof(S), table, sizeof(table) / sizeof(table)[0] }

void shape_write(struct jw *w, const struct api_shape *shape, const void *object);
/* A JSON object's text into *object (zeroed by the caller); what is unknown, missing or of another type is refused by name. */
int shape_read(struct arena *a, const struct api_shape *shape, struct str json, int zone_minutes, void *object, struct err *e) MUST_CHECK;
/* One value as it stands in a query. */
int shape_read_text(const struct api_shape *shape, struct str name, struct str value, int zone_minutes, void *object, struct err *e)
    MUST_CHECK;
/* Defaults of what is not given, before either of them; what was not given though it must be, behind them. */
void shape_begin(const struct api_shape *shape, void *object);
int shape_end(const struct api_shape *shape, const void *object, struct err *e) MUST_CHECK;
/* How a value of that type is described: a JSON schema (draft 2020-12, as OpenAPI 3.1 has it). */
void shape_describe(struct jw *w, const struct api_shape *shape, bool is_answer);
/* The value of one field alone. */
void shape_describe_value(struct jw *w, const struct api_field *f, bool is_answer);

#endif
