/* shares.c - what is to leave and what has left, for the hub's people. */
#include "share/look.h"

#include "api/things.h"
#include "base/time.h"
#include "share/release.h"

/* ---- shapes ---- */

static const struct api_field share_fields[] = {
	TEXT_(struct share_row, "share", number, 0, NULL, NULL),
	TEXT_(struct share_row, "state", state, 0, NULL, NULL),
	TEXT_(struct share_row, "class", class, 0, NULL, NULL),
	TEXT_(struct share_row, "tlp", tlp, 0, NULL, NULL),
	TEXT_(struct share_row, "lane", lane, 0, NULL, NULL),
	TEXT_(struct share_row, "origin", origin, 0, NULL, NULL),
	TEXT_(struct share_row, "change", change, 0, NULL, "of the newest revision: first edit correction retraction"),
	INT_(struct share_row, "rev", rev, 0, NULL),
	TEXT_(struct share_row, "digest", digest, 0, NULL, NULL),
	TEXT_(struct share_row, "parent", parent, API_NULL, NULL, NULL),
	TEXT_(struct share_row, "case", case_number, API_NULL, NULL, NULL),
	TEXT_(struct share_row, "author", author, 0, NULL, NULL),
	TIME_(struct share_row, "made", made_ms, 0, NULL),
	TIME_(struct share_row, "expires", expires_ms, API_NULL, NULL),
	INT_(struct share_row, "leak_hits", leak_hits, 0, NULL),
	INT_(struct share_row, "sources", sources, 0, "organisations whose material is used"),
	INT_(struct share_row, "approved", approved, 0, NULL),
	INT_(struct share_row, "standing", standing, 0, "covered by a standing consent at release"),
	INT_(struct share_row, "refused", refused, 0, NULL),
	INT_(struct share_row, "open_requests", open_requests, 0, NULL),
	TIME_(struct share_row, "due", due_ms, API_NULL, NULL),
	INT_(struct share_row, "released_rev", released_rev, 0, "0: nothing is out"),
	TIME_(struct share_row, "published", published_ms, API_NULL, NULL),
	INT_(struct share_row, "deliveries", deliveries, 0, NULL),
};
API_SHAPE(share, "noroshi/share/1", "How far a share is.", struct share_row, share_fields);

static const struct api_field line_fields[] = {
	TEXT_(struct share_line, "type", type, 0, NULL, NULL),
	TEXT_(struct share_line, "value", value, 0, NULL, NULL),
	TEXT_(struct share_line, "treatment", treatment, 0, NULL, "kept generalised withheld"),
	TEXT_(struct share_line, "shown", shown, API_NULL, NULL, NULL),
	TEXT_(struct share_line, "why", why, API_NULL, NULL, NULL),
	BOOL_(struct share_line, "revoked", revoked, 0, NULL),
};
API_SHAPE(share_line, NULL, "One indicator of a revision.", struct share_line, line_fields);

struct whole {
	struct share_row *row;
	struct share_line *lines;
	struct paper_view *papers;
	struct target_view *audience;
	size_t line_count, paper_count, audience_count;
};
static const struct api_field whole_fields[] = {
	OBJECT_(struct whole, "share", row, 0, &api_shape_share, NULL),
	LIST_(struct whole, "indicators", lines, line_count, 0, &api_shape_share_line, NULL),
	LIST_(struct whole, "papers", papers, paper_count, 0, &api_shape_paper, NULL),
	LIST_(struct whole, "audience", audience, audience_count, 0, &api_shape_target, NULL),
};
API_SHAPE(share_whole, "noroshi/share-whole/1", "A share and what it consists of.", struct whole, whole_fields);

struct shares_query { struct str state; };
static const struct api_field query_fields[] = { TEXT_(struct shares_query, "state", state, 0, NULL, NULL) };
API_SHAPE(shares_query, NULL, NULL, struct shares_query, query_fields);

struct asked_view { struct str share; long long requests, already, standing, unreachable; };
static const struct api_field asked_fields[] = {
	TEXT_(struct asked_view, "share", share, 0, NULL, NULL),
	INT_(struct asked_view, "requests", requests, 0, "organisations asked now"),
	INT_(struct asked_view, "already", already, 0, "approved already, their part unchanged"),
	INT_(struct asked_view, "standing", standing, 0, NULL),
	INT_(struct asked_view, "unreachable", unreachable, 0, "of the asked: nobody can be told"),
};
API_SHAPE(share_asked, "noroshi/share-asked/1", "Its sources were asked.", struct asked_view, asked_fields);

