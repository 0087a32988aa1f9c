/* answer.c - objects, files, validators, errors. */
#include <stdio.h>

#include "api/api.h"
#include "base/log.h"
#include "base/sha256.h"

enum { BODY_MOST = 32 << 20 };

/* ---- which media type ---- */

struct offer_of { const char *types[3]; };

static struct offer_of offered(const struct api_route *route)
{
	switch (route->gives) {
	case GIVES_LIST: return (struct offer_of){ { "application/json", "application/x-ndjson", NULL } };
	case GIVES_BYTES: return (struct offer_of){ { "*/*", NULL, NULL } };
	default: return (struct offer_of){ { "application/json", NULL, NULL } };
	}
}

/* Does a range of Accept hold the type?  A quality of 0 says no. */
static bool range_holds(struct str range, struct str type)
{
	struct str name = str_trim(str_upto(range, ';')), more = str_after(range, ';'), piece;

	while (str_split(&more, ';', &piece)) {
		piece = str_trim(piece);
		if (str_ieq(piece, STR("q=0")) || str_istarts(piece, STR("q=0.0")))
			return false;
	}
	if (str_eq(name, STR("*/*")) || str_eq(type, STR("*/*")))
		return true;
	return str_ieq(name, type) || (str_ends(name, STR("/*")) && str_istarts(type, str_at(name, 0, name.n - 1)));
}

const char *api_accepted(const struct api_call *c)
{
	struct str accept = http_header(c->q, "Accept"), rest, range;
	struct offer_of o = offered(c->route);

	if (accept.p == NULL || str_trim(accept).n == 0)
		return o.types[0];
	/* the lines are for those who ask for them by name */
	for (size_t i = 0; o.types[i] != NULL; i++) {
		rest = accept;
		while (str_split(&rest, ',', &range))
			if (range_holds(range, str_of(o.types[i])))
				return o.types[i];
	}
	return NULL;
}

/* ---- validators ---- */

struct str api_etag(struct arena *a, struct str body)
{
	return arena_printf(a, "\"%.32s\"", sha256_hex(a, body).p);
}

bool api_etag_in(struct str list, struct str etag)
{
	struct str piece;

	while (list.n > 0 && str_split(&list, ',', &piece)) {
		piece = str_trim(piece);
		if (str_eq(piece, STR("*")) || str_eq(piece, etag))
			return true;
	}
	return false;
}

/* What the client has already need not come again (RFC 9110 13.1.2). */
static void validate(struct api_call *c)
{
	struct str etag = api_etag(c->a, buf_str(&c->r->body)), known = http_header(c->q, "If-None-Match");

	if (!str_eq(str_of(c->route->method), STR("GET")))
		return;
	http_answer_header(c->r, "ETag", etag);
	if (known.p != NULL && api_etag_in(known, etag)) {
		c->r->status = 304;
		buf_clear(&c->r->body);
	}
}

/* ---- objects ---- */

int api_give(struct api_call *c, const void *object)
{
	struct jw w;

	buf_init_arena(&c->r->body, c->a, BODY_MOST);
	jw_init(&w, &c->r->body);
	shape_write(&w, c->route->answer, object);
	buf_char(&c->r->body, '\n');
	http_answer_header(c->r, "Content-Type", STR("application/json"));
	validate(c);
	return 0;
}

int api_made(struct api_call *c, struct str location, const void *object)
{
	c->r->status = 201;
	http_answer_header(c->r, "Location", arena_printf(c->a, "/api/v1" STR_FMT, STR_ARG(location)));
	return api_give(c, object);
}

int api_bytes(struct api_call *c, const char *type, struct str bytes)
{
	http_answer_header(c->r, "Content-Type", str_of(type));
	buf_init_arena(&c->r->body, c->a, bytes.n + 16);
	buf_add(&c->r->body, bytes);
	validate(c);
	return 0;
}

static const struct api_field done_fields[] = {
	TEXT_(struct api_done, "done", done, 0, NULL, "the deed's name, as in the audit trail"),
	TEXT_(struct api_done, "object", object, 0, NULL, "what it was done to"),
};
API_SHAPE(done, "noroshi/done/1", "A deed was done.", struct api_done, done_fields);

int api_done(struct api_call *c, const char *deed, struct str object)
{
	const struct api_done d = { str_of(deed), object };

	return api_give(c, &d);
}

int api_nothing(struct err *e)
{
	return err_set(e, ERR_UNKNOWN, "there is nothing here for you");
}

