/* roster.c - the made-up circle as a roster document, taken in by the registry's own import. */
#include <stdio.h>

#include "base/json.h"
#include "base/time.h"
#include "demo/demo.h"
#include "registry/import.h"

static void date_key(struct jw *w, const char *key, long long ms, const char *precision)
{
	char text[TIME_TEXT];
	struct str date = time_date(text, ms, ZONE_JST);

	if (ms != TIME_FOREVER)
		jw_kstr(w, key, str_at(date, 0, strcmp(precision, "month") == 0 ? 7 : 10));
}

static void write_sigs(struct jw *w)
{
	jw_karray(w, "sigs");
	for (int i = 0; i < WORLD_SIGS; i++) {
		jw_object(w);
		jw_kz(w, "id", world_sigs[i].id);
		jw_kz(w, "name_ja", world_sigs[i].name_ja);
		jw_kz(w, "name_en", world_sigs[i].name_en);
		jw_kint(w, "sort", i);
		jw_kz(w, "from", world_sigs[i].from);
		jw_end_object(w);
	}
	jw_end_array(w);
}

static void write_name(struct jw *w, const char *kind, const char *lang, struct str name)
{
	jw_object(w);
	jw_kz(w, "kind", kind);
	jw_kz(w, "lang", lang);
	jw_kstr(w, "name", name);
	jw_end_object(w);
}

static void write_person(struct jw *w, const struct demo_person *p, bool member)
{
	static const char *const duties[ORG_PEOPLE] = { "ceo", "finance", "staff", "staff", "retired", "staff", "staff" };

	jw_object(w);
	jw_kstr(w, "id", p->id);
	jw_kstr(w, "name", p->name_en);
	jw_karray(w, "aliases");
	if (!str_eq(p->name_ja, p->name_en))
		jw_str(w, p->name_ja);
	jw_end_array(w);
	jw_kz(w, "duty", duties[p->duty]);
	jw_kbool(w, "public", p->is_public);
	jw_karray(w, "addresses");
	jw_str(w, p->address);
	jw_end_array(w);
	jw_karray(w, "roles");
	if (member && p->duty == DUTY_CONTACT) {
		jw_str(w, STR("submitter"));
		jw_str(w, STR("recipient"));
	}
	if (member && p->duty == DUTY_APPROVER)
		jw_str(w, STR("approver"));
	jw_end_array(w);
	jw_end_object(w);
}

static void write_memberships(struct jw *w, const struct demo_org *o)
{
	jw_karray(w, "memberships");
	for (size_t i = 0; i < o->membership_count; i++) {
		const struct demo_membership *m = &o->memberships[i];

		jw_object(w);
		jw_kz(w, "sig", world_sigs[m->sig].id);
		date_key(w, "from", m->from_ms, m->from_precision);
		date_key(w, "to", m->to_ms, m->to_precision);
		jw_kz(w, "join_reason", m->join_reason);
		if (m->to_ms != TIME_FOREVER)
			jw_kz(w, "leave_reason", m->leave_reason);
		jw_end_object(w);
	}
	jw_end_array(w);
}

static void write_org(struct jw *w, struct arena *a, const struct demo_org *o, size_t index)
{
	bool member = !str_eq(o->kind, STR("counterpart"));

	jw_object(w);
	jw_kstr(w, "id", o->id);
	jw_kstr(w, "kind", o->kind);
	if (index == 9 || index == 10)          /* story 2: two houses of one group */
		jw_kz(w, "group", "group-1");
	jw_karray(w, "names");
	write_name(w, "legal", "ja", o->name_ja);
	if (!str_eq(o->name_en, o->name_ja))
		write_name(w, "alias", "en", o->name_en);
	jw_end_array(w);
	jw_karray(w, "domains");
	jw_str(w, o->domain);
	jw_end_array(w);
	jw_karray(w, "authserv");
	jw_str(w, arena_printf(a, "mx." STR_FMT, STR_ARG(o->domain)));
	jw_end_array(w);
	jw_karray(w, "people");
	for (int i = 0; i < ORG_PEOPLE; i++)
		write_person(w, &o->people[i], member);
	jw_end_array(w);
	write_memberships(w, o);
	if (index == 7) {
		jw_karray(w, "drills");
		jw_object(w);
		jw_kz(w, "domain", "drill-lab.example");
		jw_kz(w, "from", "2018-10-01");
		jw_kz(w, "to", "2019-09-30");
		jw_end_object(w);
		jw_end_array(w);
	}
	jw_end_object(w);
}

