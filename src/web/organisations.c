/* organisations.c - who belonged to what on a day, and one organisation as the registry has it. */
#include "approve/consent.h"
#include "base/time.h"
#include "registry/change.h"
#include "registry/roster.h"
#include "web/page_orgs.h"
#include "web/look.h"
#include "web/structure.h"

enum { CHANGES_MOST = 60 };
#define YEAR_MS (366LL * MS_DAY)

static struct str named(const struct web_call *c, struct str ja, struct str en, struct str id)
{
	struct str s = c->lang == LANG_JA ? ja : en, other = c->lang == LANG_JA ? en : ja;

	return s.n > 0 ? s : other.n > 0 ? other : id;
}

static struct str org_href(const struct web_call *c, struct str id) { return web_path(c, "/organisations", id, STR_NONE); }

/* ---- the roster ---- */

static struct str sig_name(const struct web_call *c, const struct roster_state *r, struct str id)
{
	for (size_t i = 0; i < r->sig_count; i++)
		if (str_eq(r->sigs[i].id, id))
			return named(c, r->sigs[i].name_ja, r->sigs[i].name_en, id);
	return id;
}

/* The other SIGs that hold the same organisation. */
static struct str also_in(const struct web_call *c, const struct roster_state *r, size_t sig, struct str org)
{
	struct buf out;

	buf_init_arena(&out, c->a, 65536);
	for (size_t i = 0; i < r->sig_count; i++)
		for (size_t k = 0; i != sig && k < r->sigs[i].count; k++)
			if (str_eq(r->sigs[i].members[k].org_id, org))
				buf_printf(&out, "%s" STR_FMT, out.n > 0 ? ", " : "", STR_ARG(sig_name(c, r, r->sigs[i].id)));
	return buf_str(&out);
}

static void show_sigs(struct web_call *c, struct orgs_page *o, const struct roster_state *r)
{
	o->sigs = ARENA_ARRAY(c->a, struct sig_shown, r->sig_count + 1);
	o->sigs_count = r->sig_count;
	for (size_t i = 0; i < r->sig_count; i++) {
		const struct roster_sig *s = &r->sigs[i];

		o->sigs[i] = (struct sig_shown){ sig_name(c, r, s->id), ARENA_ARRAY(c->a, struct org_shown, s->count + 1), s->count };
		for (size_t k = 0; k < s->count; k++)
			o->sigs[i].rows[k] = (struct org_shown){ named(c, s->members[k].name_ja, s->members[k].name_en, s->members[k].org_id),
				org_href(c, s->members[k].org_id), web_date(c, s->members[k].from_ms), also_in(c, r, i, s->members[k].org_id) };
	}
}

static int show_changes(struct web_call *c, struct orgs_page *o, const struct roster_state *r, long long at_ms, struct err *e)
{
	struct roster_change *list;
	size_t n;

	if (roster_changes(c->hub->db, c->a, at_ms - YEAR_MS, at_ms + 1, TIME_FOREVER - 1, &list, &n, e) < 0)
		return -1;
	o->changes = ARENA_ARRAY(c->a, struct org_change_shown, n + 1);
	for (size_t i = n; i-- > 0 && o->changes_count < CHANGES_MOST; ) {
		const struct roster_member *m = &list[i].member;

		o->changes[o->changes_count++] = (struct org_change_shown){ web_date(c, list[i].at_ms), named(c, m->name_ja, m->name_en, m->org_id),
			org_href(c, m->org_id), sig_name(c, r, m->sig_id), web_word(c, "report.reason", list[i].joined ? m->join_reason : m->leave_reason), list[i].joined };
	}
	return 0;
}

static int show_liaisons(struct web_call *c, struct orgs_page *o, const struct roster_state *r, long long at_ms, struct err *e)
{
	o->liaisons = ARENA_ARRAY(c->a, struct liaison_shown, r->liaison_count + 1);
	o->liaisons_count = r->liaison_count;
	for (size_t i = 0; i < r->liaison_count; i++) {
		const struct liaison_row *l = &r->liaisons[i];
		struct db_rows m;

		if (DB_QUERY(c->hub->db, c->a, &m, e, "SELECT org_id FROM liaison_org WHERE liaison_id = $1 AND from_ms <= $2 AND to_ms > $2 ORDER BY org_id COLLATE \"C\"",
		    DB_TEXT(l->id), DB_INT(at_ms)) < 0)
			return -1;
		o->liaisons[i] = (struct liaison_shown){ named(c, l->name_ja, l->name_en, l->id), arena_printf(c->a, "%lld", l->counted),
			l->reach > 0 ? arena_printf(c->a, "%s" STR_FMT, l->reach_approx ? web_text(c, "web.orgs.about").p : "", STR_ARG(look_count(c, l->reach))) : STR(""), ARENA_ARRAY(c->a, struct org_shown, m.count + 1), m.count };
		for (size_t k = 0; k < m.count; k++)
			o->liaisons[i].rows[k] = (struct org_shown){ look_org(c, db_text(&m, k, 0)), org_href(c, db_text(&m, k, 0)), STR(""), STR("") };
	}
	return 0;
}

