/* oidc.c - the way to the provider and back. */
#include "access/oidc.h"
#include "access/provider.h"
#include "access/throttle.h"

#include "base/log.h"
#include "web/door.h"
#include "web/frame.h"

#define KEPT_COOKIE "__Host-noroshi-oidc"

static void keep(struct web_call *c, struct str value, int seconds)
{
	/* Lax: the provider sends the browser back from elsewhere */
	http_answer_header(c->r, "Set-Cookie", arena_printf(c->a, KEPT_COOKIE "=" STR_FMT "; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=%d",
	    STR_ARG(value), seconds));
}

/* The door stays as it is, with what is wrong above it: who has a password comes in by that. */
static int not_let_in(struct web_call *c, struct str next, const struct err *why, struct err *e)
{
	struct str sentence = why->kind == ERR_INPUT || why->kind == ERR_LIMIT ? arena_str(c->a, str_of(why->text)) :
	    web_text(c, why->kind == ERR_BUSY ? "web.oidc.away" : "web.oidc.refused");

	if (why->kind != ERR_INPUT && why->kind != ERR_DENIED && why->kind != ERR_BUSY && why->kind != ERR_LIMIT) {
		*e = *why;
		return -1;
	}
	if (why->kind == ERR_DENIED || why->kind == ERR_BUSY)
		log_event(LOG_WARN, why->kind == ERR_BUSY ? "oidc.away" : "oidc.refused", " remote=" STR_FMT " why=%s", STR_ARG(c->q->remote), why->text);
	c->r->status = why->kind == ERR_BUSY ? 503 : why->kind == ERR_LIMIT ? 429 : 403;
	if (why->kind == ERR_BUSY || why->kind == ERR_LIMIT)
		http_answer_header(c->r, "Retry-After", STR("10"));
	return door_show(c, STR(""), sentence, next);
}

/* The request is answered anew when the envoy is back. */
static int send_envoy(struct web_call *c, const struct errand *what, struct str next, struct err *e)
{
	struct err why = { 0 };

	if (c->web->envoy == NULL)
		c->web->envoy = envoy_new(c->hub);
	return envoy_send(c->web->envoy, what, c->q->now_ms, &c->q->errand, &c->r->sleeps_until_ms, &why) == 0 ? 0 : not_let_in(c, next, &why, e);
}

int web_oidc_begin(struct web_call *c, struct err *e)
{
	struct str next = door_next(http_query(c->q, "next")), link = http_query(c->q, "link"), door, address, kept;
	struct err why = { 0 };

	if (!provider_is_set(&c->hub->conf))
		return web_nothing(e);
	if (c->who.found)
		return web_go(c, next, NULL);
	for (size_t i = 0; i < link.n; i++)
		if (!ascii_alpha((unsigned char)link.p[i]) && !ascii_digit((unsigned char)link.p[i]) && link.p[i] != '-' && link.p[i] != '_')
			return web_nothing(e);
	if (link.n > 100)
		return web_nothing(e);
	if (c->q->errand == 0)
		return send_envoy(c, &(struct errand){ .remote = gate_site(c->a, c->q->remote) }, next, e);
	if (envoy_take(c->web->envoy, c->q->errand, c->a, &door, &why) < 0)
		return not_let_in(c, next, &why, e);
	oidc_begin(c->hub, c->a, c->q->now_ms, door, link.p != NULL ? link : STR(""), next, &address, &kept);
	c->r->status = 303;
	http_answer_header(c->r, "Location", address);
	keep(c, kept, OIDC_ATTEMPT_S);
	return 0;
}

static struct str sent(struct str s) { return s.p != NULL ? s : STR(""); }

/* Looking changes nothing: the page sends on what it was given when its reader says so. */
int web_oidc_back(struct web_call *c, struct err *e)
{
	struct oidc_form *f = ARENA_NEW(c->a, struct oidc_form);

	if (!provider_is_set(&c->hub->conf))
		return web_nothing(e);
	if (http_query(c->q, "error").p != NULL) {
		c->r->status = 403;
		return door_show(c, STR(""), web_text(c, "web.oidc.declined"), STR("/"));
	}
	*f = (struct oidc_form){ sent(http_query(c->q, "code")), sent(http_query(c->q, "state")), sent(http_query(c->q, "iss")), door_provider(c) };
	c->page.oidc = f;
	return web_show(c, "web.sign_in");
}

int web_oidc_back_do(struct web_call *c, struct err *e)
{
	const struct oidc_answer answer = { sent(web_field(c, "code")), sent(web_field(c, "state")), sent(web_field(c, "iss")), http_cookie(c->q, KEPT_COOKIE),
		c->q->remote };
	struct str subject, token, next = STR("/");
	struct errand what;
	struct err why = { 0 };

	if (!provider_is_set(&c->hub->conf))
		return web_nothing(e);
	if (c->q->errand == 0)
		return oidc_check(c->hub, &c->by, c->a, &answer, &what, &next, &why) == 0 ? send_envoy(c, &what, door_next(next), e) :
		    not_let_in(c, door_next(next), &why, e);
	if (envoy_take(c->web->envoy, c->q->errand, c->a, &subject, &why) < 0)
		return (why.kind == ERR_DENIED && oidc_refused(c->hub, &c->by, c->a, &answer, e) < 0) ? -1 : not_let_in(c, next, &why, e);
	if (oidc_end(c->hub, &c->by, c->a, &answer, subject, &token, &next, &why) < 0)
		return not_let_in(c, door_next(next), &why, e);
	web_set_session(c, token);
	keep(c, STR(""), 0);
	return web_go(c, door_next(next), NULL);
}
