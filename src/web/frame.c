/* frame.c - around every page: menu, headers, language, errors. */
#include "web/frame.h"

#include <assert.h>
#include <stdio.h>

#include "base/log.h"
#include "base/time.h"
#include "web/chain.h"
#include "web/live.h"
#include "web/static.h"
#include "web/templates.h"

enum { PAGE_MOST = 32 << 20 };

/* ---- language ---- */

enum lang web_language_of(const struct http_request *q)
{
	struct str chosen = http_cookie(q, WEB_LANGUAGE_COOKIE), accepted = http_header(q, "Accept-Language");

	if (chosen.p != NULL)
		return str_eq(chosen, STR("en")) ? LANG_EN : LANG_JA;
	return accepted.p == NULL || str_istarts(str_trim(accepted), STR("ja")) ? LANG_JA : LANG_EN;
}

struct str web_text(const struct web_call *c, const char *id) { return str_of(text(c->lang, id)); }

struct str web_word(const struct web_call *c, const char *family, struct str id)
{
	const char *found = id.n == 0 ? NULL : text_find(c->lang, arena_printf(c->a, "%s." STR_FMT, family, STR_ARG(id)).p);

	return found != NULL ? str_of(found) : id.p != NULL ? id : STR("");
}

struct str web_date(const struct web_call *c, long long ms)
{
	char t[TIME_TEXT];

	return ms == TIME_NONE || ms == TIME_FOREVER ? STR("") : arena_str(c->a, time_slashed(t, ms, (int)c->hub->conf.zone_minutes));
}

struct str web_time(const struct web_call *c, long long ms)
{
	struct civil t = time_civil(ms == TIME_NONE ? 0 : ms, (int)c->hub->conf.zone_minutes);

	return ms == TIME_NONE ? STR("") : arena_printf(c->a, "%d/%d/%d %02d:%02d", t.year, t.month, t.day, t.hour, t.minute);
}

/* ---- the menu ---- */

struct menu_line { const char *label, *href, *group; enum who who; const char *key; };

static const struct menu_line menu[] = {
	{ "web.home", "/", "web.menu.work", WHO_SIGNED_IN, "g t" },
	{ "web.submit", "/submit", NULL, WHO_SUBMITTER, "g n" },
	{ "web.inbox", "/inbox", NULL, WHO_MEMBER, "g i" },
	{ "web.approvals", "/approvals", NULL, WHO_APPROVER, "g a" },
	{ "web.queue.menu", "/submissions", NULL, WHO_HANDED_IN, "g q" },
	{ "web.questions", "/questions", NULL, WHO_HANDED_IN, "g b" },
	{ "web.calls", "/calls", NULL, WHO_INSIDE, "g j" },
	{ "web.cases", "/cases", NULL, WHO_LOOKS, "g c" },
	{ "web.shares", "/shares", NULL, WHO_LOOKS, "g s" },
	{ "web.hunts", "/hunts", NULL, WHO_STAFF, "g h" },
	{ "web.indicators", "/indicators", "web.menu.kept", WHO_INSIDE, "g e" },
	{ "web.orgs", "/organisations", "web.menu.run", WHO_LOOKS, "g o" },
	{ "web.own", "/organisation", NULL, WHO_ORG_ADMIN, "g z" },
	{ "web.stat", "/statistics", NULL, WHO_LOOKS, "g u" },
	{ "web.report", "/report", NULL, WHO_LOOKS, "g r" },
	{ "web.audit", "/audit", NULL, WHO_AUDITOR, "g l" },
	{ "web.account", "/account", NULL, WHO_SIGNED_IN, "g p" },
	{ "web.settings", "/settings", NULL, WHO_AUDITOR, "g v" },
	{ "web.keys", "/keys", NULL, WHO_SIGNED_IN, "g k" },
	{ "web.help", "/help", NULL, WHO_SIGNED_IN, "g w" },
};

static bool is_here(struct str path, const char *href)
{
	struct str h = str_of(href);

	return str_eq(path, h) || (h.n > 1 && str_starts(path, h) && path.p[h.n] == '/');
}

