/* own_org.c - what an administrator of a member sees and does: the own people, names, keys, and the own trail. */
#include "access/own_org.h"

#include "base/csv.h"
#include "base/time.h"
#include "web/look.h"
#include "web/page_orgs.h"

enum { CSV_LINES = 100000, CSV_MOST = 64 << 20 };

/* ---- the page ---- */

static struct option *role_choices(struct web_call *c, unsigned held, size_t *n_r)
{
	struct option *list = ARENA_ARRAY(c->a, struct option, 8);

	*n_r = 0;
	for (const struct org_role *o = org_roles; o->name != NULL; o++)
		list[(*n_r)++] = (struct option){ str_of(o->name), web_word(c, "web.own.role", str_of(o->name)), (held & o->role) != 0 };
	return list;
}

static struct str role_text(const struct web_call *c, const struct own_person *x)
{
	struct buf out;

	buf_init_arena(&out, c->a, 4096);
	for (size_t i = 0; i < x->role_count; i++)
		buf_printf(&out, "%s" STR_FMT, i > 0 ? ", " : "", STR_ARG(web_word(c, "web.own.role", x->roles[i])));
	return buf_str(&out);
}

static int show_people(struct web_call *c, struct own_org_page *p, struct err *e)
{
	struct own_person *list;

	if (own_people(c->hub, &c->by, c->a, &list, &p->people_count, e) < 0)
		return -1;
	p->people = ARENA_ARRAY(c->a, struct own_person_shown, p->people_count + 1);
	for (size_t i = 0; i < p->people_count; i++) {
		const struct own_person *x = &list[i];
		struct own_person_shown *s = &p->people[i];
		bool is_suspended = str_eq(x->state, STR("suspended"));

		*s = (struct own_person_shown){ .id = x->id, .name = x->name, .addresses = x->addresses, .roles = role_text(c, x),
			.state = web_word(c, "web.own.state", x->state), .seen = x->seen_ms == TIME_NONE ? STR("") : web_time(c, x->seen_ms), .codes = x->codes,
			.may_invite = x->may_invite, .may_roles = x->may_roles, .may_suspend = x->may_suspend && !is_suspended, .may_resume = x->may_suspend && is_suspended,
			.invite_href = web_path(c, "/organisation/people", x->id, STR("invite")), .roles_href = web_path(c, "/organisation/people", x->id, STR("roles")),
			.suspend_href = web_path(c, "/organisation/people", x->id, STR("suspend")) };
		s->choices = role_choices(c, x->bits, &s->choices_count);
	}
	return 0;
}

static int show_names(struct web_call *c, struct own_org_page *p, struct err *e)
{
	struct own_name *list;

	if (own_names(c->hub, &c->by, c->a, &list, &p->domains_count, e) < 0)
		return -1;
	p->domains = ARENA_ARRAY(c->a, struct org_domain_shown, p->domains_count + 1);
	for (size_t i = 0; i < p->domains_count; i++)
		p->domains[i] = (struct org_domain_shown){ list[i].kind, web_word(c, "web.orgs.domain", list[i].kind), list[i].value };
	return 0;
}

/* `token`: of an invitation that was made now, else "". */
static int show(struct web_call *c, struct str token, struct err *e)
{
	struct own_org_page *p = ARENA_NEW(c->a, struct own_org_page);
	const struct conf *conf = &c->hub->conf;
	struct str link = conf->link.n > 0 ? conf->link : arena_printf(c->a, "http://" STR_FMT "/", STR_ARG(conf->listen));

	if (show_people(c, p, e) < 0 || show_names(c, p, e) < 0)
		return -1;
	p->name = look_org(c, c->who.org_id);
	p->link = token.n == 0 ? STR("") : arena_printf(c->a, STR_FMT "%slink/" STR_FMT, STR_ARG(link), str_ends(link, STR("/")) ? "" : "/", STR_ARG(token));
	p->choices = role_choices(c, ROLE_SUBMITTER | ROLE_RECIPIENT, &p->choices_count);
	c->page.own_org = p;
	return web_show(c, "web.own");
}

int web_own_org(struct web_call *c, struct err *e)
{
	return show(c, STR(""), e);
}

/* ---- deeds ---- */

static unsigned roles_of(const struct web_call *c)
{
	unsigned roles = 0;

	for (const struct org_role *o = org_roles; o->name != NULL; o++)
		if (web_field(c, arena_printf(c->a, "role-%s", o->name).p).n > 0)
			roles |= o->role;
	return roles;
}

/* A person who is not ours is not there; what else is wrong stands above the page. */
static int refused(struct web_call *c, const struct err *why, struct err *e)
{
	if (why->kind != ERR_UNKNOWN && web_refused(c, why) == 0)
		return show(c, STR(""), e);
	*e = *why;
	return -1;
}

