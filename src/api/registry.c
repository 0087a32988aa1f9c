/* registry.c - organisations, the audit trail. */
#include "api/api.h"
#include "base/time.h"
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

static int page_of_organisations(struct api_call *c, struct api_page *p, struct err *e)
{
	const struct day_query *q = c->query;
	struct listed_org *list;
	size_t n;

	if (org_list(c->hub->db, p->a, q->at_ms != TIME_NONE ? q->at_ms : c->q->now_ms, p->after, p->limit + 1, &list, &n, e) < 0)
		return -1;
	p->items = list;
	p->n = n > (size_t)p->limit ? (size_t)p->limit : n;
	if (n > p->n)
		p->next = list[p->n - 1].id;
	return 0;
}

int api_organisations(struct api_call *c, struct err *e)
{
	return api_list(c, page_of_organisations, e);
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
	p->items = list;
	p->n = n > (size_t)p->limit ? (size_t)p->limit : n;
	if (n > p->n)
		p->next = arena_printf(p->a, "%lld", list[p->n - 1].seq);
	return 0;
}

int api_audit(struct api_call *c, struct err *e)
{
	return api_list(c, page_of_lines, e);
}