struct released_view { struct str share; long long rev, published_ms, recipients, notices, standing; };
static const struct api_field released_fields[] = {
	TEXT_(struct released_view, "share", share, 0, NULL, NULL),
	INT_(struct released_view, "rev", rev, 0, NULL),
	TIME_(struct released_view, "published", published_ms, 0, "the slot in which it goes out"),
	INT_(struct released_view, "recipients", recipients, 0, NULL),
	INT_(struct released_view, "notices", notices, 0, NULL),
	INT_(struct released_view, "standing", standing, 0, NULL),
};
API_SHAPE(share_released, "noroshi/share-released/1", "It was released.", struct released_view, released_fields);

/* ---- looking ---- */

static struct str key_of_share(struct arena *a, const void *item)
{
	const struct share_row *x = item;

	return api_place(a, x->made_ms, x->number);
}

static int page_of_shares(struct api_call *c, struct api_page *p, struct err *e)
{
	const struct shares_query *q = c->query;
	struct share_place after = { TIME_FOREVER, STR("") };
	struct share_row *list;
	size_t n;

	if (api_after_place(p, &after.made_ms, &after.number, e) < 0 ||
	    share_page(c->hub->db, p->a, q->state, c->q->now_ms, &after, p->limit + 1, &list, &n, e) < 0)
		return -1;
	api_cut_more(p, list, n, sizeof *list, key_of_share);
	return 0;
}

int api_shares(struct api_call *c, struct err *e)
{
	return api_list(c, page_of_shares, e);
}

int thing_share(struct api_call *c, struct share_row *s, struct err *e)
{
	if (share_get(c->hub->db, c->a, c->part[0], c->q->now_ms, s, e) < 0)
		return -1;
	c->seen = true;
	return 0;
}

int api_share(struct api_call *c, struct err *e)
{
	struct share_target_row *audience;
	struct share_paper *papers;
	struct share_row s;
	struct whole w = { .row = &s };

	if (thing_share(c, &s, e) < 0 || share_indicators(c->hub->db, c->a, &s, &w.lines, &w.line_count, e) < 0 ||
	    share_papers(c->hub->db, c->a, s.id, s.rev, &papers, &w.paper_count, e) < 0 ||
	    share_audience(c->hub->db, c->a, &s, &audience, &w.audience_count, e) < 0)
		return -1;
	w.papers = papers_view(c->a, papers, w.paper_count);
	w.audience = ARENA_ARRAY(c->a, struct target_view, w.audience_count + 1);
	for (size_t i = 0; i < w.audience_count; i++)
		w.audience[i] = (struct target_view){ audience[i].kind, audience[i].target };
	return api_give(c, &w);
}

int api_share_paper(struct api_call *c, struct err *e)
{
	struct str format, lang;
	struct share_paper *list;
	struct share_row s;
	size_t n;

	if (thing_share(c, &s, e) < 0 || share_papers(c->hub->db, c->a, s.id, s.rev, &list, &n, e) < 0)
		return -1;
	paper_named(c->part[1], &format, &lang);
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].format, format) && str_eq(list[i].lang, lang))
			return api_bytes(c, paper_type(format), list[i].bytes);
	c->seen = false;
	return api_nothing(e);
}

/* ---- deeds ---- */

int api_share_ask(struct api_call *c, struct err *e)
{
	struct asked asked;
	struct asked_view v;
	struct share_row s;

	if (thing_share(c, &s, e) < 0 || approve_ask(c->hub, &c->by, c->a, s.number, &asked, e) < 0)
		return -1;
	v = (struct asked_view){ s.number, (long long)asked.requests, (long long)asked.already, (long long)asked.standing, (long long)asked.unreachable };
	return api_give(c, &v);
}

int api_share_release(struct api_call *c, struct err *e)
{
	struct share_released r;
	struct released_view v;
	struct share_row s;

	if (thing_share(c, &s, e) < 0 || share_release(c->hub, &c->by, c->a, s.number, &r, e) < 0)
		return -1;
	v = (struct released_view){ s.number, r.rev, r.published_ms, (long long)r.recipients, (long long)r.notices, (long long)r.standing };
	return api_give(c, &v);
}
