/* shape_read.c - queries and bodies are read by their shape; nothing unknown is passed over. */
#include "api/shape.h"

#include <jansson.h>

#include "base/nearest.h"
#include "base/text.h"
#include "base/time.h"

enum { NAMES_MOST = 40, LIST_MOST = 10000 };

#define PLACE(type, object, offset) (*(type *)(void *)((char *)(object) + (offset)))

static const struct api_field *field_of(const struct api_shape *shape, struct str name)
{
	for (size_t i = 0; i < shape->count; i++)
		if (str_eq(name, str_of(shape->fields[i].name)))
			return &shape->fields[i];
	return NULL;
}

static int unknown(const struct api_shape *shape, struct str name, struct err *e)
{
	const char *names[NAMES_MOST], *near;
	size_t n = 0;

	for (size_t i = 0; i < shape->count && n < NAMES_MOST; i++)
		names[n++] = shape->fields[i].name;
	near = str_nearest(name, names, n);
	if (near != NULL)
		return err_set(e, ERR_INPUT, "there is no “" STR_FMT "” here; did you mean %s?", STR_ARG(name), near);
	return err_set(e, ERR_INPUT, "there is no “" STR_FMT "” here", STR_ARG(name));
}

static bool is_word(const char *words, struct str value)
{
	struct str rest = str_of(words), word;

	while (str_split(&rest, ' ', &word))
		if (str_eq(word, value))
			return true;
	return false;
}

static int check_words(const struct api_field *f, struct str value, struct err *e)
{
	if (f->words == NULL || is_word(f->words, value))
		return 0;
	return err_set(e, ERR_INPUT, "%s is one of: %s", f->name, f->words);
}

/* ---- queries ---- */

int shape_read_text(const struct api_shape *shape, struct str name, struct str value, int zone, void *object, struct err *e)
{
	const struct api_field *f = field_of(shape, name);

	if (f == NULL)
		return unknown(shape, name, e);
	if (!utf8_valid(value))
		return err_set(e, ERR_INPUT, "%s is not UTF-8", f->name);
	switch (f->type) {
	case API_TEXT:
		PLACE(struct str, object, f->at) = value;
		return check_words(f, value, e);
	case API_INT:
		return str_to_int(value, &PLACE(long long, object, f->at)) ? 0 : err_set(e, ERR_INPUT, "%s is a whole number", f->name);
	case API_TIME:
		return time_parse(value, zone, &PLACE(long long, object, f->at), e);
	case API_BOOL:
		PLACE(bool, object, f->at) = str_eq(value, STR("true"));
		return str_eq(value, STR("true")) || str_eq(value, STR("false")) ? 0 : err_set(e, ERR_INPUT, "%s is true or false", f->name);
	default:
		return unknown(shape, name, e);
	}
}

/* ---- bodies ---- */

struct reading {
	struct arena *a;
	int zone;
};

static int read_object(const struct reading *r, const struct api_shape *shape, json_t *o, void *object, struct err *e);

static struct str text_of(struct arena *a, const json_t *v)
{
	return arena_str(a, (struct str){ json_string_value(v), json_string_length(v) });
}

static int read_texts(const struct reading *r, const struct api_field *f, json_t *v, void *object, struct err *e)
{
	size_t n = json_array_size(v);
	struct str *items = ARENA_ARRAY(r->a, struct str, n + 1);

	for (size_t i = 0; i < n; i++) {
		if (!json_is_string(json_array_get(v, i)))
			return err_set(e, ERR_INPUT, "%s is a list of texts", f->name);
		items[i] = text_of(r->a, json_array_get(v, i));
	}
	PLACE(struct str *, object, f->at) = items;
	PLACE(size_t, object, f->count_at) = n;
	return 0;
}