int web_organisations(struct web_call *c, struct err *e)
{
	struct orgs_page *o = ARENA_NEW(c->a, struct orgs_page);
	struct str on = http_query(c->q, "on");
	long long at_ms = c->q->now_ms;
	struct roster_state r;
	char day[TIME_TEXT];

	if (on.n > 0 && time_parse_date(on, (int)c->hub->conf.zone_minutes, &at_ms, e) < 0)
		return -1;
	if (roster_read(c->hub->db, c->a, at_ms, TIME_FOREVER - 1, &r, e) < 0)
		return -1;
	show_sigs(c, o, &r);
	if (show_changes(c, o, &r, at_ms, e) < 0 || show_liaisons(c, o, &r, at_ms, e) < 0 || structure_on(c, at_ms, &o->chart, e) < 0)
		return -1;
	o->memberships = r.memberships;
	o->organisations = r.organisations;
	o->day = arena_str(c->a, time_date(day, at_ms, (int)c->hub->conf.zone_minutes));
	o->may_import = who_may(c->who.roles, true, WHO_STAFF);
	c->page.orgs = o;
	return web_show(c, "web.orgs");
}

/* ---- one organisation ---- */

static int show_names(struct web_call *c, struct org_page *o, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(c->hub->db, c->a, &r, e, "SELECT kind, lang, name FROM org_name WHERE org_id = $1 AND superseded_ms = $2 ORDER BY kind COLLATE \"C\", lang COLLATE \"C\", name COLLATE \"C\"",
	    DB_TEXT(o->id), DB_INT(TIME_FOREVER)) < 0)
		return -1;
	o->names = ARENA_ARRAY(c->a, struct org_name_shown, r.count + 1);
	o->names_count = r.count;
	for (size_t i = 0; i < r.count; i++)
		o->names[i] = (struct org_name_shown){ web_word(c, "web.orgs.name", db_text(&r, i, 0)), web_word(c, "web.tongue", db_text(&r, i, 1)), db_text(&r, i, 2) };
	if (DB_QUERY(c->hub->db, c->a, &r, e, "SELECT kind, value FROM org_domain WHERE org_id = $1 AND superseded_ms = $2 ORDER BY kind COLLATE \"C\", value COLLATE \"C\"",
	    DB_TEXT(o->id), DB_INT(TIME_FOREVER)) < 0)
		return -1;
	o->domains = ARENA_ARRAY(c->a, struct org_domain_shown, r.count + 1);
	o->domains_count = r.count;
	for (size_t i = 0; i < r.count; i++)
		o->domains[i] = (struct org_domain_shown){ db_text(&r, i, 0), web_word(c, "web.orgs.domain", db_text(&r, i, 0)), db_text(&r, i, 1) };
	return 0;
}

/* A column of one statement's rows, ", " between, in words of FAMILY (NULL: as they are). */
static struct str joined(struct web_call *c, const char *family, const struct db_rows *r)
{
	struct buf out;

	buf_init_arena(&out, c->a, 65536);
	for (size_t i = 0; i < r->count; i++)
		buf_printf(&out, "%s" STR_FMT, i > 0 ? ", " : "", STR_ARG(family != NULL ? web_word(c, family, db_text(r, i, 0)) : db_text(r, i, 0)));
	return buf_str(&out);
}

static int show_people(struct web_call *c, struct org_page *o, struct err *e)
{
	struct db_rows r, roles, addresses;

	if (DB_QUERY(c->hub->db, c->a, &r, e, "SELECT id, name, duty, to_ms FROM person WHERE org_id = $1 ORDER BY id COLLATE \"C\"", DB_TEXT(o->id)) < 0)
		return -1;
	o->people = ARENA_ARRAY(c->a, struct org_person_shown, r.count + 1);
	o->people_count = r.count;
	for (size_t i = 0; i < r.count; i++) {
		if (DB_QUERY(c->hub->db, c->a, &roles, e, "SELECT role FROM person_role WHERE person_id = $1 AND from_ms <= $2 AND to_ms > $2 ORDER BY role COLLATE \"C\"",
		    DB_TEXT(db_text(&r, i, 0)), DB_INT(c->q->now_ms)) < 0 ||
		    DB_QUERY(c->hub->db, c->a, &addresses, e, "SELECT address FROM person_address WHERE person_id = $1 ORDER BY address COLLATE \"C\"", DB_TEXT(db_text(&r, i, 0))) < 0)
			return -1;
		o->people[i] = (struct org_person_shown){ db_text(&r, i, 0), db_text(&r, i, 1), web_word(c, "web.duty", db_text(&r, i, 2)), joined(c, "web.person_role", &roles), joined(c, NULL, &addresses),
			db_int(&r, i, 3) <= c->q->now_ms };
	}
	return 0;
}

