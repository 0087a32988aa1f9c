/* home.c - the start page of the hub's people: what waits, the quarter beside the last one, what came back, whether reading keeps up. */
#include "base/time.h"
#include "report/quarter.h"
#include "share/look.h"
#include "web/home.h"
#include "web/kept.h"
#include "web/look.h"
#include "web/page_home.h"
#include "web/quarters.h"
#include "web/statistics.h"

enum { LAST_SHARES = 8, WAITING_SHOWN = 5, LATE_MS = 10 * MS_MINUTE };

/* ---- what waits: each number counts what its list shows ---- */

struct tiles { struct home_tile *list; size_t n, room; };

static struct home_tile *tile(struct web_call *c, struct tiles *t, const char *label, const char *href, long long count)
{
	struct home_tile *x = ARENA_PUSH(c->a, t->list, t->n, t->room);

	*x = (struct home_tile){ .label = web_text(c, label), .href = str_of(href), .note = STR(""), .count = count };
	return x;
}

#define SQL_WAITS \
	"SELECT (SELECT COUNT(*) FROM submission WHERE state = 'parsed')," \
	" (SELECT COUNT(*) FROM submission_owner o JOIN submission s ON s.id = o.submission_id WHERE o.person_id = $2" \
	"  AND s.state NOT IN ('duplicate', 'out-of-scope', 'benign', 'done', 'withdrawn'))," \
	" (SELECT COUNT(*) FROM question WHERE state = 'answered')," \
	" (SELECT COUNT(*) FROM share WHERE state IN ('draft', 'checked', 'rejected'))," \
	" (SELECT COUNT(*) FROM share WHERE state IN ('approval-pending', 'partial'))," \
	" (SELECT COUNT(DISTINCT q.share_id) FROM approval_request q JOIN share s ON s.id = q.share_id AND s.rev = q.rev" \
	"  WHERE q.state = 'open' AND q.due_ms < $1 AND s.state IN ('approval-pending', 'partial'))," \
	" (SELECT COUNT(*) FROM share WHERE state = 'approved')," \
	" (SELECT COUNT(*) FROM share WHERE state = 'approved' AND author <> $2)," \
	" (SELECT COUNT(*) FROM cases WHERE state = 'open')"

static int show_tiles(struct web_call *c, struct tiles *t, struct err *e)
{
	struct home_tile *x;
	struct db_rows r;

	if (DB_QUERY(c->hub->db, c->a, &r, e, SQL_WAITS, DB_INT(c->q->now_ms), DB_TEXT(c->who.person_id)) < 0)
		return -1;
	tile(c, t, "web.tile.new", "/submissions?view=new", db_int(&r, 0, 0));
	if (who_may(c->who.roles, true, WHO_STAFF)) {
		tile(c, t, "web.tile.mine", "/submissions?view=mine", db_int(&r, 0, 1));
		tile(c, t, "web.tile.answered", "/questions", db_int(&r, 0, 2));
	}
	tile(c, t, "web.tile.drafts", "/shares?view=drafts", db_int(&r, 0, 3));
	x = tile(c, t, "web.tile.sources", "/shares?view=waiting", db_int(&r, 0, 4));
	if (db_int(&r, 0, 5) > 0) {
		x->note = arena_printf(c->a, text(c->lang, "web.tile.overdue"), db_int(&r, 0, 5));
		x->hot = true;
	}
	x = tile(c, t, "web.tile.ready", "/shares?view=ready", db_int(&r, 0, 6));
	if (db_int(&r, 0, 7) > 0 && who_may(c->who.roles, true, WHO_STAFF))
		x->note = arena_printf(c->a, text(c->lang, "web.tile.by_you"), db_int(&r, 0, 7));
	tile(c, t, "web.tile.cases", "/cases?view=open", db_int(&r, 0, 8));
	return 0;
}

/* ---- the quarter beside the last one ---- */

struct two { struct home_figure *list; size_t n, room; const struct period *now, *before; };

static void figure(struct web_call *c, struct two *t, const char *item, long long now, long long before)
{
	*ARENA_PUSH(c->a, t->list, t->n, t->room) = (struct home_figure){ web_text(c, arena_printf(c->a, "web.stat.%s", item).p),
		web_text(c, arena_printf(c->a, "web.stat.means.%s", item).p), look_change(c, now - before), look_count(c, now),
		records_href(c, item, t->now, NULL, STR("")), look_count(c, before), records_href(c, item, t->before, NULL, STR("")) };
}

/* Of a quarter, what was counted for it: the items below in their order. */
struct quarter { long long count[7], counted_ms; bool entered[3]; };   /* entered: for a time before the hub, which has no rows */
static const enum counted_item counted_items[] = { COUNTED_SUBMISSIONS, COUNTED_TARGETED, COUNTED_SHARES };
static const enum standing_item loop_items[] = { ITEM_DELIVERIES, ITEM_OPENED, ITEM_ANSWERED, ITEM_SEARCHED };
enum { COUNTED = 3, LOOP = 4 };

