/* search.c - the page of the search. */
#include "search/search.h"

#include "web/indicators.h"
#include "web/look.h"
#include "web/page_search.h"

enum { HITS = 30 };

static struct str href_of(const struct web_call *c, const struct search_hit *h, bool staff)
{
	if (str_eq(h->kind, STR("submission")))
		return web_path(c, "/submissions", str_upto(h->number, '/'), str_after(h->number, '/'));
	if (str_eq(h->kind, STR("case")))
		return web_path(c, "/cases", h->number, STR_NONE);
	if (str_eq(h->kind, STR("indicator")))
		return web_path(c, "/indicators", h->number, STR_NONE);
	return web_path(c, staff ? "/shares" : "/inbox", h->number, STR_NONE);
}

static struct hit_shown shown(const struct web_call *c, const struct search_hit *h, bool staff)
{
	if (h->type.n > 0)      /* its title is what was found */
		return (struct hit_shown){ .kind = web_word(c, "web.type", h->type), .href = href_of(c, h, staff), .number = STR(""),
			.title = indicator_shown_value(c, h->type, h->title), .org = STR(""), .when = web_date(c, h->at_ms), .hit = STR("") };
	return (struct hit_shown){ .kind = web_word(c, "web.search.kind", h->kind), .href = href_of(c, h, staff),
		.number = h->number, .title = h->title.n > 0 ? h->title : web_text(c, "web.no_subject"),
		.org = staff && h->org_id.n > 0 ? look_org(c, h->org_id) : STR(""), .when = web_date(c, h->at_ms),
		.where = web_word(c, "search.where", str_of(h->where != NULL ? h->where : "")), .before = h->before, .hit = h->hit, .after = h->after };
}

/* A member has no cases and no indicators of its own. */
static void show_kinds(struct web_call *c, struct search_shown *p, struct str now)
{
	const char *const ids[] = { "submission", "share", "case", "indicator" };

	p->kinds = ARENA_ARRAY(c->a, struct option, 5);
	p->kinds[p->kinds_count++] = (struct option){ STR(""), web_text(c, "web.search.kind.all"), now.n == 0 };
	for (size_t i = 0; i < (p->staff ? 4 : 2); i++)
		p->kinds[p->kinds_count++] = (struct option){ str_of(ids[i]), web_word(c, "web.search.kind", str_of(ids[i])), str_eq(now, str_of(ids[i])) };
}

static int find(struct web_call *c, struct search_shown *p, struct str kind, struct err *e)
{
	struct search_asked asked = { .words = p->words, .kind = kind, .most = HITS };
	struct search_page page;

	if (!str_to_int(http_query(c->q, "below"), &asked.below) || asked.below < 0)
		asked.below = 0;
	if (search_find(c->hub, &c->by, c->a, &asked, &page, e) < 0 || search_waiting(c->hub->db, c->a, &p->waiting, e) < 0)
		return -1;
	p->asked = true;
	p->cut = page.cut;
	p->hits = ARENA_ARRAY(c->a, struct hit_shown, page.count + 1);
	p->hits_count = page.count;
	for (size_t i = 0; i < page.count; i++)
		p->hits[i] = shown(c, &page.hits[i], p->staff);
	if (page.next > 0)
		p->next = arena_printf(c->a, "/search?q=" STR_FMT "&kind=" STR_FMT "&below=%lld", STR_ARG(web_escaped(c, p->words)),
		    STR_ARG(web_escaped(c, kind)), page.next);
	return 0;
}

int web_search(struct web_call *c, struct err *e)
{
	struct search_shown *p = ARENA_NEW(c->a, struct search_shown);
	struct str words = http_query(c->q, "q"), kind = http_query(c->q, "kind");
	struct err why = { 0 };

	*p = (struct search_shown){ .words = words.p != NULL ? str_trim(words) : STR(""), .next = STR(""),
		.staff = who_may(c->who.roles, true, WHO_LOOKS) };
	kind = kind.p != NULL ? kind : STR("");
	show_kinds(c, p, kind);
	if (p->words.n > 0 && find(c, p, kind, &why) < 0 && web_refused(c, &why) < 0) {
		*e = why;
		return -1;
	}
	c->page.search = p;
	return web_show(c, "web.search");
}