static int show_ties(struct web_call *c, struct org_page *o, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(c->hub->db, c->a, &r, e, "SELECT m.sig_id, m.from_ms, m.to_ms, m.basis, g.name_ja, g.name_en FROM membership m JOIN sig g ON g.id = m.sig_id"
	    " WHERE m.org_id = $1 AND m.superseded_ms = $2 ORDER BY m.from_ms, m.sig_id COLLATE \"C\"",
	    DB_TEXT(o->id), DB_INT(TIME_FOREVER)) < 0)
		return -1;
	o->memberships = ARENA_ARRAY(c->a, struct org_membership_shown, r.count + 1);
	o->memberships_count = r.count;
	for (size_t i = 0; i < r.count; i++)
		o->memberships[i] = (struct org_membership_shown){ named(c, db_text(&r, i, 4), db_text(&r, i, 5), db_text(&r, i, 0)), web_date(c, db_int(&r, i, 1)), web_date(c, db_int(&r, i, 2)),
			web_word(c, "web.orgs.basis", db_text(&r, i, 3)) };
	return 0;
}

static int show_consents(struct web_call *c, struct org_page *o, struct err *e)
{
	struct consent_row *list;

	if (consent_list(c->hub->db, c->a, o->id, &list, &o->consents_count, e) < 0)
		return -1;
	o->consents = ARENA_ARRAY(c->a, struct org_consent_shown, o->consents_count + 1);
	for (size_t i = 0; i < o->consents_count; i++) {
		const struct consent_row *k = &list[i];

		o->consents[i] = (struct org_consent_shown){ k->version, web_word(c, "web.lane", k->lane), c->lang == LANG_JA ? k->text_ja : k->text_en,
			str_eq(k->given_by, STR("hub")) ? web_text(c, "web.orgs.consent_hub") : look_person(c, k->given_by), k->reference,
			web_date(c, k->from_ms), web_date(c, k->to_ms) };
	}
	return 0;
}

static int show(struct web_call *c, struct err *e)
{
	struct org_page *o = ARENA_NEW(c->a, struct org_page);
	struct db_rows r;

	if (DB_QUERY(c->hub->db, c->a, &r, e, "SELECT id, kind, from_ms, to_ms FROM org WHERE id = $1", DB_TEXT(c->part[0])) < 0)
		return -1;
	if (r.count == 0)
		return web_nothing(e);
	o->id = db_text(&r, 0, 0);
	o->name = look_org(c, o->id);
	o->kind = web_word(c, "web.orgs.kind", db_text(&r, 0, 1));
	o->from = web_date(c, db_int(&r, 0, 2));
	o->to = web_date(c, db_int(&r, 0, 3));
	o->may_change = who_may(c->who.roles, true, WHO_STAFF);
	o->kinds = look_choices(c, "web.orgs.domain", "domain network host authserv", STR("domain"), &o->kinds_count);
	o->change_href = web_path(c, "/organisations", o->id, STR("domains"));
	if (show_names(c, o, e) < 0 || show_people(c, o, e) < 0 || show_ties(c, o, e) < 0 || show_consents(c, o, e) < 0)
		return -1;
	c->page.org = o;
	return web_show(c, "web.orgs");
}

int web_organisation(struct web_call *c, struct err *e)
{
	return show(c, e);
}

int web_organisation_domain_do(struct web_call *c, struct err *e)
{
	struct str org = c->part[0], kind = web_field(c, "kind"), value = web_field(c, "value");
	bool exists, ends = web_field(c, "end").n > 0;
	struct err why = { 0 };

	if (org_exists(c->hub->db, c->a, org, &exists, e) < 0)
		return -1;
	if (!exists)
		return web_nothing(e);
	kind = kind.p != NULL ? kind : STR("");
	value = value.p != NULL ? value : STR("");
	if ((ends ? org_domain_end(c->hub->db, &c->by, c->a, org, kind, value, &why) :
	    org_domain_add(c->hub->db, &c->by, c->a, org, kind, value, web_field(c, "shared").n > 0, &why)) == 0)
		return web_go(c, web_path(c, "/organisations", org, STR_NONE), ends ? "domain-ended" : "domain-added");
	if (web_refused(c, &why) == 0)
		return show(c, e);
	*e = why;
	return -1;
}
