/* openapi.c - the document of the interface (OpenAPI 3.1), made of the table of routes and their shapes. */
#include <stdio.h>

#include "api/api.h"

enum { SHAPES_MOST = 200 };

extern const struct api_shape api_shape_changed;

/* ---- which shapes there are ---- */

struct known { const struct api_shape *shapes[SHAPES_MOST]; bool is_answer[SHAPES_MOST]; size_t n; };

static void know(struct known *k, const struct api_shape *shape, bool is_answer)
{
	if (shape->name == NULL)
		return;
	for (size_t i = 0; i < k->n; i++)
		if (k->shapes[i] == shape)
			return;
	if (k->n == SHAPES_MOST)
		return;
	k->shapes[k->n] = shape;
	k->is_answer[k->n++] = is_answer;
	for (size_t i = 0; i < shape->count; i++)
		if (shape->fields[i].of != NULL)
			know(k, shape->fields[i].of, is_answer);
}

/* ---- small pieces ---- */

static void ref(struct jw *w, const char *name)
{
	char path[200];

	snprintf(path, sizeof path, "#/components/schemas/%s", name);
	jw_object(w);
	jw_kz(w, "$ref", path);
	jw_end_object(w);
}

static void content_of_type(struct jw *w, const char *type, const char *schema)
{
	jw_kobject(w, "content");
	jw_kobject(w, type);
	jw_key(w, "schema");
	ref(w, schema);
	jw_end_object(w);
	jw_end_object(w);
}

static void text_schema(struct jw *w)
{
	jw_kobject(w, "schema");
	jw_kz(w, "type", "string");
	jw_end_object(w);
}

/* ---- what a request brings ---- */

static void path_parameters(struct jw *w, const char *path)
{
	struct str rest = str_of(path);

	while (str_find_char(rest, '{') >= 0) {
		rest = str_after(rest, '{');
		jw_object(w);
		jw_kstr(w, "name", str_upto(rest, '}'));
		jw_kz(w, "in", "path");
		jw_kbool(w, "required", true);
		text_schema(w);
		jw_end_object(w);
	}
}

static void query_parameter(struct jw *w, const struct api_field *f)
{
	jw_object(w);
	jw_kz(w, "name", f->name);
	jw_kz(w, "in", "query");
	jw_kbool(w, "required", (f->flags & API_NEEDED) != 0);
	jw_key(w, "schema");
	shape_describe_value(w, f, false);
	jw_end_object(w);
}

static void header_parameter(struct jw *w, const char *name, const char *what)
{
	jw_object(w);
	jw_kz(w, "name", name);
	jw_kz(w, "in", "header");
	jw_kz(w, "description", what);
	text_schema(w);
	jw_end_object(w);
}

static void parameters(struct jw *w, const struct api_route *r)
{
	static const struct api_field paging[] = { { "after", API_TEXT, 0, 0, 0, NULL, NULL, "where the page begins: next of the page before" },
		{ "limit", API_INT, 0, 0, 0, NULL, NULL, "how many at most on a page, 1 to 500; without it 50" } };
	bool is_deed = str_eq(str_of(r->method), STR("POST"));

	jw_karray(w, "parameters");
	path_parameters(w, r->path);
	for (size_t i = 0; i < r->query->count; i++)
		query_parameter(w, &r->query->fields[i]);
	for (size_t i = 0; i < 2 && r->gives == GIVES_LIST; i++)
		query_parameter(w, &paging[i]);
	if (is_deed) {
		header_parameter(w, "Idempotency-Key", "the same key with the same request gets the same answer for a day; with another request 422");
		header_parameter(w, "If-Match", "the ETag of the version that was looked at; 412 where it was changed since");
	} else if (r->gives != GIVES_LIST) {
		header_parameter(w, "If-None-Match", "the ETag of the version that is there already; 304 where it is the current one");
	}
	jw_end_array(w);
}