static long long waits_there(const struct live_counts *n, const char *href)
{
	return strcmp(href, "/submissions") == 0 ? n->queue : strcmp(href, "/approvals") == 0 ? n->approvals : strcmp(href, "/inbox") == 0 ? n->inbox : 0;
}

/* What is the queue for the hub's people is for members what they handed in. */
static struct str menu_label(const struct web_call *c, const struct menu_line *m)
{
	return web_text(c, strcmp(m->href, "/submissions") == 0 && !who_may(c->who.roles, true, WHO_LOOKS) ? "web.menu.own" : m->label);
}

static void make_menu(struct web_call *c)
{
	struct live_counts waits = { 0 };
	struct err e = { 0 };
	struct nav_item *items = ARENA_ARRAY(c->a, struct nav_item, sizeof menu / sizeof menu[0]);
	const char *group = NULL;

	if (live_count(c->web, &c->who, c->q->now_ms, &waits, &e) < 0)
		waits = (struct live_counts){ 0 };      /* a menu without figures is still one */
	for (size_t i = 0; i < sizeof menu / sizeof menu[0]; i++) {
		if (menu[i].group != NULL)
			group = menu[i].group;
		if (!who_may(c->who.roles, c->who.found, menu[i].who))
			continue;
		items[c->page.nav_count++] = (struct nav_item){ .label = menu_label(c, &menu[i]), .href = str_of(menu[i].href), .key = str_of(menu[i].key),
			.group = group != NULL ? web_text(c, group) : STR(""), .now = is_here(c->q->path, menu[i].href),
			.count = waits_there(&waits, menu[i].href) };
		group = NULL;
	}
	c->page.nav = items;
}

static struct str role_words(const struct web_call *c)
{
	static const struct { unsigned role; const char *id; } words[] = { { ROLE_LEAD, "web.role.lead" }, { ROLE_ANALYST, "web.role.analyst" },
		{ ROLE_AUDITOR, "web.role.auditor" }, { ROLE_ADMIN, "web.role.admin" }, { ROLE_APPROVER, "web.role.approver" },
		{ ROLE_LIAISON, "web.role.liaison" }, { ROLES_MEMBER, "web.role.member" } };

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if ((c->who.roles & words[i].role) != 0)
			return web_text(c, words[i].id);
	return STR("");
}

/* What was done before this page came, named in the address: one of our own words or nothing. */
static struct str said(const struct web_call *c)
{
	struct str done = http_query(c->q, "done");

	for (size_t i = 0; i < done.n; i++)
		if (!ascii_alpha((unsigned char)done.p[i]) && done.p[i] != '-')
			return STR("");
	return done.n == 0 || done.n > 40 ? STR("") : str_of(text_find(c->lang, arena_printf(c->a, "web.done." STR_FMT, STR_ARG(done)).p));
}

static void frame(struct web_call *c, struct str title)
{
	struct page *p = &c->page;

	p->title = title;
	p->hub_name = c->lang == LANG_JA ? c->hub->conf.hub_name_ja : c->hub->conf.hub_name_en;
	p->signed_in = c->who.found;
	p->who_name = c->who.name;
	p->who_role = role_words(c);
	p->csrf = c->who.csrf.p != NULL ? c->who.csrf : STR("");
	p->here = p->problem != NULL ? STR("/") : c->q->path;        /* what is not there leaves no trace of what was asked for */
	p->said = said(c);
	p->is_demo = c->hub->conf.demo;
	p->is_ja = c->lang == LANG_JA;
	p->broken = p->signed_in && (c->who.roles & (ROLES_STAFF | ROLE_AUDITOR | ROLE_ADMIN)) != 0 && p->trail == NULL ? chain_broken(c) : STR("");
	p->portal = (c->who.roles & (ROLES_STAFF | ROLE_AUDITOR | ROLE_ADMIN)) == 0;
	p->css = static_path(c->a, "noroshi.css");
	p->icon = static_path(c->a, "flame.svg");
	p->may_search = who_may(c->who.roles, c->who.found, WHO_INSIDE);
	http_answer_header(c->r, "Content-Type", STR("text/html; charset=utf-8"));
	if (web_is_fragment(c)) {
		web_say_fragment(c);
		html_web_main(&c->r->body, c->lang, p);
		return;
	}
	if (p->signed_in)
		make_menu(c);
	web_islands(c);
	html_web_frame(&c->r->body, c->lang, p);
}

