/* route.c - from a request to a handler: which key, where, which method, which scope; everything else is refused in one place. */
#include <assert.h>

#include "access/second.h"
#include "api/api.h"
#include "base/log.h"
#include "base/time.h"

const struct api_route api_routes[] = {
#define ROUTE(method, path, name, who, scopes, query, body, gives, shape, what) \
	{ method, path, #name, who, scopes, &api_shape_##query, &api_shape_##body, &api_shape_##shape, gives, what, api_##name },
#include "api/routes.def"
#undef ROUTE
};
const size_t api_route_count = sizeof api_routes / sizeof api_routes[0];

extern const struct api_shape api_shape_upload, api_shape_import_upload;

/* ---- paths ---- */

static bool is_ours(struct str path)
{
	return str_starts(path, STR("/api/")) || str_eq(path, STR("/api"));
}

const struct api_route *api_find(struct str method, struct str path, struct str parts[API_PARTS], bool *other_r)
{
	struct str wanted = str_eq(method, STR("HEAD")) ? STR("GET") : method;

	*other_r = false;
	for (size_t i = 0; i < api_route_count; i++) {
		if (!http_path_fits(path, api_routes[i].path, parts, API_PARTS))
			continue;
		if (str_eq(wanted, str_of(api_routes[i].method)))
			return &api_routes[i];
		*other_r = true;
	}
	return NULL;
}

bool api_takes_file(const struct api_route *route)
{
	return route->body == &api_shape_upload || route->body == &api_shape_import_upload;
}

static long long body_most(void *ctx, struct str method, struct str path)
{
	struct str parts[API_PARTS];
	struct api *api = ctx;
	const struct api_route *route;
	bool other;

	if (!is_ours(path))
		return api->pages.body_most(api->pages.ctx, method, path);
	route = api_find(method, path, parts, &other);
	if (route == NULL || str_eq(str_of(route->method), STR("GET")))
		return -1;
	return api_takes_file(route) ? (api->hub->conf.hand_in_mb << 20) + HTTP_FIELD_BYTES : API_JSON_MOST;
}

static struct str allowed(struct api_call *c)
{
	struct str parts[API_PARTS];
	struct buf out;

	buf_init_arena(&out, c->a, 200);
	for (size_t i = 0; i < api_route_count; i++)
		if (http_path_fits(c->q->path, api_routes[i].path, parts, API_PARTS))
			buf_printf(&out, "%s%s", out.n > 0 ? ", " : "", str_eq(str_of(api_routes[i].method), STR("GET")) ? "GET, HEAD" : api_routes[i].method);
	return buf_str(&out);
}

/* ---- who ---- */

static struct str bearer(const struct http_request *q)
{
	struct str s = http_header(q, "Authorization");

	return s.p != NULL && str_istarts(s, STR("Bearer ")) ? str_trim(str_from(s, 7)) : STR_NONE;
}

static void unknown_key(struct api_call *c, struct str secret)
{
	api_problem(c, 401, "no-key", str_of(tr("a key is needed: Authorization: Bearer KEY")), STR(""));
	http_answer_header(c->r, "WWW-Authenticate", secret.p == NULL ? STR("Bearer realm=\"noroshi\"") :
	    STR("Bearer realm=\"noroshi\", error=\"invalid_token\""));
}

static void too_many(struct api_call *c, long long wait_s)
{
	api_problem(c, 429, "too-many", arena_printf(c->a, tr("too many requests; wait %lld seconds"), wait_s), STR(""));
	http_answer_header(c->r, "Retry-After", arena_printf(c->a, "%lld", wait_s));
}

int api_code_waits(struct api_call *c, bool *waits_r, struct err *e)
{
	const struct gate gate = second_gate(c->hub, c->a, SECOND_BEHIND_KEY, c->key.id);
	long long wait_s;

	if (gates_wait(c->hub, c->a, &gate, 1, c->q->now_ms, &wait_s, e) < 0)
		return -1;
	*waits_r = wait_s > 0;
	if (*waits_r)
		too_many(c, wait_s);
	return 0;
}

int api_code_refused(struct api_call *c, struct err *e)
{
	const struct gate gate = second_gate(c->hub, c->a, SECOND_BEHIND_KEY, c->key.id);
	struct err why = { 0 };

	if (e->kind != ERR_DENIED)
		return -1;
	if (db_begin(c->hub->db, &why) < 0 || gates_count(c->hub, &c->by, &gate, 1, &why) < 0 || db_commit(c->hub->db, &why) < 0) {
		if (db_in_transaction(c->hub->db))
			db_rollback(c->hub->db);
		*e = why;
	}
	return -1;
}

/* 0: an answer is there already, 1: go on. */
static int let_in(struct api_call *c, struct err *e)
{
	struct str secret = bearer(c->q);
	const struct key_origin from = { c->q->remote, c->q->certificate, c->q->certificate_names };
	long long wait_s = 0;

	if (secret.p != NULL && key_find(c->hub, &c->by, c->a, secret, &from, &c->key, &wait_s, e) < 0)
		return -1;
	if (wait_s > 0) {
		too_many(c, wait_s);
		return 0;
	}
	if (c->key.lacks_certificate) {
		api_problem(c, 403, "certificate", str_of(tr("this key is bound to a certificate; show it when the connection is made")), STR(""));
		return 0;
	}
	if (!c->key.who.found || c->key.who.roles == 0) {
		unknown_key(c, secret);
		return 0;
	}
	c->who = c->key.who;
	c->by.actor = c->who.person_id;
	c->by.os_user = arena_printf(c->a, "key " STR_FMT, STR_ARG(c->key.id));
	if (key_use(c->hub, &c->by, c->a, &c->key, c->route != NULL ? c->route->method : "?", c->route != NULL ? c->route->path : "?", c->q->remote,
	    c->hub->conf.api_requests_per_minute, &wait_s, e) < 0)
		return -1;
	if (wait_s > 0)
		too_many(c, wait_s);
	return wait_s == 0;
}

static bool has_scope(struct api_call *c)
{
	unsigned wanted = c->route->scopes;

	if (wanted == 0 || (c->key.scopes & wanted) != 0)
		return true;
	api_problem(c, 403, "scope", arena_printf(c->a, tr("this key may not do that; it needs the scope %s"), scopes_text(c->a, wanted).p), STR(""));
	http_answer_header(c->r, "WWW-Authenticate", arena_printf(c->a, "Bearer realm=\"noroshi\", error=\"insufficient_scope\", scope=\"%s\"",
	    scopes_text(c->a, wanted).p));
	return false;
}

/* ---- what it brings ---- */

static int read_paging(struct api_call *c, struct str name, struct str value, bool *taken, struct err *e)
{
	*taken = c->route->gives == GIVES_LIST && (str_eq(name, STR("after")) || str_eq(name, STR("limit")));
	if (!*taken)
		return 0;
	if (str_eq(name, STR("after"))) {
		c->after = value;
		return 0;
	}
	if (!str_to_int(value, &c->limit) || c->limit < 1 || c->limit > API_PAGE_MOST)
		return err_set(e, ERR_INPUT, "limit is a number from 1 to %d", API_PAGE_MOST);
	return 0;
}

static int read_query(struct api_call *c, struct err *e)
{
	int zone = (int)c->hub->conf.zone_minutes;

	c->limit = API_PAGE;
	c->after = STR("");
	c->query = arena_alloc(c->a, c->route->query->size + 1);
	shape_begin(c->route->query, c->query);
	for (size_t i = 0; i < c->q->query_count; i++) {
		const struct http_field *f = &c->q->query[i];
		bool taken;

		for (size_t k = 0; k < i; k++)
			if (str_eq(c->q->query[k].name, f->name))
				return err_set(e, ERR_INPUT, "“" STR_FMT "” is given twice", STR_ARG(f->name));
		if (read_paging(c, f->name, f->value, &taken, e) < 0 ||
		    (!taken && shape_read_text(c->route->query, f->name, f->value, zone, c->query, e) < 0))
			return -1;
	}
	return shape_end(c->route->query, c->query, e);
}

static bool has_body(const struct api_call *c)
{
	return c->q->body.n > 0 || c->q->form_count > 0 || c->q->file_count > 0;
}

/* 0: an answer is there already, 1: go on. */
static int read_body(struct api_call *c, struct err *e)
{
	struct str json = STR("{}");

	if (str_eq(str_of(c->route->method), STR("GET")) || api_takes_file(c->route))
		return 1;
	if (has_body(c) && (!str_eq(c->q->media_type, STR("application/json")) || c->route->body->name == NULL)) {
		api_problem(c, 415, "media-type", str_of(tr(c->route->body->name != NULL ? "this address takes application/json" : "this address takes no content")),
		    STR(""));
		return 0;
	}
	c->body = arena_alloc(c->a, c->route->body->size + 1);
	if (c->q->body.n > 0 && http_body(c->q, API_JSON_MOST, &json, e) < 0)
		return -1;
	return shape_read(c->a, c->route->body, json, (int)c->hub->conf.zone_minutes, c->body, e) < 0 ? -1 : 1;
}

static bool is_get(const struct api_call *c)
{
	return str_eq(str_of(c->route->method), STR("GET"));
}

static int answer_route(struct api_call *c, struct err *e)
{
	int go = 1;

	if (!who_may(c->who.roles, c->who.found, c->route->who))
		return api_nothing(e);
	if (!has_scope(c))
		return 0;
	if (api_accepted(c) == NULL) {
		api_problem(c, 406, "not-acceptable", str_of(tr("none of the media types that are asked for can be given here")), STR(""));
		return 0;
	}
	c->seen = true;                 /* what is wrong with the request itself is told */
	if (read_query(c, e) < 0 || (go = read_body(c, e)) < 0)
		return -1;
	c->seen = false;
	if (go == 0)
		return 0;
	return is_get(c) ? c->route->run(c, e) : api_deed(c, e);
}

static int run(struct api_call *c, struct err *e)
{
	bool other;
	int in = 1;

	c->route = api_find(c->q->method, c->q->path, c->part, &other);
	if (c->route == NULL || c->route->who != WHO_ANYBODY)
		in = let_in(c, e);
	if (in <= 0)
		return in;
	if (c->route != NULL)
		return answer_route(c, e);
	if (!other)
		return api_nothing(e);
	api_problem(c, 405, "method", str_of(tr("this address is not used that way")), STR(""));
	http_answer_header(c->r, "Allow", allowed(c));
	return 0;
}

/* ---- one request ---- */

static enum lang language_of(const struct http_request *q)
{
	struct str accepted = http_header(q, "Accept-Language");

	return accepted.p == NULL || str_istarts(str_trim(accepted), STR("ja")) ? LANG_JA : LANG_EN;
}

/* It lives as long as the request: a streamed list is asked for its pages after the handler has ended. */
static struct api_call *call_new(struct api *api, struct http_request *q, struct http_answer *r)
{
	struct api_call *c = ARENA_NEW(q->arena, struct api_call);

	*c = (struct api_call){ .api = api, .hub = api->hub, .q = q, .r = r, .a = q->arena, .rng = rng_system(), .lang = language_of(q) };
	c->by = (struct act){ .now_ms = q->now_ms, .actor = STR("hub"), .os_user = STR("api"), .rng = &c->rng };
	tr_set(c->lang);
	r->status = 200;
	return c;
}

static void answer(void *ctx, struct http_request *q, struct http_answer *r)
{
	struct api *api = ctx;
	struct api_call *c;
	struct err e = { 0 };

	if (!is_ours(q->path)) {
		api->pages.answer(api->pages.ctx, q, r);
		return;
	}
	c = call_new(api, q, r);
	if (hub_reconnect(c->hub, &e) < 0 || run(c, &e) < 0)
		api_failed(c, &e);
	assert(!db_in_transaction(c->hub->db));
	api_security_headers(c);
}

static void refuse(void *ctx, struct http_request *q, int status, const char *why, struct http_answer *r)
{
	struct api *api = ctx;
	struct api_call *c;

	if (!is_ours(q->path)) {
		api->pages.refuse(api->pages.ctx, q, status, why, r);
		return;
	}
	c = call_new(api, q, r);
	api_problem(c, status, status == 413 ? "too-large" : status == 507 ? "full" : "bad-request", str_of(tr(why)), STR(""));
	api_security_headers(c);
}

static void broken(void *ctx)
{
	struct api *api = ctx;

	api->pages.broken(api->pages.ctx);
}

static bool feed(void *ctx, const struct http_request *q, void *stream, struct buf *out)
{
	struct api *api = ctx;

	return api->pages.feed(api->pages.ctx, q, stream, out);
}

static bool settle(void *ctx)
{
	const struct api *api = ctx;

	return api->pages.settle(api->pages.ctx);
}

static bool is_back(void *ctx, unsigned long long errand, long long now_ms)
{
	const struct api *api = ctx;

	return api->pages.is_back(api->pages.ctx, errand, now_ms);
}

static int ear(void *ctx)
{
	const struct api *api = ctx;

	return api->pages.ear(api->pages.ctx);
}

void api_door(struct api *api, struct http_door *door)
{
	api->pages = *door;
	door->body_most = body_most;
	door->answer = answer;
	door->refuse = refuse;
	door->broken = broken;
	door->settle = settle;
	door->is_back = is_back;
	door->ear = ear;
	door->feed = api->pages.feed != NULL ? feed : NULL;
	door->ctx = api;
}
