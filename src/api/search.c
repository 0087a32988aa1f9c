/* search.c - finding by words, over what this viewer may see. */
#include "search/search.h"

#include "api/api.h"
#include "base/time.h"

struct hit_view { struct search_hit h; struct str where; };
static const struct api_field hit_fields[] = {
	TEXT_(struct hit_view, "kind", h.kind, 0, "submission case share indicator", NULL),
	TEXT_(struct hit_view, "number", h.number, 0, NULL, "receipt/n, the case's or share's number, an indicator's id"),
	TEXT_(struct hit_view, "title", h.title, API_NULL, NULL, "subject, title, or an indicator's value"),
	TEXT_(struct hit_view, "type", h.type, API_NULL, NULL, "of an indicator"),
	TEXT_(struct hit_view, "org", h.org_id, API_NULL, NULL, "who handed it in, for the hub's people"),
	TEXT_(struct hit_view, "where", where, API_NULL, NULL, "where the first term stands"),
	TEXT_(struct hit_view, "before", h.before, API_NULL, NULL, "the text there"),
	TEXT_(struct hit_view, "hit", h.hit, API_NULL, NULL, NULL),
	TEXT_(struct hit_view, "after", h.after, API_NULL, NULL, NULL),
	TIME_(struct hit_view, "at", h.at_ms, 0, NULL),
};
API_SHAPE(hit, "noroshi/hit/1", "Something that holds the words.", struct hit_view, hit_fields);

struct search_query { struct str q, kind; };
static const struct api_field query_fields[] = {
	TEXT_(struct search_query, "q", q, API_NEEDED, NULL, "words; \"...\" is one term with its blanks"),
	TEXT_(struct search_query, "kind", kind, 0, "submission case share indicator", "without it all"),
};
API_SHAPE(search_query, NULL, NULL, struct search_query, query_fields);

static int page_of_hits(struct api_call *c, struct api_page *p, struct err *e)
{
	const struct search_query *q = c->query;
	struct search_asked asked = { .words = q->q, .kind = q->kind.p != NULL ? q->kind : STR(""), .most = (size_t)p->limit };
	struct search_page page;
	struct hit_view *views;

	if (p->after.n > 0 && (api_after_number(p, 0, &asked.below, e) < 0 || asked.below < 0))
		return err_set(e, ERR_INPUT, "after is taken from the page before, as it is");
	if (search_find(c->hub, &c->by, p->a, &asked, &page, e) < 0)
		return -1;
	views = ARENA_ARRAY(p->a, struct hit_view, page.count + 1);
	for (size_t i = 0; i < page.count; i++)
		views[i] = (struct hit_view){ page.hits[i], str_of(page.hits[i].where != NULL ? page.hits[i].where : "") };
	p->items = views;
	p->n = page.count;
	if (page.next > 0)
		p->next = arena_printf(p->a, "%lld", page.next);
	return 0;
}

int api_search(struct api_call *c, struct err *e)
{
	return api_list(c, page_of_hits, e);
}