int web_show(struct web_call *c, const char *title_id)
{
	frame(c, web_text(c, title_id));
	return 0;
}

/* ---- other answers ---- */

int web_go(struct web_call *c, struct str path, const char *done)
{
	assert(path.n > 0 && path.p[0] == '/' && (path.n == 1 || path.p[1] != '/'));
	c->r->status = 303;
	http_answer_header(c->r, "Location", done == NULL ? arena_str(c->a, path) : arena_printf(c->a, STR_FMT "%sdone=%s", STR_ARG(path),
	    str_find_char(path, '?') >= 0 ? "&" : "?", done));
	return 0;
}

int web_bytes(struct web_call *c, const char *type, struct str bytes, struct str file_name)
{
	http_answer_header(c->r, "Content-Type", str_of(type));
	if (file_name.n > 0)
		http_answer_header(c->r, "Content-Disposition", arena_printf(c->a, "attachment; filename=\"" STR_FMT "\"", STR_ARG(file_name)));
	c->r->body = (struct buf){ .p = (char *)(uintptr_t)bytes.p, .n = bytes.n, .room = bytes.n, .max = bytes.n, .arena = c->a };
	return 0;
}

int web_nothing(struct err *e)
{
	return err_set(e, ERR_UNKNOWN, "there is nothing here for you");
}

int web_to_sign_in(struct web_call *c)
{
	if (!str_eq(c->q->method, STR("GET")) && !str_eq(c->q->method, STR("HEAD")))
		return web_go(c, STR("/sign-in"), NULL);
	return web_go(c, c->q->path.n > 1 ? arena_printf(c->a, "/sign-in?next=" STR_FMT, STR_ARG(web_path(c, "", c->q->path, STR_NONE))) :
	    STR("/sign-in"), NULL);
}

static void set_cookie(struct web_call *c, const char *name, struct str value, const char *rest)
{
	http_answer_header(c->r, "Set-Cookie", arena_printf(c->a, "%s=" STR_FMT "; Path=/; Secure; SameSite=Lax%s", name, STR_ARG(value), rest));
}

void web_set_session(struct web_call *c, struct str token) { set_cookie(c, WEB_COOKIE, token, "; HttpOnly"); }
void web_end_session(struct web_call *c) { set_cookie(c, WEB_COOKIE, STR(""), "; HttpOnly; Max-Age=0"); }

/* ---- what went wrong ---- */

static int status_of(enum err_kind kind)
{
	switch (kind) {
	case ERR_USAGE: case ERR_INPUT: return 400;
	case ERR_UNKNOWN: case ERR_DENIED: return 404;
	case ERR_CONFLICT: return 409;
	case ERR_BUSY: case ERR_DB: return 503;
	case ERR_LIMIT: return 413;
	case ERR_FULL: return 507;
	default: return 500;
	}
}

static void show_problem(struct web_call *c, int status, struct str sentence, struct str reference)
{
	struct problem_page *x = ARENA_NEW(c->a, struct problem_page);

	*x = (struct problem_page){ sentence, reference, status };
	c->page = (struct page){ .problem = x };
	c->r->header_count = 0;
	buf_init_arena(&c->r->body, c->a, PAGE_MOST);
	frame(c, web_text(c, status == 404 ? "web.problem.nothing" : status >= 500 ? "web.problem.failed" : "web.problem.refused"));
	c->r->status = status;
	if (status == 503)
		http_answer_header(c->r, "Retry-After", STR("10"));
}

void web_problem(struct web_call *c, int status, const char *sentence)
{
	show_problem(c, status, str_of(sentence), STR(""));
}

