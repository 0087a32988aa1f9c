/* receive.c - paths, queries, forms, files and bodies, bounded. */
#include "http/receive.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include "base/text.h"

enum { FILES_MOST = 200, FORM_OVERHEAD = 64 * 1024, BODY_RATE = 64 * 1024 };

void receive_refuse(struct incoming *c, int status, const char *why)
{
	if (c->refused != 0)
		return;
	c->refused = status;
	c->why = why;
}

/* Where this request ends somebody in front of us may see otherwise: nothing behind it on this line is believed. */
static void refuse_line(struct incoming *c, const char *why)
{
	c->cut = true;
	receive_refuse(c, 400, why);
}

/* RFC 9110, 5.6.2.  A blank before the colon is in the name here (RFC 9112, 5.1). */
static bool is_token(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!ascii_alpha((unsigned char)s.p[i]) && !ascii_digit((unsigned char)s.p[i]) && str_find_char(STR("!#$%&'*+-.^_`|~"), s.p[i]) < 0)
			return false;
	return s.n > 0;
}

/* No page sends anything else; a NUL would end the text somewhere else. */
static bool is_text(struct str s)
{
	return utf8_valid(s) && str_find_char(s, '\0') < 0;
}

void receive_header(struct incoming *c, struct str name, struct str value)
{
	struct http_request *q = &c->q;

	if (!is_token(name))
		refuse_line(c, "a header of this request cannot be read");
	if (q->header_count >= HTTP_FIELDS_MOST) {
		receive_refuse(c, 431, "this request has too many headers");
		return;
	}
	*ARENA_PUSH(q->arena, q->headers, q->header_count, c->header_room) = (struct http_field){ arena_str(q->arena, name), arena_str(q->arena, value) };
}

/* ---- path and query ---- */

/* A '/' that was written %2F would make one piece of a path two. */
static bool take_path(struct incoming *c, struct str raw)
{
	struct str path;

	if (str_ihas(raw, STR("%2f")) || raw.n == 0 || raw.p[0] != '/' || !form_decode(c->q.arena, raw, false, &path) || !is_text(path))
		return false;
	c->q.path = path;
	return true;
}

static bool take_query(struct incoming *c, struct str rest)
{
	struct http_request *q = &c->q;
	struct str piece;

	while (str_split(&rest, '&', &piece)) {
		struct http_field f;

		if (piece.n == 0)
			continue;
		if (q->query_count >= HTTP_FIELDS_MOST || !form_decode(q->arena, str_upto(piece, '='), true, &f.name) ||
		    !form_decode(q->arena, str_after(piece, '='), true, &f.value) || !is_text(f.name) || !is_text(f.value))
			return false;
		*ARENA_PUSH(q->arena, q->query, q->query_count, c->query_room) = f;
	}
	return true;
}

/* ---- who asks ---- */

static struct str address_of(struct arena *a, const struct sockaddr *from)
{
	char text[INET6_ADDRSTRLEN] = "";

	if (from != NULL && from->sa_family == AF_INET)
		inet_ntop(AF_INET, &((const struct sockaddr_in *)from)->sin_addr, text, sizeof text);
	else if (from != NULL && from->sa_family == AF_INET6)
		inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)from)->sin6_addr, text, sizeof text);
	return arena_str(a, str_of(text));
}

void receive_count(struct incoming *c, size_t n)
{
	c->received += n;
	if (c->most < 0 || c->received > (size_t)c->most)
		receive_refuse(c, 413, c->most < 0 ? "this address takes no content" : "this is more than this address takes");
}

long long receive_until(const struct http_door *door, long long from_ms, size_t n)
{
	return from_ms + ((long long)door->body_seconds + (long long)(n / BODY_RATE)) * 1000;
}

/* ---- what comes in ---- */

static bool ready_spool(struct incoming *c)
{
	struct err e = { 0 };

	if (c->spool == NULL && spool_new(c->door->spool_dir, c->q.arena, &c->spool, &e) < 0) {
		receive_refuse(c, e.kind == ERR_FULL ? 507 : 500, "there is no room for what is being sent; nothing was received");
		return false;
	}
	return true;
}

static bool spool_more(struct incoming *c, struct str bytes)
{
	struct err e = { 0 };

	if (spool_add(c->spool, bytes, &e) == 0)
		return true;
	receive_refuse(c, e.kind == ERR_FULL ? 507 : 500, "there is no room for what is being sent; nothing was received");
	return false;
}

static void end_value(struct incoming *c)
{
	struct http_request *q = &c->q;

	if (!c->in_value)
		return;
	c->in_value = false;
	if (!is_text(buf_str(&c->value))) {
		receive_refuse(c, 400, "a field of this form is no text in UTF-8; nothing was done");
		return;
	}
	if (q->form_count >= HTTP_FIELDS_MOST) {
		receive_refuse(c, 413, "this form has too many fields");
		return;
	}
	*ARENA_PUSH(q->arena, q->form, q->form_count, c->form_room) = (struct http_field){ c->value_name, buf_str(&c->value) };
}

static void end_file(struct incoming *c)
{
	struct http_file *f = c->q.file_count > 0 ? &c->q.files[c->q.file_count - 1] : NULL;
	struct content whole;

	if (f == NULL || c->spool == NULL || f->bytes.read != NULL)
		return;
	whole = spool_content(c->spool);
	f->bytes = content_window(&whole, c->file_from, whole.n - c->file_from);
}