static int count_quarter(struct web_call *c, const struct period *p, struct quarter *q, struct err *e)
{
	struct quarter_figures f;
	long long rows;

	if (kept_find(c, "quarter", p->from_ms, p->to_ms, q, sizeof *q))
		return 0;
	if (quarter_figures(c->hub->db, c->a, p, 1, c->q->now_ms, &f, e) < 0)
		return -1;
	*q = (struct quarter){ .count = { 0, 0, 0, f.loop.deliveries, f.loop.opened, f.loop.answered, f.loop.searched }, .counted_ms = f.counted_ms < c->q->now_ms ? f.counted_ms : TIME_NONE };
	for (size_t i = 0; i < COUNTED; i++) {
		long long entered = f.counted.entered[counted_items[i]];

		q->entered[i] = entered >= 0;
		q->count[i] = entered >= 0 ? entered : f.counted.count[counted_items[i]];
	}
	/* what the worker keeps is read anew; one that is over hardly changes */
	rows = f.counted_ms < c->q->now_ms ? 0 : f.counted.count[COUNTED_SUBMISSIONS] + f.loop.deliveries;
	kept_put(c, "quarter", p->from_ms, p->to_ms, (p->to_ms <= c->q->now_ms ? 10 : 1) * rows, q, sizeof *q);
	return 0;
}

static int show_quarter(struct web_call *c, struct home_page *h, struct err *e)
{
	struct period periods[2];
	struct quarter q[2];
	struct two t = { .now = &periods[1], .before = &periods[0] };
	struct str from, to;

	if (quarter_asked(c, 0, &periods[1], &from, &to, e) < 0)
		return -1;
	periods[0] = period_before(&periods[1]);
	if (count_quarter(c, &periods[0], &q[0], e) < 0 || count_quarter(c, &periods[1], &q[1], e) < 0)
		return -1;
	for (size_t i = 0; i < COUNTED + LOOP; i++) {
		figure(c, &t, i < COUNTED ? counted_name(counted_items[i]) : standing_names[loop_items[i - COUNTED]], q[1].count[i], q[0].count[i]);
		if (i < COUNTED && q[0].entered[i])
			t.list[i].before_href = STR("");
	}
	h->figures = t.list;
	h->figures_count = t.n;
	h->counted = look_counted(c, q[1].counted_ms);
	h->quarter = period_label(c->a, &periods[1], c->lang);
	h->quarter_before = period_label(c->a, &periods[0], c->lang);
	return 0;
}

/* ---- the last shares, and what came back ---- */

#define SQL_BACK \
	"SELECT COUNT(*), SUM(CASE WHEN d.opened_ms IS NOT NULL THEN 1 ELSE 0 END)," \
	" SUM(CASE WHEN f.answer IS NOT NULL THEN 1 ELSE 0 END), SUM(CASE WHEN f.answer = 'hit' THEN 1 ELSE 0 END)" \
	" FROM delivery d LEFT JOIN feedback f ON f.share_id = d.share_id AND f.org_id = d.org_id AND NOT EXISTS (SELECT 1 FROM feedback n" \
	" WHERE n.share_id = f.share_id AND n.org_id = f.org_id AND (n.at_ms > f.at_ms OR (n.at_ms = f.at_ms AND n.id > f.id)))" \
	" WHERE d.share_id = $1 AND d.rev = $2"

static int show_shares(struct web_call *c, struct home_page *h, struct err *e)
{
	struct share_row *list;
	struct db_rows r;
	size_t n;

	if (share_page(c->hub->db, c->a, STR_NONE, c->q->now_ms, &(const struct share_place){ TIME_FOREVER, STR("") }, LAST_SHARES, &list, &n, e) < 0)
		return -1;
	h->rows = ARENA_ARRAY(c->a, struct home_share, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct home_share *row = &h->rows[h->rows_count++];

		*row = (struct home_share){ look_when(c, list[i].made_ms), list[i].number, web_path(c, "/shares", list[i].number, STR_NONE),
			web_word(c, "share.class", list[i].class), web_word(c, "web.share_state", list[i].state), STR(""), look_tlp(list[i].tlp), list[i].tlp };
		if (list[i].deliveries == 0)
			continue;
		if (DB_QUERY(c->hub->db, c->a, &r, e, SQL_BACK, DB_TEXT(list[i].id), DB_INT(list[i].released_rev)) < 0)
			return -1;
		row->back = arena_printf(c->a, text(c->lang, "web.home.back"), db_int(&r, 0, 0), db_int(&r, 0, 1), db_int(&r, 0, 2), db_int(&r, 0, 3));
	}
	return 0;
}

/* ---- does the reading keep up ---- */

#define SQL_JOBS \
	"SELECT (SELECT COUNT(*) FROM job WHERE state = 'waiting'), (SELECT COUNT(*) FROM job WHERE state = 'leased')," \
	" (SELECT MIN(made_ms) FROM job WHERE state IN ('waiting', 'leased')), (SELECT COUNT(*) FROM job WHERE state = 'failed')"
