/* request.c - asking a request for its fields; writing an answer's headers. */
#include <assert.h>

#include "http/http.h"

static struct str first(const struct http_field *list, size_t n, const char *name, bool fold)
{
	struct str wanted = str_of(name);

	for (size_t i = 0; i < n; i++)
		if (fold ? str_ieq(list[i].name, wanted) : str_eq(list[i].name, wanted))
			return list[i].value;
	return STR_NONE;
}

struct str http_query(const struct http_request *q, const char *name) { return first(q->query, q->query_count, name, false); }
struct str http_form(const struct http_request *q, const char *name) { return first(q->form, q->form_count, name, false); }
struct str http_header(const struct http_request *q, const char *name) { return first(q->headers, q->header_count, name, true); }

/* Somebody who can plant a cookie beside ours must not choose which of them counts. */
struct str http_cookie(const struct http_request *q, const char *name)
{
	struct str found = STR_NONE, wanted = str_of(name);

	for (size_t i = 0; i < q->header_count; i++) {
		struct str rest = q->headers[i].value, piece;

		if (!str_ieq(q->headers[i].name, STR("Cookie")))
			continue;
		while (str_split(&rest, ';', &piece)) {
			piece = str_trim(piece);
			if (!str_eq(str_upto(piece, '='), wanted) || piece.n == wanted.n)
				continue;
			if (found.p != NULL && !str_eq(found, str_after(piece, '=')))
				return STR_NONE;
			found = str_after(piece, '=');
		}
	}
	return found;
}

bool http_path_fits(struct str path, const char *pattern, struct str *parts, size_t most)
{
	struct str p = str_of(pattern);
	size_t n = 0;

	for (size_t i = 0; i < most; i++)
		parts[i] = STR_NONE;
	while (p.n > 0 && path.n > 0) {
		size_t end = 0;

		if (p.p[0] != '{') {
			if (p.p[0] != path.p[0])
				return false;
			p = str_from(p, 1);
			path = str_from(path, 1);
			continue;
		}
		while (end < path.n && path.p[end] != '/')
			end++;
		if (end == 0 || n >= most)
			return false;
		parts[n++] = str_at(path, 0, end);
		path = str_from(path, end);
		p = str_after(p, '}');
	}
	return p.n == 0 && path.n == 0;
}

int http_body(const struct http_request *q, size_t most, struct str *body_r, struct err *e)
{
	char *bytes;

	if (q->body.n > most)
		return err_set(e, ERR_LIMIT, "this is more than %zu bytes", most);
	bytes = arena_alloc(q->arena, q->body.n + 1);
	if (content_read(&q->body, 0, bytes, q->body.n, e) < 0)
		return -1;
	*body_r = (struct str){ bytes, q->body.n };
	return 0;
}

void http_answer_header(struct http_answer *r, const char *name, struct str value)
{
	assert(r->header_count < HTTP_HEADERS_MOST);
	for (size_t i = 0; i < value.n; i++)
		assert((unsigned char)value.p[i] >= ' ' && value.p[i] != 127);
	r->headers[r->header_count++] = (struct http_field){ str_of(name), value };
}