static void binary(struct jw *w, const char *type)
{
	jw_kobject(w, type);
	jw_kobject(w, "schema");
	jw_end_object(w);
	jw_end_object(w);
}

static void request_body(struct jw *w, const struct api_route *r)
{
	if (r->body->name == NULL)
		return;
	jw_kobject(w, "requestBody");
	if (!api_takes_file(r)) {
		content_of_type(w, "application/json", r->body->name);
		jw_end_object(w);
		return;
	}
	jw_kobject(w, "content");
	jw_kobject(w, "multipart/form-data");
	jw_key(w, "schema");
	ref(w, r->body->name);
	jw_end_object(w);
	binary(w, "*/*");
	jw_end_object(w);
	jw_end_object(w);
}

/* ---- what it gets ---- */

static void success(struct jw *w, const struct api_route *r)
{
	jw_kobject(w, r->gives == GIVES_MADE ? "201" : "200");
	jw_kz(w, "description", r->gives == GIVES_MADE ? "made" : r->gives == GIVES_DONE ? "done" : "here it is");
	if (r->gives == GIVES_BYTES) {
		jw_kobject(w, "content");
		binary(w, "*/*");
		jw_end_object(w);
	} else if (r->gives == GIVES_DOCUMENT) {
		jw_kobject(w, "content");
		jw_kobject(w, "application/json");
		jw_kobject(w, "schema");
		jw_kz(w, "type", "object");
		jw_end_object(w);
		jw_end_object(w);
		jw_end_object(w);
	} else if (r->gives != GIVES_LIST) {
		content_of_type(w, "application/json", r->answer->name);
	} else {
		jw_kobject(w, "content");
		jw_kobject(w, "application/json");
		jw_kobject(w, "schema");
		jw_kz(w, "type", "object");
		jw_kobject(w, "properties");
		jw_kobject(w, "items");
		jw_kz(w, "type", "array");
		jw_key(w, "items");
		ref(w, r->answer->name);
		jw_end_object(w);
		jw_kobject(w, "next");
		jw_karray(w, "type");
		jw_str(w, STR("string"));
		jw_str(w, STR("null"));
		jw_end_array(w);
		jw_kz(w, "description", "for ?after= of the next page; null: this was the last one.  Also in the header Link");
		jw_end_object(w);
		jw_end_object(w);
		jw_karray(w, "required");
		jw_str(w, STR("items"));
		jw_str(w, STR("next"));
		jw_end_array(w);
		jw_kbool(w, "additionalProperties", false);
		jw_end_object(w);
		jw_end_object(w);
		jw_kobject(w, "application/x-ndjson");
		jw_key(w, "schema");
		ref(w, r->answer->name);
		jw_end_object(w);
		jw_end_object(w);
	}
	jw_end_object(w);
}

static void responses(struct jw *w, const struct api_route *r)
{
	static const struct { const char *status, *what; bool deeds_only; } problems[] = {
		{ "400", "the request is not what it should be", false }, { "401", "no key, or not a good one", false }, { "403", "refused, or a scope is missing", false },
		{ "404", "nothing is there for this key", false }, { "405", "not used that way", false }, { "406", "no such media type", false },
		{ "409", "the state has moved on", true }, { "413", "too large", false }, { "415", "another media type is taken", true },
		{ "422", "names something unknown, or the Idempotency-Key was used for another request", false }, { "429", "too many requests", false },
		{ "500", "the hub's fault", false }, { "503", "busy: try again", false }, { "507", "no room: nothing was received", true },
	};
	bool is_deed = str_eq(str_of(r->method), STR("POST"));

	jw_kobject(w, "responses");
	success(w, r);
	for (size_t i = 0; i < sizeof problems / sizeof problems[0]; i++) {
		if (problems[i].deeds_only && !is_deed)
			continue;
		jw_kobject(w, problems[i].status);
		jw_kz(w, "description", problems[i].what);
		content_of_type(w, "application/problem+json", "problem");
		jw_end_object(w);
	}
	if (is_deed) {
		jw_kobject(w, "412");
		jw_kz(w, "description", "changed meanwhile");
		content_of_type(w, "application/problem+json", "changed");
		jw_end_object(w);
	} else if (r->gives != GIVES_LIST) {
		jw_kobject(w, "304");
		jw_kz(w, "description", "the version that is there already");
		jw_end_object(w);
	}
	jw_end_object(w);
}