#define SQL_FAILED \
	"SELECT h.receipt, s.number, s.examined_reason, j.made_ms FROM job j JOIN submission s ON s.id = j.object_id JOIN hand_in h ON h.id = s.hand_in_id" \
	" WHERE j.state = 'failed' ORDER BY j.made_ms DESC, j.id COLLATE \"C\" LIMIT $1"

static void health(struct web_call *c, struct home_page *h, const char *label, struct str value, const char *href)
{
	h->health[h->health_count++] = (struct home_health){ web_text(c, label), value, str_of(href) };
}

static int show_health(struct web_call *c, struct home_page *h, struct err *e)
{
	struct hand_in_row *held;
	struct db_rows r, failed;
	long long oldest;
	size_t n;

	if (DB_QUERY(c->hub->db, c->a, &r, e, SQL_JOBS) < 0 || DB_QUERY(c->hub->db, c->a, &failed, e, SQL_FAILED, DB_INT(WAITING_SHOWN)) < 0 ||
	    hand_in_quarantined(c->hub->db, c->a, false, &held, &n, e) < 0)
		return -1;
	oldest = db_time(&r, 0, 2);
	h->health = ARENA_ARRAY(c->a, struct home_health, 4);
	health(c, h, "web.health.waiting", arena_printf(c->a, "%lld", db_int(&r, 0, 0)), "/submissions?view=waiting");
	health(c, h, "web.health.running", arena_printf(c->a, "%lld", db_int(&r, 0, 1)), "/submissions?view=waiting");
	health(c, h, "web.health.oldest", oldest == TIME_NONE ? STR("–") : look_when(c, oldest).ago, oldest == TIME_NONE ? "" : "/submissions?view=waiting");
	health(c, h, "web.health.failed", arena_printf(c->a, "%lld", db_int(&r, 0, 3)), failed.count > 0 ? "#h-failed" : "");
	h->late = oldest != TIME_NONE && c->q->now_ms - oldest > LATE_MS ? look_when(c, oldest).ago : STR("");
	h->failed = ARENA_ARRAY(c->a, struct home_waiting, failed.count + 1);
	for (size_t i = 0; i < failed.count; i++)
		h->failed[h->failed_count++] = (struct home_waiting){ arena_printf(c->a, STR_FMT "/%lld", STR_ARG(db_text(&failed, i, 0)), db_int(&failed, i, 1)),
			look_submission(c, db_text(&failed, i, 0), db_int(&failed, i, 1)), web_word(c, "desk.reason", db_text(&failed, i, 2)), look_when(c, db_int(&failed, i, 3)) };
	h->quarantine = ARENA_ARRAY(c->a, struct home_waiting, n + 1);
	for (size_t i = 0; i < n; i++)
		h->quarantine[h->quarantine_count++] = (struct home_waiting){ held[i].receipt, web_path(c, "/receipts", held[i].receipt, STR_NONE),
			web_word(c, "desk.reason", held[i].reason), look_when(c, held[i].received_ms) };
	return 0;
}

/* ---- a hub that has just begun ---- */

#define SQL_BEGUN \
	"SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM sig LIMIT 1) a), (SELECT COUNT(*) FROM (SELECT 1 FROM org WHERE kind <> 'hub' LIMIT 1) b)," \
	" (SELECT COUNT(*) FROM (SELECT 1 FROM account LIMIT 2) d), (SELECT COUNT(*) FROM (SELECT 1 FROM hand_in LIMIT 1) f)"

static int show_first(struct web_call *c, struct home_page *h, struct err *e)
{
	static const char *const steps[] = { "sig", "org", "contact", "mail" };
	static const char *const how[] = { "noroshi roster import roster.json", "noroshi roster import roster.json", "noroshi account invite PERSON", "noroshi submit mail.eml" };
	bool all = true;
	struct db_rows r;

	if (DB_QUERY(c->hub->db, c->a, &r, e, SQL_BEGUN) < 0)
		return -1;
	h->first = ARENA_ARRAY(c->a, struct home_step, 4);
	for (size_t i = 0; i < 4; i++) {
		bool done = db_int(&r, 0, i) >= (i == 2 ? 2 : 1);

		h->first[i] = (struct home_step){ web_text(c, arena_printf(c->a, "web.first.%s", steps[i]).p), str_of(how[i]), done };
		all = all && done;
	}
	h->first_count = all ? 0 : 4;
	return 0;
}

int web_home(struct web_call *c, struct err *e)
{
	struct home_page *h;
	struct tiles t = { 0 };

	if (!who_may(c->who.roles, true, WHO_LOOKS))
		return home_of_member(c, e);
	h = ARENA_NEW(c->a, struct home_page);
	if (show_tiles(c, &t, e) < 0 || show_quarter(c, h, e) < 0 || show_shares(c, h, e) < 0 || show_health(c, h, e) < 0 || show_first(c, h, e) < 0)
		return -1;
	h->tiles = t.list;
	h->tiles_count = t.n;
	c->page.home = h;
	return web_show(c, "web.home");
}