/* ---- errors ---- */

struct problem {
	struct str type, title, detail, reference;
	long long status;
};

static const struct api_field problem_fields[] = {
	TEXT_(struct problem, "type", type, 0, NULL, "urn:noroshi:problem: and a word that does not change"),
	TEXT_(struct problem, "title", title, 0, NULL, "the same for every problem of the type, in the language of Accept-Language"),
	INT_(struct problem, "status", status, 0, NULL),
	TEXT_(struct problem, "detail", detail, 0, NULL, "what is wrong and what to do, in the language of Accept-Language"),
	TEXT_(struct problem, "reference", reference, API_NULL, NULL, "stands in the hub's log, where it is worth looking there"),
};
API_SHAPE(problem, NULL, "An error (RFC 9457).", struct problem, problem_fields);

void api_problem(struct api_call *c, int status, const char *type, struct str detail, struct str reference)
{
	const struct problem p = { .type = arena_printf(c->a, "urn:noroshi:problem:%s", type), .detail = detail, .reference = reference, .status = status,
		.title = str_of(text(c->lang, status == 404 ? "web.problem.nothing" : status >= 500 ? "web.problem.failed" : "web.problem.refused")) };
	struct jw w;

	c->r->header_count = 0;
	c->r->more = NULL;
	buf_init_arena(&c->r->body, c->a, BODY_MOST);
	jw_init(&w, &c->r->body);
	shape_write(&w, &api_shape_problem, &p);
	buf_char(&c->r->body, '\n');
	c->r->status = status;
	http_answer_header(c->r, "Content-Type", STR("application/problem+json"));
}

/* Forbidden is told from absent only to those who may see the thing. */
static int status_of(enum err_kind kind, bool seen)
{
	switch (kind) {
	case ERR_USAGE: case ERR_INPUT: return 400;
	case ERR_UNKNOWN: return seen ? 422 : 404;
	case ERR_DENIED: return seen ? 403 : 404;
	case ERR_CONFLICT: return 409;
	case ERR_BUSY: case ERR_DB: return 503;
	case ERR_LIMIT: return 413;
	case ERR_FULL: return 507;
	default: return 500;
	}
}

static const char *word_of(int status)
{
	static const struct { int status; const char *word; } words[] = { { 400, "bad-request" }, { 403, "refused" }, { 404, "nothing" }, { 409, "conflict" },
		{ 413, "too-large" }, { 422, "unknown" }, { 503, "busy" }, { 507, "full" } };

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (words[i].status == status)
			return words[i].word;
	return "failed";
}

/* What is not there and what one may not see give the same bytes, so that only other errors carry a reference. */
void api_failed(struct api_call *c, const struct err *e)
{
	int status = status_of(e->kind, c->seen);
	struct str reference = status == 404 ? STR("") : rng_code(&c->rng, c->a, 8);
	struct err nothing = { 0 };

	if (status == 404) {
		api_nothing(&nothing);
		e = &nothing;
	} else {
		log_event(status >= 500 ? LOG_ERROR : LOG_WARN, "api.failed", " reference=%s key=%.*s route=%s status=%d%s%s", reference.p, STR_ARG(c->key.id),
		    c->route != NULL ? c->route->name : "?", status, status >= 500 ? " why=" : "", status >= 500 ? e->text : "");
	}
	api_problem(c, status, word_of(status), status == 500 ? str_of(text(c->lang, "web.problem.ours")) : status == 503 ? str_of(text(c->lang, "web.problem.away")) : arena_str(c->a, str_of(e->text)), reference);
	if (status == 503)
		http_answer_header(c->r, "Retry-After", STR("10"));
}

void api_security_headers(struct api_call *c)
{
	http_answer_header(c->r, "Cache-Control", STR("no-store"));
	http_answer_header(c->r, "X-Content-Type-Options", STR("nosniff"));
	http_answer_header(c->r, "Content-Security-Policy", STR("default-src 'none'; frame-ancestors 'none'; sandbox"));
	http_answer_header(c->r, "Referrer-Policy", STR("no-referrer"));
	http_answer_header(c->r, "Cross-Origin-Resource-Policy", STR("same-origin"));
	http_answer_header(c->r, "Vary", STR("Accept, Accept-Language, Authorization"));
	if (c->q->is_tls)
		http_answer_header(c->r, "Strict-Transport-Security", STR("max-age=31536000"));
}