/* What is not there and what one may not see give the same bytes; what failed gets a reference that stands in the log. */
void web_failed(struct web_call *c, const struct err *e)
{
	int status = status_of(e->kind);
	struct str reference = status >= 500 ? rng_code(&c->rng, c->a, 8) : STR("");
	struct err nothing = { 0 };

	if (status >= 500)
		log_event(LOG_ERROR, "web.failed", " reference=%s path=" STR_FMT " why=%s", reference.p, STR_ARG(web_path(c, "", c->q->path, STR_NONE)), e->text);
	if (status == 404) {
		web_nothing(&nothing);
		e = &nothing;
	}
	/* what the database says stands in the log; what became of what was sent is said here */
	show_problem(c, status, status == 500 ? web_text(c, "web.problem.ours") : status == 503 ? web_text(c, "web.problem.away") :
	    arena_str(c->a, str_of(e->text)), reference);
}

int web_refused(struct web_call *c, const struct err *e)
{
	if (status_of(e->kind) >= 500)
		return -1;
	c->r->status = e->kind == ERR_DENIED || e->kind == ERR_UNKNOWN ? 403 : status_of(e->kind);
	c->page.refused = arena_str(c->a, str_of(e->text));
	return 0;
}

/* ---- headers ---- */

static bool has(const struct http_answer *r, const char *name)
{
	for (size_t i = 0; i < r->header_count; i++)
		if (str_ieq(r->headers[i].name, str_of(name)))
			return true;
	return false;
}

static void unless(struct http_answer *r, const char *name, const char *value)
{
	if (!has(r, name))
		http_answer_header(r, name, str_of(value));
}

void web_headers(struct web_call *c)
{
	struct http_answer *r = c->r;

	unless(r, "Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
	    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
	    "trusted-types noroshi-frag");
	unless(r, "X-Content-Type-Options", "nosniff");
	unless(r, "Referrer-Policy", "no-referrer");
	unless(r, "Cross-Origin-Opener-Policy", "same-origin");
	unless(r, "Cross-Origin-Resource-Policy", "same-origin");
	unless(r, "Cache-Control", "no-store");
	if (c->q->is_tls)
		unless(r, "Strict-Transport-Security", "max-age=31536000");
}

/* ---- small things of handlers ---- */

struct str web_field(const struct web_call *c, const char *name)
{
	struct str s = http_form(c->q, name);

	s = str_trim(s.p != NULL ? s : STR(""));
	return s.n > 0 ? s : STR_NONE;
}

static void add_piece(struct buf *out, struct str s, bool slashes)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char b = (unsigned char)s.p[i];

		if (ascii_alpha(b) || ascii_digit(b) || str_find_char(STR("-._~"), (char)b) >= 0 || (slashes && b == '/'))
			buf_char(out, (char)b);
		else
			buf_printf(out, "%%%02X", b);
	}
}

struct str web_escaped(const struct web_call *c, struct str s)
{
	struct buf out;

	buf_init_arena(&out, c->a, 65536);
	add_piece(&out, s, false);
	return buf_str(&out);
}

struct str web_path(const struct web_call *c, const char *base, struct str one, struct str two)
{
	struct buf out;

	buf_init_arena(&out, c->a, 65536);
	buf_z(&out, base);
	if (base[0] != '\0')
		buf_char(&out, '/');
	add_piece(&out, one, base[0] == '\0');
	if (two.p != NULL) {
		buf_char(&out, '/');
		add_piece(&out, two, false);
	}
	return buf_str(&out);
}

struct str web_after(const struct web_call *c)
{
	struct str after = http_query(c->q, "after");

	return after.n > 0 ? after : STR_NONE;
}

struct str web_older(const struct web_call *c, const char *base, struct str view, struct str last)
{
	struct buf out;

	buf_init_arena(&out, c->a, 65536);
	buf_printf(&out, "%s?%s" STR_FMT "%safter=", base, view.n > 0 ? "view=" : "", STR_ARG(view), view.n > 0 ? "&" : "");
	add_piece(&out, last, true);
	return buf_str(&out);
}