/* The answer is the page itself: the link stands in no address and comes no second time. */
int web_own_person_do(struct web_call *c, struct err *e)
{
	struct str name = web_field(c, "name"), address = web_field(c, "address"), id, token;
	const struct own_new n = { name.p != NULL ? name : STR(""), address.p != NULL ? address : STR(""), roles_of(c) };
	struct err why = { 0 };

	return own_person_add(c->hub, &c->by, c->a, &n, &id, &token, &why) < 0 ? refused(c, &why, e) : show(c, token, e);
}

int web_own_invite_do(struct web_call *c, struct err *e)
{
	struct err why = { 0 };
	struct str token;

	return own_person_invite(c->hub, &c->by, c->a, c->part[0], &token, &why) < 0 ? refused(c, &why, e) : show(c, token, e);
}

int web_own_roles_do(struct web_call *c, struct err *e)
{
	struct err why = { 0 };

	return own_person_roles(c->hub, &c->by, c->a, c->part[0], roles_of(c), &why) < 0 ? refused(c, &why, e) : web_go(c, STR("/organisation"), "own-roles");
}

int web_own_suspend_do(struct web_call *c, struct err *e)
{
	bool again = web_field(c, "resume").n > 0;
	struct err why = { 0 };

	return own_person_suspend(c->hub, &c->by, c->a, c->part[0], !again, &why) < 0 ? refused(c, &why, e) :
	    web_go(c, STR("/organisation"), again ? "own-resumed" : "own-suspended");
}

/* ---- the trail ---- */

static struct str asked(const struct web_call *c, const char *name)
{
	struct str s = http_query(c->q, name);

	s = str_trim(s.p != NULL ? s : STR(""));
	return s.n > 0 ? s : STR_NONE;
}

static int send_csv(struct web_call *c, const struct own_line *list, size_t n)
{
	struct buf *out = &c->r->body;
	char at[TIME_TEXT];

	buf_init_arena(out, c->a, CSV_MOST);
	csv_bom(out);
	buf_z(out, "at,actor,deed,object");
	csv_end(out);
	for (size_t i = 0; i < n; i++) {
		csv_field(out, true, time_rfc3339(at, list[i].at_ms));
		csv_field(out, false, list[i].actor);
		csv_field(out, false, list[i].deed);
		csv_field(out, false, list[i].object);
		csv_end(out);
	}
	http_answer_header(c->r, "Content-Type", STR("text/csv; charset=utf-8"));
	http_answer_header(c->r, "Content-Disposition", STR("attachment; filename=\"trail.csv\""));
	return 0;
}

/* The same filter with one thing more. */
static struct str address(const struct web_call *c, const struct own_trail_page *x, struct str more)
{
	const struct { const char *name; struct str value; } parts[] = { { "from", x->from }, { "to", x->to }, { "actor", x->actor }, { "deed", x->deed } };
	struct buf out;

	buf_init_arena(&out, c->a, 65536);
	buf_printf(&out, "/organisation/audit?" STR_FMT, STR_ARG(more));
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		if (parts[i].value.p != NULL)
			buf_printf(&out, "&%s=" STR_FMT, parts[i].name, STR_ARG(web_escaped(c, parts[i].value)));
	return buf_str(&out);
}

int web_own_audit(struct web_call *c, struct err *e)
{
	struct own_trail_page *x = ARENA_NEW(c->a, struct own_trail_page);
	bool csv = str_eq(http_query(c->q, "format"), STR("csv"));
	int zone = (int)c->hub->conf.zone_minutes;
	struct own_wanted w = { .deed = asked(c, "deed"), .actor = asked(c, "actor"), .from_ms = 0, .to_ms = TIME_FOREVER, .after = csv ? STR_NONE : web_after(c),
		.limit = csv ? CSV_LINES : WEB_PAGE };
	struct own_line *list;
	struct str next;

	*x = (struct own_trail_page){ .from = asked(c, "from"), .to = asked(c, "to"), .actor = w.actor, .deed = w.deed };
	if ((x->from.p != NULL && time_parse_date(x->from, zone, &w.from_ms, e) < 0) || (x->to.p != NULL && time_parse_date(x->to, zone, &w.to_ms, e) < 0))
		return -1;
	if (x->to.p != NULL)
		w.to_ms += MS_DAY;
	if (own_trail(c->hub, &c->by, c->a, &w, &list, &x->rows_count, &next, e) < 0)
		return -1;
	if (csv)
		return send_csv(c, list, x->rows_count);
	x->rows = ARENA_ARRAY(c->a, struct own_line_shown, x->rows_count + 1);
	for (size_t i = 0; i < x->rows_count; i++)
		x->rows[i] = (struct own_line_shown){ web_time(c, list[i].at_ms), str_eq(list[i].actor, STR("hub")) ? web_text(c, "web.own.hub") : list[i].actor,
			list[i].deed, list[i].object };
	x->older = next.p != NULL ? address(c, x, arena_printf(c->a, "after=" STR_FMT, STR_ARG(next))) : STR("");
	x->csv = address(c, x, STR("format=csv"));
	c->page.own_trail = x;
	return web_show(c, "web.own.trail");
}
