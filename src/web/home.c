/* home.c - what waits for the hub's people, and the last shares. */
#include "base/time.h"
#include "share/look.h"
#include "web/home.h"
#include "web/look.h"

enum { LAST_SHARES = 10 };

/* ---- tiles ---- */

struct tiles { struct home_tile *list; size_t n, room; };

static void tile(struct web_call *c, struct tiles *t, const char *label, const char *href, long long count, bool hot)
{
	*ARENA_PUSH(c->a, t->list, t->n, t->room) = (struct home_tile){ .label = web_text(c, label), .href = str_of(href), .note = STR(""), .count = count,
		.hot = hot && count > 0 };
}

static int staff_tiles(struct web_call *c, struct tiles *t, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(c->hub->db, c->a, &r, e, "SELECT (SELECT COUNT(*) FROM submission WHERE state IN ('received', 'parsed')),"
	    " (SELECT COUNT(*) FROM hand_in WHERE state = 'quarantined' AND state_reason <> 'automatic'), (SELECT COUNT(*) FROM proposal WHERE state = 'open'),"
	    " (SELECT COUNT(*) FROM cases WHERE state IN ('open', 'analysing', 'share-draft', 'monitoring')),"
	    " (SELECT COUNT(*) FROM share WHERE state IN ('draft', 'checked', 'approval-pending', 'approved', 'partial', 'rejected')),"
	    " (SELECT COUNT(*) FROM approval_request WHERE state = 'open' AND due_ms < $1),"
	    " (SELECT COUNT(*) FROM job WHERE state IN ('waiting', 'leased'))", DB_INT(c->q->now_ms)) < 0)
		return -1;
	tile(c, t, "web.tile.new", "/submissions?view=new", db_int(&r, 0, 0), false);
	tile(c, t, "web.tile.quarantine", "/submissions?view=quarantine", db_int(&r, 0, 1), true);
	tile(c, t, "web.tile.proposals", "/submissions?view=new", db_int(&r, 0, 2), false);
	tile(c, t, "web.tile.cases", "/cases", db_int(&r, 0, 3), false);
	tile(c, t, "web.tile.shares", "/shares?view=open", db_int(&r, 0, 4), false);
	tile(c, t, "web.tile.late", "/shares?view=open", db_int(&r, 0, 5), true);
	tile(c, t, "web.tile.jobs", "/submissions?view=new", db_int(&r, 0, 6), false);
	return 0;
}

/* ---- the last shares ---- */

static int staff_rows(struct web_call *c, struct home_page *h, struct err *e)
{
	struct share_row *list;
	size_t n;

	if (share_page(c->hub->db, c->a, STR_NONE, c->q->now_ms, &(const struct share_place){ TIME_FOREVER, STR("") }, LAST_SHARES, &list, &n, e) < 0)
		return -1;
	h->rows_count = n;
	h->rows = ARENA_ARRAY(c->a, struct home_row, h->rows_count + 1);
	for (size_t i = 0; i < h->rows_count; i++)
		h->rows[i] = (struct home_row){ web_date(c, list[i].made_ms), list[i].number, web_path(c, "/shares", list[i].number, STR_NONE),
			web_word(c, "share.class", list[i].class), web_word(c, "web.share_state", list[i].state), look_tlp(list[i].tlp), list[i].tlp };
	return 0;
}

int web_home(struct web_call *c, struct err *e)
{
	struct home_page *h;
	struct tiles t = { 0 };

	if (!who_may(c->who.roles, true, WHO_LOOKS))
		return home_of_member(c, e);
	h = ARENA_NEW(c->a, struct home_page);
	if (staff_tiles(c, &t, e) < 0 || staff_rows(c, h, e) < 0)
		return -1;
	h->tiles = t.list;
	h->tiles_count = t.n;
	c->page.home = h;
	return web_show(c, "web.home");
}
