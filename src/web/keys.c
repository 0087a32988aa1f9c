/* keys.c - API keys: made and shown once, listed, revoked. */
#include "access/key.h"
#include "base/time.h"
#include "web/look.h"

enum { SCOPES = 6 };

/* Which scopes open anything for somebody with these roles. */
static bool opens(unsigned roles, enum scope scope)
{
	switch (scope) {
	case SCOPE_READ: return who_may(roles, true, WHO_INSIDE);
	case SCOPE_SUBMIT: return who_may(roles, true, WHO_SUBMITTER);
	case SCOPE_SIGHT: return who_may(roles, true, WHO_MEMBER);
	case SCOPE_APPROVE: return who_may(roles, true, WHO_APPROVER);
	case SCOPE_TRIAGE: case SCOPE_SHARE: return who_may(roles, true, WHO_STAFF);
	}
	return false;
}

static void show_scopes(struct web_call *c, struct keys_page *p)
{
	p->scopes = ARENA_ARRAY(c->a, struct option, SCOPES);
	for (unsigned i = 0; i < SCOPES; i++) {
		struct str name = str_of(scope_name((enum scope)(1u << i)));

		if (opens(c->who.roles, (enum scope)(1u << i)))
			p->scopes[p->scopes_count++] = (struct option){ name, web_word(c, "web.scope", name), false };
	}
}

/* One's own; an administrator's: those of the organisation, or of everybody. */
static int show_keys(struct web_call *c, struct keys_page *p, struct err *e)
{
	bool all = (c->who.roles & ROLE_ADMIN) != 0, org = (c->who.roles & ROLE_ORG_ADMIN) != 0;
	struct key_row *list;
	size_t n;

	if (key_list(c->hub, c->a, all || org ? STR_NONE : c->who.person_id, !all && org ? c->who.org_id : STR_NONE, c->q->now_ms, &list, &n, e) < 0)
		return -1;
	p->rows = ARENA_ARRAY(c->a, struct key_line, n + 1);
	p->rows_count = n;
	for (size_t i = 0; i < n; i++)
		p->rows[i] = (struct key_line){ .id = list[i].id, .purpose = list[i].purpose, .owner = list[i].name, .scopes = list[i].scopes_text,
			.networks = list[i].networks, .certificate = list[i].certificate, .made = web_date(c, list[i].made_ms), .until = web_date(c, list[i].until_ms),
			.used = list[i].used_ms == TIME_NONE ? web_text(c, "web.keys.never") : web_time(c, list[i].used_ms), .used_from = list[i].used_from,
			.dead = list[i].is_dead };
	return 0;
}

static int show(struct web_call *c, struct str secret, unsigned scopes, struct err *e)
{
	struct keys_page *p = ARENA_NEW(c->a, struct keys_page);
	struct str link = c->hub->conf.link.n > 0 ? c->hub->conf.link : arena_printf(c->a, "http://" STR_FMT "/", STR_ARG(c->hub->conf.listen));

	show_scopes(c, p);
	if (show_keys(c, p, e) < 0)
		return -1;
	p->certificates = c->hub->conf.tls_client_ca.n > 0;
	p->days = KEY_DAYS;
	p->days_most = KEY_DAYS_MOST;
	if (secret.n > 0) {
		struct str base = arena_printf(c->a, "%.*s%sapi/v1", (int)link.n, link.p, str_ends(link, STR("/")) ? "" : "/");

		p->secret = secret;
		p->example = (scopes & SCOPE_SUBMIT) != 0 ? arena_printf(c->a, "curl -H 'Authorization: Bearer %s' -F kind=mail -F files=@mail.eml %s/submissions",
		    secret.p, base.p) : arena_printf(c->a, "curl -H 'Authorization: Bearer %s' %s/me", secret.p, base.p);
	}
	c->page.keys = p;
	return web_show(c, "web.keys");
}

int web_keys(struct web_call *c, struct err *e)
{
	return show(c, STR(""), 0, e);
}

static unsigned scopes_of(const struct web_call *c)
{
	unsigned scopes = 0;

	for (unsigned i = 0; i < SCOPES; i++)
		if (web_field(c, arena_printf(c->a, "scope-%s", scope_name((enum scope)(1u << i))).p).n > 0)
			scopes |= 1u << i;
	return scopes;
}

/* For oneself only, so that nobody gets further by a key than without one.  The answer is the page itself: the key stands in no address
 * and comes no second time. */
int web_key_make_do(struct web_call *c, struct err *e)
{
	struct str purpose = web_field(c, "purpose"), networks = web_field(c, "networks"), certificate = web_field(c, "certificate"), days = web_field(c, "days"), id, secret = STR("");
	struct key_spec spec = { .person_id = c->who.person_id, .purpose = purpose.p != NULL ? purpose : STR(""), .scopes = scopes_of(c),
		.networks = networks.p != NULL ? networks : STR(""), .certificate = certificate.p != NULL ? certificate : STR(""), .days = KEY_DAYS };
	struct err why = { 0 };

	if (days.n > 0 && !str_to_int(days, &spec.days))
		spec.days = 0;
	if (key_make(c->hub, &c->by, c->a, &spec, &id, &secret, &why) < 0 && web_refused(c, &why) < 0) {
		*e = why;
		return -1;
	}
	return show(c, secret, spec.scopes, e);
}

int web_key_bind_do(struct web_call *c, struct err *e)
{
	struct str certificate = web_field(c, "certificate");
	struct err why = { 0 };

	if (key_bind(c->hub, &c->by, c->a, c->part[0], certificate, &why) == 0)
		return web_go(c, STR("/keys"), certificate.n > 0 ? "key-bound" : "key-unbound");
	if (why.kind != ERR_UNKNOWN && web_refused(c, &why) == 0)
		return show(c, STR(""), 0, e);
	*e = why;
	return -1;
}

int web_key_revoke_do(struct web_call *c, struct err *e)
{
	if (key_revoke(c->hub, &c->by, c->a, c->part[0], e) < 0)
		return -1;
	return web_go(c, STR("/keys"), "key-revoked");
}