static int read_list(const struct reading *r, const struct api_field *f, json_t *v, void *object, struct err *e)
{
	size_t n = json_array_size(v);
	char *items;

	if (!json_is_array(v) || n > LIST_MOST)
		return err_set(e, ERR_INPUT, "%s is a list of at most %d", f->name, LIST_MOST);
	if (f->type == API_TEXTS)
		return read_texts(r, f, v, object, e);
	items = arena_array(r->a, n + 1, f->of->size);
	for (size_t i = 0; i < n; i++)
		if (read_object(r, f->of, json_array_get(v, i), items + i * f->of->size, e) < 0)
			return err_prefix(e, "%s[%zu]", f->name, i);
	PLACE(void *, object, f->at) = items;
	PLACE(size_t, object, f->count_at) = n;
	return 0;
}

static int read_value(const struct reading *r, const struct api_field *f, json_t *v, void *object, struct err *e)
{
	switch (f->type) {
	case API_TEXT:
		if (!json_is_string(v))
			return err_set(e, ERR_INPUT, "%s is a text", f->name);
		PLACE(struct str, object, f->at) = text_of(r->a, v);
		return check_words(f, PLACE(struct str, object, f->at), e);
	case API_INT:
		PLACE(long long, object, f->at) = json_integer_value(v);
		return json_is_integer(v) ? 0 : err_set(e, ERR_INPUT, "%s is a whole number", f->name);
	case API_BOOL:
		PLACE(bool, object, f->at) = json_is_true(v);
		return json_is_boolean(v) ? 0 : err_set(e, ERR_INPUT, "%s is true or false", f->name);
	case API_TIME:
		if (!json_is_string(v))
			return err_set(e, ERR_INPUT, "%s is a text", f->name);
		return time_parse(text_of(r->a, v), r->zone, &PLACE(long long, object, f->at), e);
	case API_OBJECT:
		PLACE(void *, object, f->at) = arena_alloc(r->a, f->of->size);
		return read_object(r, f->of, v, PLACE(void *, object, f->at), e);
	case API_LIST: case API_TEXTS:
		return read_list(r, f, v, object, e);
	case API_JSON:
		break;
	}
	return err_set(e, ERR_INPUT, "there is no “%s” here", f->name);
}

static int read_object(const struct reading *r, const struct api_shape *shape, json_t *o, void *object, struct err *e)
{
	const char *key;
	json_t *value;

	if (!json_is_object(o))
		return err_set(e, ERR_INPUT, "a JSON object is needed here");
	shape_begin(shape, object);
	json_object_foreach(o, key, value) {
		const struct api_field *f = field_of(shape, str_of(key));

		if (f == NULL)
			return unknown(shape, str_of(key), e);
		if (!json_is_null(value) && read_value(r, f, value, object, e) < 0)
			return -1;
	}
	return shape_end(shape, object, e);
}

int shape_read(struct arena *a, const struct api_shape *shape, struct str json, int zone, void *object, struct err *e)
{
	const struct reading r = { a, zone };
	json_error_t where;
	json_t *root = json_loadb(json.p, json.n, JSON_REJECT_DUPLICATES, &where);
	int status;

	if (root == NULL)
		return err_set(e, ERR_INPUT, "this is no JSON: line %d, column %d", where.line, where.column);
	status = read_object(&r, shape, root, object, e);
	json_decref(root);
	return status;
}

void shape_begin(const struct api_shape *shape, void *object)
{
	for (size_t i = 0; i < shape->count; i++)
		if (shape->fields[i].type == API_TIME)
			PLACE(long long, object, shape->fields[i].at) = TIME_NONE;
}

int shape_end(const struct api_shape *shape, const void *object, struct err *e)
{
	for (size_t i = 0; i < shape->count; i++) {
		const struct api_field *f = &shape->fields[i];
		const char *at = (const char *)object + f->at;
		bool there = f->type == API_TEXT ? ((const struct str *)(const void *)at)->n > 0 :
		    f->type == API_TIME ? *(const long long *)(const void *)at != TIME_NONE :
		    f->type == API_LIST || f->type == API_TEXTS ? *(const size_t *)(const void *)((const char *)object + f->count_at) > 0 : true;

		if ((f->flags & API_NEEDED) != 0 && !there)
			return err_set(e, ERR_INPUT, "%s is missing", f->name);
	}
	return 0;
}