/* The last part only: some clients send a whole path. */
static struct str last_part(struct str s)
{
	for (size_t i = s.n; i > 0; i--)
		if (s.p[i - 1] == '/' || s.p[i - 1] == '\\')
			return str_from(s, i);
	return s;
}

static bool new_file(struct incoming *c, const struct form_part *part)
{
	struct http_request *q = &c->q;

	if (q->file_count >= FILES_MOST) {
		receive_refuse(c, 413, "this form holds too many files");
		return false;
	}
	if (!ready_spool(c))
		return false;
	*ARENA_PUSH(q->arena, q->files, q->file_count, c->file_room) = (struct http_file){ .field = arena_str(q->arena, part->name),
		.name = utf8_repair(q->arena, arena_str(q->arena, last_part(part->file))), .media_type = arena_str(q->arena, part->media_type) };
	c->file_from = spool_content(c->spool).n;
	return true;
}

static bool new_part(void *ctx, const struct form_part *part)
{
	struct incoming *c = ctx;

	end_value(c);
	end_file(c);
	if (part->file.p != NULL)
		return new_file(c, part);
	c->in_value = true;
	c->value_name = arena_str(c->q.arena, part->name);
	buf_init_arena(&c->value, c->q.arena, HTTP_FIELD_BYTES);
	return c->refused == 0;
}

static bool more_of_part(void *ctx, struct str bytes)
{
	struct incoming *c = ctx;

	if (!c->in_value)
		return spool_more(c, bytes);
	c->field_bytes += bytes.n;
	if (c->field_bytes > HTTP_FIELD_BYTES) {
		receive_refuse(c, 413, "the fields of this form are too long");
		return false;
	}
	buf_add(&c->value, bytes);
	return true;
}

static bool begin_form(struct incoming *c)
{
	const struct form_sink sink = { new_part, more_of_part, c };

	c->form = form_new(c->q.arena, http_header(&c->q, "Content-Type"), &sink);
	return c->form != NULL;
}

/* ---- the whole ---- */

static bool is_form(const struct incoming *c)
{
	return str_eq(c->q.media_type, STR("multipart/form-data")) || str_eq(c->q.media_type, STR("application/x-www-form-urlencoded"));
}

static size_t count(const struct http_request *q, const char *name)
{
	size_t n = 0;

	for (size_t i = 0; i < q->header_count; i++)
		n += str_ieq(q->headers[i].name, str_of(name));
	return n;
}

/* Where it ends and for whom it is, everybody reads the same (RFC 9112, 3.2, 6.1, 6.3). */
static bool is_framed(const struct http_request *q, struct str version)
{
	struct str coding = http_header(q, "Transfer-Encoding");

	return count(q, "Content-Length") <= 1 && count(q, "Transfer-Encoding") <= 1 && count(q, "Host") <= 1 &&
	    (coding.p == NULL || (str_ieq(str_trim(coding), STR("chunked")) && !str_eq(version, STR("HTTP/1.0"))));
}

void receive_begin(struct incoming *c, struct str method, struct str version, const struct sockaddr *from, struct str length, bool chunked)
{
	struct http_request *q = &c->q;
	struct str type = http_header(q, "Content-Type");
	long long bytes = 0;

	q->method = arena_str(q->arena, method);
	q->remote = address_of(q->arena, from);
	q->media_type = type.p != NULL ? arena_lower(q->arena, str_trim(str_upto(type, ';'))) : STR("");
	q->path = STR("/");
	q->is_tls = c->door->tls != NULL;
	if (!is_framed(q, version))
		refuse_line(c, "the length of this request cannot be read");
	if (c->door->proxies != NULL && !proxy_believe(c->door->proxies, q, from == NULL || from->sa_family == AF_UNIX))
		receive_refuse(c, 403, "this hub is reached by its proxy only");
	if (!take_path(c, str_upto(c->uri, '?')) || !take_query(c, str_after(c->uri, '?')))
		receive_refuse(c, 400, "this address cannot be read");
	if (length.p != NULL && (!str_to_int(length, &bytes) || bytes < 0 || chunked))
		receive_refuse(c, 400, "the length of this request cannot be read");
	if (c->refused != 0)
		return;
	c->most = c->door->body_most(c->door->ctx, q->method, q->path);
	if (c->most >= 0 && is_form(c))
		c->most += FORM_OVERHEAD;
	if (bytes > c->most && bytes > 0)
		receive_refuse(c, 413, c->most < 0 ? "this address takes no content" : "this is more than this address takes");
	if (c->refused == 0 && is_form(c) && !begin_form(c))
		receive_refuse(c, 400, "this form cannot be read: its boundary is missing");
}

void receive_body(struct incoming *c, struct str bytes)
{
	if (c->refused != 0)
		return;
	if (c->form != NULL && !form_add(c->form, bytes))
		receive_refuse(c, 400, "this form cannot be read");
	else if (c->form == NULL && ready_spool(c))
		spool_more(c, bytes);
}

void receive_end(struct incoming *c)
{
	if (c->refused == 0 && c->form != NULL && c->received > 0 && !form_end(c->form))
		receive_refuse(c, 400, "this form is cut off");
	end_value(c);
	end_file(c);
	if (c->form == NULL && c->spool != NULL)
		c->q.body = spool_content(c->spool);
	else
		c->q.body = content_of(STR(""));
}