static void write_hub(struct jw *w, const struct world *world)
{
	static const char *const roles[5][3] = { { "analyst", NULL, NULL }, { "analyst", NULL, NULL }, { "analyst", "lead", NULL },
		{ "analyst", "admin", NULL }, { "auditor", NULL, NULL } };

	jw_object(w);
	jw_kz(w, "id", "hub");
	jw_kz(w, "kind", "hub");
	jw_karray(w, "names");
	write_name(w, "legal", "ja", STR("情報共有ハブ運用事務局"));
	jw_end_array(w);
	jw_karray(w, "domains");
	jw_str(w, STR("hub.example"));
	jw_end_array(w);
	jw_karray(w, "people");
	for (int i = 0; i < 5; i++) {
		jw_object(w);
		jw_kstr(w, "id", world->hub_people[i].id);
		jw_kstr(w, "name", world->hub_people[i].name_ja);
		jw_kz(w, "duty", "staff");
		jw_karray(w, "roles");
		for (int k = 0; k < 3 && roles[i][k] != NULL; k++)
			jw_str(w, str_of(roles[i][k]));
		jw_end_array(w);
		jw_end_object(w);
	}
	jw_end_array(w);
	jw_end_object(w);
}

static void write_liaison(struct jw *w, const struct world *world, const char *id, const char *ja, const char *en,
    const char *counted_as, int counted, int reach, size_t from, size_t to)
{
	jw_object(w);
	jw_kz(w, "id", id);
	jw_kz(w, "name_ja", ja);
	jw_kz(w, "name_en", en);
	jw_kz(w, "counted_as", counted_as);
	jw_kint(w, "counted", counted);
	jw_kint(w, "reach", reach);
	jw_kbool(w, "reach_approx", reach > 0);
	jw_kz(w, "from", "2018-04-01");
	jw_karray(w, "organisations");
	for (size_t i = from; i < to; i++)
		jw_str(w, world->orgs[i].id);
	jw_end_array(w);
	jw_end_object(w);
}

int demo_roster(struct replay *r, const struct act *by, struct err *e)
{
	const struct world *world = r->gen->world;
	struct arena *a = arena_new(256 << 20, arena_full_exit);
	struct import_result result;
	struct buf doc, problems;
	struct jw w;
	int status;

	buf_init_arena(&doc, a, 32 << 20);
	buf_init(&problems, 1 << 20);
	jw_init(&w, &doc);
	jw_object(&w);
	write_sigs(&w);
	jw_karray(&w, "organisations");
	write_hub(&w, world);
	for (size_t i = 0; i < world->org_count; i++)
		write_org(&w, a, &world->orgs[i], i);
	for (size_t i = 0; i < 3; i++)
		write_org(&w, a, &world->counterparts[i], 1000 + i);
	jw_end_array(&w);
	jw_karray(&w, "liaisons");
	write_liaison(&w, world, "medical", "医療業界", "Medical", "groups", 4, 5500, world->member_count, world->member_count + 4);
	write_liaison(&w, world, "water", "水道関連事業者等", "Water and others", "organisations", 9, 0, world->member_count + 4,
	    world->member_count + 13);
	jw_end_array(&w);
	jw_end_object(&w);
	status = roster_import(r->hub, by, a, buf_str(&doc), false, false, &result, &problems, e);
	if (status == 0 && result.bad > 0)
		status = err_set(e, ERR_INPUT, "the demo's roster was refused: %s", problems.p);
	buf_fini(&problems);
	arena_free(a);
	return status;
}
