/* shape.c - answers are written, and shapes are described. */
#include "api/shape.h"

#include "base/time.h"

const struct api_shape api_shape_none = { .name = NULL };

#define VALUE(type, object, offset) (*(const type *)(const void *)((const char *)(object) + (offset)))

/* ---- writing ---- */

static void write_list(struct jw *w, const struct api_field *f, const void *object)
{
	const char *items = VALUE(void *, object, f->at);
	size_t n = VALUE(size_t, object, f->count_at);

	jw_array(w);
	for (size_t i = 0; i < n; i++)
		if (f->type == API_TEXTS)
			jw_str(w, VALUE(struct str, items, i * sizeof(struct str)));
		else
			shape_write(w, f->of, items + i * f->of->size);
	jw_end_array(w);
}

static void write_text(struct jw *w, struct str s, unsigned flags)
{
	if (s.n == 0 && (flags & API_NULL) != 0)
		jw_null(w);
	else
		jw_str(w, s.p != NULL ? s : STR(""));
}

static void write_value(struct jw *w, const struct api_field *f, const void *object)
{
	const void *child;

	switch (f->type) {
	case API_TEXT:
		write_text(w, VALUE(struct str, object, f->at), f->flags);
		return;
	case API_INT:
		jw_int(w, VALUE(long long, object, f->at));
		return;
	case API_BOOL:
		jw_bool(w, VALUE(bool, object, f->at));
		return;
	case API_TIME:
		jw_time(w, VALUE(long long, object, f->at) == TIME_FOREVER ? TIME_NONE : VALUE(long long, object, f->at));
		return;
	case API_JSON:
		if (VALUE(struct str, object, f->at).n > 0)
			jw_raw(w, VALUE(struct str, object, f->at));
		else
			jw_null(w);
		return;
	case API_OBJECT:
		child = VALUE(void *, object, f->at);
		if (child != NULL)
			shape_write(w, f->of, child);
		else
			jw_null(w);
		return;
	case API_LIST: case API_TEXTS:
		write_list(w, f, object);
		return;
	}
}

void shape_write(struct jw *w, const struct api_shape *shape, const void *object)
{
	jw_object(w);
	if (shape->schema != NULL)
		jw_kz(w, "schema", shape->schema);
	for (size_t i = 0; i < shape->count; i++) {
		jw_key(w, shape->fields[i].name);
		write_value(w, &shape->fields[i], object);
	}
	jw_end_object(w);
}

/* ---- describing ---- */

static void type_of(struct jw *w, const char *type, bool may_be_null)
{
	jw_key(w, "type");
	if (!may_be_null) {
		jw_str(w, str_of(type));
		return;
	}
	jw_array(w);
	jw_str(w, str_of(type));
	jw_str(w, STR("null"));
	jw_end_array(w);
}

static void words_of(struct jw *w, const char *words, bool may_be_null)
{
	struct str rest = str_of(words), word;

	jw_karray(w, "enum");
	while (str_split(&rest, ' ', &word))
		jw_str(w, word);
	if (may_be_null)
		jw_null(w);
	jw_end_array(w);
}

static void refer(struct jw *w, const struct api_shape *of)
{
	struct buf path;

	buf_init(&path, 200);
	buf_printf(&path, "#/components/schemas/%s", of->name);
	jw_kstr(w, "$ref", buf_str(&path));
	buf_fini(&path);
}

static void describe_object(struct jw *w, const struct api_field *f, bool may_be_null)
{
	if (!may_be_null) {
		refer(w, f->of);
		return;
	}
	jw_karray(w, "anyOf");
	jw_object(w);
	refer(w, f->of);
	jw_end_object(w);
	jw_object(w);
	jw_kz(w, "type", "null");
	jw_end_object(w);
	jw_end_array(w);
}

void shape_describe_value(struct jw *w, const struct api_field *f, bool is_answer)
{
	bool may_be_null = is_answer && (f->flags & API_NULL) != 0;

	jw_object(w);
	switch (f->type) {
	case API_TEXT:
		type_of(w, "string", may_be_null);
		if (f->words != NULL)
			words_of(w, f->words, may_be_null);
		break;
	case API_INT:
		type_of(w, "integer", may_be_null);
		break;
	case API_BOOL:
		type_of(w, "boolean", may_be_null);
		break;
	case API_TIME:
		type_of(w, "string", may_be_null);
		if (is_answer)
			jw_kz(w, "format", "date-time");
		break;
	case API_JSON:
		type_of(w, "object", may_be_null);
		break;
	case API_OBJECT:
		describe_object(w, f, may_be_null);
		break;
	case API_LIST: case API_TEXTS:
		jw_kz(w, "type", "array");
		jw_kobject(w, "items");
		if (f->type == API_TEXTS)
			jw_kz(w, "type", "string");
		else
			refer(w, f->of);
		jw_end_object(w);
		break;
	}
	if (f->what != NULL)
		jw_kz(w, "description", f->what);
	jw_end_object(w);
}

static void needed(struct jw *w, const struct api_shape *shape, bool is_answer)
{
	jw_karray(w, "required");
	if (is_answer && shape->schema != NULL)
		jw_str(w, STR("schema"));
	for (size_t i = 0; i < shape->count; i++)
		if (is_answer || (shape->fields[i].flags & API_NEEDED) != 0)
			jw_str(w, str_of(shape->fields[i].name));
	jw_end_array(w);
}

void shape_describe(struct jw *w, const struct api_shape *shape, bool is_answer)
{
	jw_object(w);
	jw_kz(w, "type", "object");
	if (shape->what != NULL)
		jw_kz(w, "description", shape->what);
	jw_kobject(w, "properties");
	if (shape->schema != NULL) {
		jw_kobject(w, "schema");
		jw_kz(w, "const", shape->schema);
		jw_end_object(w);
	}
	for (size_t i = 0; i < shape->count; i++) {
		jw_key(w, shape->fields[i].name);
		shape_describe_value(w, &shape->fields[i], is_answer);
	}
	jw_end_object(w);
	needed(w, shape, is_answer);
	jw_kbool(w, "additionalProperties", false);
	jw_end_object(w);
}
