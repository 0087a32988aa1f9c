/* door.c - signing in and out, links, language. */
#include "web/door.h"

#include "access/provider.h"
#include "base/time.h"
#include "post/server.h"
#include "web/frame.h"

struct str door_next(struct str next)
{
	if (next.n == 0 || next.p[0] != '/' || next.n > 300)
		return STR("/");
	for (size_t i = 0; i < next.n; i++) {
		unsigned char b = (unsigned char)next.p[i];

		if (!ascii_alpha(b) && !ascii_digit(b) && str_find_char(STR("-._~/"), (char)b) < 0)
			return STR("/");
	}
	return next.n > 1 && next.p[1] == '/' ? STR("/") : next;
}

struct str door_provider(const struct web_call *c)
{
	const struct conf *conf = &c->hub->conf;

	return !provider_is_set(conf) ? STR("") : conf->oidc_name.n > 0 ? conf->oidc_name : server_host(conf->oidc_issuer);
}

int door_show(struct web_call *c, struct str who, struct str problem, struct str next)
{
	struct sign_in_form *f = ARENA_NEW(c->a, struct sign_in_form);

	*f = (struct sign_in_form){ who, problem, next, door_provider(c), arena_printf(c->a, "/oidc?next=" STR_FMT, STR_ARG(next)) };
	c->page.sign_in = f;
	return web_show(c, "web.sign_in");
}

int web_sign_in_page(struct web_call *c, struct err *e)
{
	struct str next = http_query(c->q, "next");

	(void)e;
	if (c->who.found)
		return web_go(c, door_next(next), NULL);
	return door_show(c, STR(""), STR(""), door_next(next));
}

struct str door_refused(struct web_call *c, enum sign_in result, long long wait_s, int status)
{
	c->r->status = result == SIGN_IN_WAIT ? 429 : status;
	if (result != SIGN_IN_WAIT)
		return web_text(c, status == 401 ? "web.sign_in.wrong" : "web.account.wrong");
	http_answer_header(c->r, "Retry-After", arena_printf(c->a, "%lld", wait_s));
	return arena_printf(c->a, tr("too many tries; wait %lld seconds"), wait_s);
}

int web_sign_in_do(struct web_call *c, struct err *e)
{
	struct str who = web_field(c, "who"), code = web_field(c, "code"), next = door_next(web_field(c, "next")), token;
	struct str password = http_form(c->q, "password");
	enum sign_in result;
	long long wait_s;

	if (who.p == NULL || password.p == NULL || who.n > 320)
		return door_show(c, STR(""), web_text(c, "web.sign_in.wrong"), next);
	if (sign_in(c->hub, &c->by, c->a, who, password, code.p != NULL ? code : STR(""), c->q->remote, &result, &wait_s, &token, e) < 0)
		return -1;
	if (result == SIGN_IN_DONE) {
		web_set_session(c, token);
		return web_go(c, next, NULL);
	}
	return door_show(c, who, door_refused(c, result, wait_s, 401), next);
}

int web_sign_out(struct web_call *c, struct err *e)
{
	if (session_end(c->hub, &c->by, c->who.session, e) < 0)
		return -1;
	web_end_session(c);
	return web_go(c, STR("/sign-in"), "signed-out");
}

/* ---- links ---- */

static int show_link(struct web_call *c, const struct sign_in_link *link, struct str problem)
{
	struct link_form *f = ARENA_NEW(c->a, struct link_form);

	*f = (struct link_form){ .token = c->part[0], .name = link->name, .purpose = web_word(c, "web.link", link->purpose), .problem = problem,
		.wants_password = !str_eq(link->purpose, STR("sign-in")), .wants_code = link->wants_code, .least = ACCESS_PASSWORD_LEAST,
		.provider = str_eq(link->purpose, STR("invitation")) && !link->wants_code ? door_provider(c) : STR(""),
		.provider_href = arena_printf(c->a, "/oidc?link=" STR_FMT, STR_ARG(c->part[0])) };
	c->page.link = f;
	return web_show(c, "web.sign_in");
}

/* Looking uses nothing up: mail gateways open every link once. */
int web_link_page(struct web_call *c, struct err *e)
{
	struct sign_in_link link;

	if (link_look(c->hub, c->a, c->part[0], c->q->now_ms, &link, e) < 0)
		return -1;
	if (!link.found) {
		web_problem(c, 404, tr("this link is not good any more; ask for a new one"));
		return 0;
	}
	return show_link(c, &link, STR(""));
}

int web_link_do(struct web_call *c, struct err *e)
{
	struct str password = http_form(c->q, "password"), again = http_form(c->q, "again"), code = web_field(c, "code"), token;
	const struct link_answer answer = { c->part[0], password.p != NULL ? password : STR(""), code.p != NULL ? code : STR(""), c->q->remote };
	struct err why = { 0 };
	struct sign_in_link link;
	enum sign_in result;
	long long wait_s = 0;

	if (link_look(c->hub, c->a, c->part[0], c->q->now_ms, &link, e) < 0)
		return -1;
	if (link.found && !str_eq(link.purpose, STR("sign-in")) && !str_eq(password, again))
		return show_link(c, &link, web_text(c, "web.link.differ"));
	if (link_use(c->hub, &c->by, c->a, &answer, &result, &wait_s, &token, &why) == 0) {
		if (result != SIGN_IN_DONE)
			return show_link(c, &link, door_refused(c, result, wait_s, 403));
		web_set_session(c, token);
		return web_go(c, STR("/"), "welcome");
	}
	if (why.kind == ERR_INPUT && link.found) {
		c->r->status = 400;
		return show_link(c, &link, str_of(why.text));
	}
	*e = why;
	if (why.kind != ERR_DENIED)
		return -1;
	web_problem(c, 404, why.text);
	return 0;
}

int web_language(struct web_call *c, struct err *e)
{
	struct str lang = web_field(c, "lang"), back = door_next(web_field(c, "back"));

	(void)e;
	http_answer_header(c->r, "Set-Cookie", str_eq(lang, STR("en")) ? STR(WEB_LANGUAGE_COOKIE "=en; Path=/; Max-Age=31536000; SameSite=Lax") :
	    STR(WEB_LANGUAGE_COOKIE "=ja; Path=/; Max-Age=31536000; SameSite=Lax"));
	return web_go(c, back, NULL);
}
