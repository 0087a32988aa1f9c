/* route.c - from a request to a handler: who, where, which method; everything else is refused in one place. */
#include <assert.h>

#include "access/envoy.h"
#include "access/secret.h"
#include "base/log.h"
#include "base/time.h"
#include "web/frame.h"
#include "web/live.h"
#include "web/seen.h"
#include "web/web.h"

enum { WEB_UPLOAD = -2 };       /* what the setting hand_in_mb says, and the file names beside it */

const struct web_route web_routes[] = {
#define ROUTE(method, path, name, who, most) { method, path, #name, who, most, web_##name },
#include "web/routes.def"
#undef ROUTE
};
const size_t web_route_count = sizeof web_routes / sizeof web_routes[0];

/* ---- paths ---- */

/* *other_r: the path exists for another method. */
static const struct web_route *find(struct str method, struct str path, struct str parts[WEB_PARTS], bool *other_r)
{
	struct str wanted = str_eq(method, STR("HEAD")) ? STR("GET") : method;

	*other_r = false;
	for (size_t i = 0; i < web_route_count; i++) {
		if (!http_path_fits(path, web_routes[i].path, parts, WEB_PARTS))
			continue;
		if (str_eq(wanted, str_of(web_routes[i].method)))
			return &web_routes[i];
		*other_r = true;
	}
	return NULL;
}

static long long body_most(void *ctx, struct str method, struct str path)
{
	struct str parts[WEB_PARTS];
	bool other;
	const struct web_route *route = find(method, path, parts, &other);
	const struct web *web = ctx;

	if (route != NULL && route->body_most == WEB_UPLOAD)
		return (web->hub->conf.hand_in_mb << 20) + HTTP_FIELD_BYTES;
	return route != NULL ? route->body_most : -1;
}

/* ---- is it the viewer's own wish ---- */

/* A form of another site must not act in the viewer's name: the browser says where the request began, and a
 * signed-in viewer's form carries a word that only our pages know. */
static bool from_our_pages(const struct web_call *c)
{
	struct str site = http_header(c->q, "Sec-Fetch-Site"), origin = http_header(c->q, "Origin"), host = http_header(c->q, "Host");

	if (site.p != NULL && !str_eq(site, STR("same-origin")) && !str_eq(site, STR("none")))
		return false;
	/* our pages send no referrer, so browsers hide the origin of their forms, too, and say only that it is the same */
	if (origin.p != NULL && !(str_eq(origin, STR("null")) && str_eq(site, STR("same-origin")))) {
		long long at = str_find(origin, STR("://"));

		if (at < 0 || host.p == NULL || !str_ieq(str_from(origin, (size_t)at + 3), host))
			return false;
	}
	return !c->who.found || secret_equal(http_form(c->q, "csrf"), c->who.csrf);
}

/* ---- one request ---- */

/* A page that looks for news by itself keeps no session alive. */
static int find_viewer(struct web_call *c, const struct web_route *route, struct err *e)
{
	struct str token = http_cookie(c->q, WEB_COOKIE);

	if (token.p != NULL && session_find(c->hub, c->a, token, c->q->now_ms, &c->who, e) < 0)
		return -1;
	c->by.actor = c->who.found ? c->who.person_id : STR("hub");
	return c->who.found && (route == NULL || route->run != web_events) ? session_seen(c->hub, &c->who, c->q->now_ms, e) : 0;
}

static bool is_get(const struct web_call *c)
{
	return str_eq(c->q->method, STR("GET")) || str_eq(c->q->method, STR("HEAD"));
}

/* A request without content is an empty form. */
static bool is_form(const struct http_request *q)
{
	return q->media_type.n == 0 || str_eq(q->media_type, STR("multipart/form-data")) || str_eq(q->media_type, STR("application/x-www-form-urlencoded"));
}

static int run(struct web_call *c, struct err *e)
{
	bool other;
	const struct web_route *route = find(c->q->method, c->q->path, c->part, &other);

	if (find_viewer(c, route, e) < 0)
		return -1;
	if (route == NULL && other && c->who.found) {
		web_problem(c, 405, tr("this address is not used that way"));
		return 0;
	}
	if (route == NULL || !who_may(c->who.roles, c->who.found, route->who)) {
		if (!c->who.found)
			return web_to_sign_in(c);
		return web_nothing(e);
	}
	if (!is_get(c) && !is_form(c->q)) {
		web_problem(c, 415, tr("this address takes a form and nothing else; nothing was done"));
		return 0;
	}
	if (!is_get(c) && !from_our_pages(c)) {
		web_problem(c, 403, tr("this form is too old, or was sent from elsewhere; nothing was done: open the page again"));
		return 0;
	}
	if (!is_get(c))
		live_forget(c->web);
	return route->run(c, e);
}

static void run_looking(struct web_call *c)
{
	struct err e = { 0 };

	if (is_get(c))
		db_look(c->hub->db);
	if (run(c, &e) < 0)
		web_failed(c, &e);
	db_look_end(c->hub->db);
}

static void call_new(struct web *web, struct http_request *q, struct http_answer *r, struct web_call *c)
{
	*c = (struct web_call){ .web = web, .hub = web->hub, .q = q, .r = r, .a = q->arena, .rng = rng_system() };
	c->by = (struct act){ .now_ms = q->now_ms, .actor = STR("hub"), .os_user = STR("web"), .rng = &c->rng };
	c->lang = web_language_of(q);
	tr_set(c->lang);
	r->status = 200;
}

static void answer(void *ctx, struct http_request *q, struct http_answer *r)
{
	struct web_call c;
	struct err e = { 0 };

	call_new(ctx, q, r, &c);
	c.by.rng = &c.rng;
	if (hub_reconnect(c.hub, &e) < 0)
		web_failed(&c, &e);
	else
		run_looking(&c);
	assert(!db_in_transaction(c.hub->db));
	web_headers(&c);
}

static void refuse(void *ctx, struct http_request *q, int status, const char *why, struct http_answer *r)
{
	struct web_call c;

	call_new(ctx, q, r, &c);
	web_problem(&c, status, tr(why));
	web_headers(&c);
}

static void broken(void *ctx)
{
	struct web *web = ctx;

	db_left(web->hub->db);
}

static bool settle(void *ctx)
{
	return seen_settle(ctx);
}

static bool feed(void *ctx, const struct http_request *q, void *stream, struct buf *out)
{
	return live_feed(ctx, q, stream, out);
}

static bool is_back(void *ctx, unsigned long long errand, long long now_ms)
{
	const struct web *web = ctx;

	return envoy_is_back(web->envoy, errand, now_ms);
}

static int ear(void *ctx)
{
	const struct web *web = ctx;

	return envoy_ear(web->envoy);
}

void web_door(struct web *web, struct http_door *door)
{
	door->body_most = body_most;
	door->answer = answer;
	door->refuse = refuse;
	door->settle = settle;
	door->broken = broken;
	door->feed = feed;
	door->is_back = is_back;
	door->ear = ear;
	door->ctx = web;
	door->spool_dir = web->dir;
}
