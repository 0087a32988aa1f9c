/* shares.c - the list of what is to leave and what has left, for the hub's people. */
#include "base/time.h"
#include "share/look.h"
#include "web/look.h"
#include "web/page_share.h"

/* "out": released, and what became of it */
static const struct { const char *name, *state, *label; } views[] = { { "open", "open", "web.view.in_making" }, { "drafts", "drafts", "web.view.drafts" },
	{ "waiting", "waiting", "web.view.sources" }, { "ready", "approved", "web.view.ready" }, { "released", "out", "web.view.released" },
	{ "all", NULL, "web.view.all" } };
enum { VIEW_ALL = sizeof views / sizeof views[0] - 1 };

static void show_views(struct web_call *c, struct shares_page *q, size_t *now_r)
{
	struct str view = http_query(c->q, "view");

	*now_r = VIEW_ALL;
	q->views_count = sizeof views / sizeof views[0];
	q->views = ARENA_ARRAY(c->a, struct option, q->views_count);
	for (size_t i = 0; i < q->views_count; i++)
		*now_r = str_eq(view, str_of(views[i].name)) ? i : *now_r;
	for (size_t i = 0; i < q->views_count; i++)
		q->views[i] = (struct option){ arena_printf(c->a, "/shares?view=%s", views[i].name), web_text(c, views[i].label), i == *now_r };
}

int web_shares(struct web_call *c, struct err *e)
{
	struct shares_page *q = ARENA_NEW(c->a, struct shares_page);
	struct share_row *list, last = { .made_ms = TIME_FOREVER, .number = STR("") };
	struct str after = web_after(c);
	size_t n, view;

	show_views(c, q, &view);
	if ((after.p != NULL && share_get(c->hub->db, c->a, after, c->q->now_ms, &last, e) < 0) ||
	    share_page(c->hub->db, c->a, view == VIEW_ALL ? STR_NONE : str_of(views[view].state), c->q->now_ms, &(const struct share_place){ last.made_ms, last.number }, WEB_PAGE, &list, &n, e) < 0)
		return -1;
	q->rows = ARENA_ARRAY(c->a, struct share_line_shown, n + 1);
	for (size_t i = 0; i < n; i++)
		q->rows[q->rows_count++] = (struct share_line_shown){ .number = list[i].number, .href = web_path(c, "/shares", list[i].number, STR_NONE),
				.title = list[i].case_number, .state = web_word(c, "web.share_state", list[i].state), .made = web_date(c, list[i].made_ms),
				.published = web_date(c, list[i].published_ms), .tlp_tone = look_tlp(list[i].tlp), .tlp = list[i].tlp,
				.class = web_word(c, "share.class", list[i].class), .rev = list[i].rev, .sources = list[i].sources,
				.approved = list[i].approved + list[i].standing };
	q->older = n == WEB_PAGE ? web_older(c, "/shares", str_of(views[view].name), list[n - 1].number) : STR("");
	c->page.shares = q;
	return web_show(c, "web.shares");
}
