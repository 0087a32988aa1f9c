/* own_org.c - what an administrator of a member looks at: the own names, people, keys, and the own trail. */
#include "access/own_org.h"

#include "api/api.h"
#include "base/time.h"

/* ---- the organisation ---- */

static const struct api_field name_fields[] = {
	TEXT_(struct own_name, "kind", kind, 0, "domain network host authserv", NULL),
	TEXT_(struct own_name, "value", value, 0, NULL, NULL),
};
API_SHAPE(own_name, NULL, "What is the organisation's own.", struct own_name, name_fields);

struct own_org { struct str org; struct own_name *names; size_t name_count; };
static const struct api_field org_fields[] = {
	TEXT_(struct own_org, "org", org, 0, NULL, NULL),
	LIST_(struct own_org, "names", names, name_count, 0, &api_shape_own_name, "entered by the hub"),
};
API_SHAPE(own_organisation, "noroshi/own-organisation/1", "The own organisation.", struct own_org, org_fields);

int api_own_organisation(struct api_call *c, struct err *e)
{
	struct own_org o = { .org = c->who.org_id };

	return own_names(c->hub, &c->by, c->a, &o.names, &o.name_count, e) < 0 ? -1 : api_give(c, &o);
}

/* ---- its people ---- */

static const struct api_field person_fields[] = {
	TEXT_(struct own_person, "person", id, 0, NULL, NULL),
	TEXT_(struct own_person, "name", name, 0, NULL, NULL),
	TEXT_(struct own_person, "addresses", addresses, API_NULL, NULL, "commas between"),
	TEXTS_(struct own_person, "roles", roles, role_count, 0, NULL),
	TEXT_(struct own_person, "account", state, 0, "none invited open suspended left", NULL),
	BOOL_(struct own_person, "codes", codes, 0, "signs in with one-time codes"),
	TIME_(struct own_person, "seen", seen_ms, API_NULL, NULL),
};
API_SHAPE(own_person, "noroshi/own-person/1", "One of the own people.", struct own_person, person_fields);

static struct str key_of_person(struct arena *a, const void *item)
{
	(void)a;
	return ((const struct own_person *)item)->id;
}

static int page_of_people(struct api_call *c, struct api_page *p, struct err *e)
{
	struct own_person *list;
	size_t n;

	if (own_people(c->hub, &c->by, p->a, &list, &n, e) < 0)
		return -1;
	api_cut_behind(p, list, n, sizeof *list, key_of_person);
	return 0;
}

int api_own_people(struct api_call *c, struct err *e)
{
	return api_list(c, page_of_people, e);
}

/* ---- their keys ---- */

static const struct api_field key_fields[] = {
	TEXT_(struct key_row, "key", id, 0, NULL, NULL),
	TEXT_(struct key_row, "person", person_id, 0, NULL, NULL),
	TEXT_(struct key_row, "purpose", purpose, 0, NULL, NULL),
	TEXT_(struct key_row, "scopes", scopes_text, 0, NULL, "commas between"),
	TEXT_(struct key_row, "networks", networks, API_NULL, NULL, "where it may come from; null: anywhere"),
	TEXT_(struct key_row, "certificate", certificate, API_NULL, NULL, "SHA-256 or DNS name that it comes with; null: any or none"),
	TIME_(struct key_row, "made", made_ms, 0, NULL),
	TIME_(struct key_row, "until", until_ms, 0, NULL),
	TIME_(struct key_row, "used", used_ms, API_NULL, "last"),
	BOOL_(struct key_row, "dead", is_dead, 0, "revoked or over"),
};
API_SHAPE(own_key, "noroshi/own-key/1", "A key of one of the own people, without its secret.", struct key_row, key_fields);

static int page_of_keys(struct api_call *c, struct api_page *p, struct err *e)
{
	return api_page_of_keys(c, p, STR_NONE, c->who.org_id, e);
}

int api_own_keys(struct api_call *c, struct err *e)
{
	return api_list(c, page_of_keys, e);
}

/* ---- the trail ---- */

static const struct api_field line_fields[] = {
	TIME_(struct own_line, "at", at_ms, 0, NULL),
	TEXT_(struct own_line, "actor", actor, 0, NULL, "one of the own people, or hub"),
	TEXT_(struct own_line, "deed", deed, 0, NULL, NULL),
	TEXT_(struct own_line, "object", object, API_NULL, NULL, NULL),
};
API_SHAPE(own_line, "noroshi/own-audit/1", "Who did what, of the own organisation.", struct own_line, line_fields);

struct own_query { struct str deed, actor; long long from_ms, to_ms; };
static const struct api_field query_fields[] = {
	TEXT_(struct own_query, "deed", deed, 0, NULL, "or its first words"),
	TEXT_(struct own_query, "actor", actor, 0, NULL, NULL),
	TIME_(struct own_query, "from", from_ms, 0, NULL),
	TIME_(struct own_query, "to", to_ms, 0, "before that moment"),
};
API_SHAPE(own_audit_query, NULL, NULL, struct own_query, query_fields);

static int page_of_lines(struct api_call *c, struct api_page *p, struct err *e)
{
	const struct own_query *q = c->query;
	const struct own_wanted w = { .deed = q->deed, .actor = q->actor, .from_ms = q->from_ms != TIME_NONE ? q->from_ms : 0,
		.to_ms = q->to_ms != TIME_NONE ? q->to_ms : TIME_FOREVER, .after = p->after, .limit = p->limit };
	struct own_line *list;

	if (own_trail(c->hub, &c->by, p->a, &w, &list, &p->n, &p->next, e) < 0)
		return -1;
	p->items = list;
	return 0;
}

int api_own_audit(struct api_call *c, struct err *e)
{
	return api_list(c, page_of_lines, e);
}