/* ---- the whole ---- */

static void scopes_of(struct jw *w, const struct api_route *r)
{
	jw_karray(w, "x-scopes");
	for (unsigned bit = 1; bit <= SCOPES_ALL; bit <<= 1)
		if ((r->scopes & bit) != 0)
			jw_str(w, str_of(scope_name((enum scope)bit)));
	jw_end_array(w);
}

static void operation(struct jw *w, const struct api_route *r)
{
	static const struct { const char *method, *key; } keys[] = { { "GET", "get" }, { "POST", "post" }, { "DELETE", "delete" } };

	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		if (str_eq(str_of(keys[i].method), str_of(r->method)))
			jw_kobject(w, keys[i].key);
	jw_kz(w, "operationId", r->name);
	jw_kz(w, "summary", r->what);
	jw_kz(w, "x-who", who_name(r->who));
	scopes_of(w, r);
	if (r->who == WHO_ANYBODY) {
		jw_karray(w, "security");
		jw_end_array(w);
	}
	parameters(w, r);
	request_body(w, r);
	responses(w, r);
	jw_end_object(w);
}

static bool is_first_of_path(size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (str_eq(str_of(api_routes[k].path), str_of(api_routes[i].path)))
			return false;
	return true;
}

static void paths(struct jw *w)
{
	jw_kobject(w, "paths");
	for (size_t i = 0; i < api_route_count; i++) {
		if (!is_first_of_path(i))
			continue;
		jw_kobject(w, api_routes[i].path);
		for (size_t k = i; k < api_route_count; k++)
			if (str_eq(str_of(api_routes[k].path), str_of(api_routes[i].path)))
				operation(w, &api_routes[k]);
		jw_end_object(w);
	}
	jw_end_object(w);
}

static void components(struct jw *w)
{
	struct known known = { .n = 0 };

	know(&known, &api_shape_problem, true);
	know(&known, &api_shape_changed, true);
	for (size_t i = 0; i < api_route_count; i++) {
		know(&known, api_routes[i].body, false);
		know(&known, api_routes[i].answer, true);
	}
	jw_kobject(w, "components");
	jw_kobject(w, "securitySchemes");
	jw_kobject(w, "key");
	jw_kz(w, "type", "http");
	jw_kz(w, "scheme", "bearer");
	jw_kz(w, "description", "an API key (noroshi key create, or the page API keys); only in the header Authorization, never in an address");
	jw_end_object(w);
	jw_end_object(w);
	jw_kobject(w, "schemas");
	for (size_t i = 0; i < known.n; i++) {
		jw_key(w, known.shapes[i]->name);
		shape_describe(w, known.shapes[i], known.is_answer[i]);
	}
	jw_end_object(w);
	jw_end_object(w);
}

void api_openapi(struct buf *out)
{
	struct jw w;

	jw_init(&w, out);
	jw_object(&w);
	jw_kz(&w, "openapi", "3.1.0");
	jw_kobject(&w, "info");
	jw_kz(&w, "title", "noroshi");
	jw_kz(&w, "version", "1");
	jw_kz(&w, "description", "Everything that a page of the hub does. Times are UTC, RFC 3339. docs/api.md has examples.");
	jw_end_object(&w);
	jw_karray(&w, "security");
	jw_object(&w);
	jw_karray(&w, "key");
	jw_end_array(&w);
	jw_end_object(&w);
	jw_end_array(&w);
	paths(&w);
	components(&w);
	jw_end_object(&w);
	buf_char(out, '\n');
}
