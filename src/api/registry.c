/* registry.c - organisations, the audit trail. */
#include "api/api.h"
#include "base/time.h"
#include "registry/change.h"
#include "registry/lookup.h"
#include "store/audit.h"

/* ---- organisations ---- */

static const struct api_field organisation_fields[] = {
	TEXT_(struct listed_org, "org", id, 0, NULL, NULL),
	TEXT_(struct listed_org, "kind", kind, 0, NULL, NULL),
	TEXT_(struct listed_org, "name_ja", name_ja, API_NULL, NULL, NULL),
	TEXT_(struct listed_org, "name_en", name_en, API_NULL, NULL, NULL),
	TEXTS_(struct listed_org, "sigs", sigs, sig_count, 0, NULL),
	INT_(struct listed_org, "people", people, 0, NULL),
};
API_SHAPE(organisation, "noroshi/organisation/1", "An organisation on a day.", struct listed_org, organisation_fields);

struct day_query { long long at_ms; };
static const struct api_field day_fields[] = { TIME_(struct day_query, "at", at_ms, 0, "the day or time; without it now") };
API_SHAPE(day_query, NULL, NULL, struct day_query, day_fields);

static struct str key_of_org(struct arena *a, const void *item)
{
	const struct listed_org *x = item;

	(void)a;
	return x->id;
}

static int page_of_organisations(struct api_call *c, struct api_page *p, struct err *e)
{
	const struct day_query *q = c->query;
	struct listed_org *list;
	size_t n;

	if (org_list(c->hub->db, p->a, q->at_ms != TIME_NONE ? q->at_ms : c->q->now_ms, p->after, p->limit + 1, &list, &n, e) < 0)
		return -1;
	api_cut_more(p, list, n, sizeof *list, key_of_org);
	return 0;
}

int api_organisations(struct api_call *c, struct err *e)
{
	return api_list(c, page_of_organisations, e);
}

/* ---- what is an organisation's own ---- */

struct domain_body { struct str kind, value; bool remove, shared; };
static const struct api_field domain_fields[] = {
	TEXT_(struct domain_body, "kind", kind, API_NEEDED, "domain network host authserv", NULL),
	TEXT_(struct domain_body, "value", value, API_NEEDED, NULL, "a name, or 192.0.2.0/24"),
	BOOL_(struct domain_body, "remove", remove, 0, "it is the organisation's no more"),
	BOOL_(struct domain_body, "shared", shared, 0, "another organisation uses the domain, too"),
};
API_SHAPE(organisation_domain, NULL, NULL, struct domain_body, domain_fields);

int api_organisation_domain(struct api_call *c, struct err *e)
{
	const struct domain_body *b = c->body;
	bool exists;

	if (org_exists(c->hub->db, c->a, c->part[0], &exists, e) < 0)
		return -1;
	if (!exists)
		return api_nothing(e);
	c->seen = true;
	if ((b->remove ? org_domain_end(c->hub->db, &c->by, c->a, c->part[0], b->kind, b->value, e) :
	    org_domain_add(c->hub->db, &c->by, c->a, c->part[0], b->kind, b->value, b->shared, e)) < 0)
		return -1;
	return api_done(c, b->remove ? "org.domain-ended" : "org.domain-added", c->part[0]);
}

/* ---- the audit trail ---- */

static const struct api_field line_fields[] = {
	INT_(struct audit_row, "seq", seq, 0, NULL),
	TIME_(struct audit_row, "at", at_ms, 0, NULL),
	TEXT_(struct audit_row, "actor", actor, 0, NULL, NULL),
	TEXT_(struct audit_row, "os_user", os_user, API_NULL, NULL, NULL),
	TEXT_(struct audit_row, "deed", deed, 0, NULL, NULL),
	TEXT_(struct audit_row, "object", object, API_NULL, NULL, NULL),
	JSON_(struct audit_row, "detail", detail, 0, NULL),
	TEXT_(struct audit_row, "hash", hash, 0, NULL, NULL),
};
API_SHAPE(audit_line, "noroshi/audit/1", "Who did what.", struct audit_row, line_fields);

struct audit_query { struct str deed, object, actor; };
static const struct api_field query_fields[] = {
	TEXT_(struct audit_query, "deed", deed, 0, NULL, "or its first words"),
	TEXT_(struct audit_query, "object", object, 0, NULL, NULL),
	TEXT_(struct audit_query, "actor", actor, 0, NULL, NULL),
};
API_SHAPE(audit_query, NULL, NULL, struct audit_query, query_fields);

static struct str key_of_line(struct arena *a, const void *item)
{
	const struct audit_row *x = item;

	return arena_printf(a, "%lld", x->seq);
}

static int page_of_lines(struct api_call *c, struct api_page *p, struct err *e)
{
	const struct audit_query *q = c->query;
	long long below = TIME_FOREVER;
	struct audit_row *list;
	size_t n;

	if (p->after.n > 0 && api_after_number(p, 0, &below, e) < 0)
		return -1;
	if (audit_page(c->hub->db, p->a, q->deed, q->object, q->actor, below, p->limit + 1, &list, &n, e) < 0)
		return -1;
	api_cut_more(p, list, n, sizeof *list, key_of_line);
	return 0;
}

int api_audit(struct api_call *c, struct err *e)
{
	return api_list(c, page_of_lines, e);
}
