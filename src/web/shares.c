/* shares.c - what is to leave and what has left, for the hub's people. */
#include "base/time.h"
#include "share/look.h"
#include "share/release.h"
#include "share/render/render.h"
#include "web/look.h"
#include "web/papers.h"

/* "out": released, and what became of it */
static const struct { const char *name, *state, *label; } views[] = { { "open", "open", "web.view.in_making" }, { "released", "out", "web.view.released" },
	{ "all", NULL, "web.view.all" } };

static bool in_making(struct str state)
{
	return !str_eq(state, STR("released")) && !str_eq(state, STR("retracted")) && !str_eq(state, STR("expired"));
}

static void show_views(struct web_call *c, struct shares_page *q, size_t *now_r)
{
	struct str view = http_query(c->q, "view");

	*now_r = 2;
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
	    share_page(c->hub->db, c->a, view == 2 ? STR_NONE : str_of(views[view].state), c->q->now_ms, &(const struct share_place){ last.made_ms, last.number }, WEB_PAGE, &list, &n, e) < 0)
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

/* ---- one share ---- */

static int show_papers(struct web_call *c, const struct share_row *s, struct share_page *p, struct err *e)
{
	struct share_paper *list;
	size_t n;

	if (share_papers(c->hub->db, c->a, s->id, s->rev, &list, &n, e) < 0)
		return -1;
	papers_show(c, p->base, list, n, &p->papers, &p->papers_count);
	p->text_ja = paper_find(list, n, STR("text"), STR("ja"));
	p->text_en = paper_find(list, n, STR("text"), STR("en"));
	return 0;
}

static int show_values(struct web_call *c, const struct share_row *s, struct share_page *p, struct err *e)
{
	struct share_line *list;
	struct share_target_row *to;
	size_t n, n_to;

	if (share_indicators(c->hub->db, c->a, s, &list, &n, e) < 0 || share_audience(c->hub->db, c->a, s, &to, &n_to, e) < 0)
		return -1;
	p->indicators = ARENA_ARRAY(c->a, struct indicator_shown, n + 1);
	p->indicators_count = n;
	for (size_t i = 0; i < n; i++)
		p->indicators[i] = (struct indicator_shown){ list[i].type, list[i].value, list[i].shown,
			render_defang(c->a, list[i].type, list[i].shown), web_word(c, "web.treatment", list[i].treatment),
			list[i].why, list[i].revoked, str_eq(list[i].treatment, STR("withheld")) };
	p->audience = ARENA_ARRAY(c->a, struct str, n_to + 1);
	p->audience_count = n_to;
	for (size_t i = 0; i < n_to; i++)
		p->audience[i] = papers_audience(c, to[i].kind, to[i].target);
	return 0;
}

/* What is missing before it may go out: the database asks the same again when it is released. */
static void show_missing(struct web_call *c, const struct share_row *s, struct share_page *p)
{
	long long waiting = s->sources - s->approved - s->standing;
	size_t room = 0;
	bool staff = who_may(c->who.roles, true, WHO_STAFF), making = in_making(s->state) || s->rev > s->released_rev;
	bool author = str_eq(s->author, c->who.person_id);

	if (s->leak_hits > 0)
		*ARENA_PUSH(c->a, p->missing, p->missing_count, room) = arena_printf(c->a, tr("leak check: %lld hits\n"), s->leak_hits);
	if (waiting > 0)
		*ARENA_PUSH(c->a, p->missing, p->missing_count, room) = arena_printf(c->a, tr("%lld sources have not approved yet"), waiting);
	if (s->refused > 0)
		*ARENA_PUSH(c->a, p->missing, p->missing_count, room) = arena_printf(c->a, tr("%lld sources said no or asked for a change"), s->refused);
	if (making && author)
		*ARENA_PUSH(c->a, p->missing, p->missing_count, room) = str_of(tr("somebody else than the author releases"));
	if (!making)
		*ARENA_PUSH(c->a, p->missing, p->missing_count, room) = str_of(tr("nothing waits here"));
	p->may_ask = staff && making && s->leak_hits == 0 && waiting > s->open_requests;
	p->may_release = staff && making && s->leak_hits == 0 && waiting <= 0 && !author;
}

static void step(struct share_page *p, struct str label, struct str note, bool done, bool *now)
{
	p->steps[p->steps_count++] = (struct step){ label, note, done ? "done" : *now ? "now" : "todo" };
	if (!done)
		*now = false;
}

static void show_steps(struct web_call *c, const struct share_row *s, struct share_page *p)
{
	bool now = true, out = s->released_rev == s->rev;

	p->steps = ARENA_ARRAY(c->a, struct step, 5);
	step(p, web_text(c, "web.step.draft"), arena_printf(c->a, tr("revision %lld"), s->rev), true, &now);
	step(p, web_text(c, "web.step.check"), arena_printf(c->a, "%lld", s->leak_hits), s->leak_hits == 0, &now);
	step(p, web_text(c, "web.step.approval"), arena_printf(c->a, "%lld / %lld", s->approved + s->standing, s->sources), out || s->approved + s->standing >= s->sources, &now);
	step(p, web_text(c, "web.step.release"), web_date(c, s->published_ms), out, &now);
	step(p, web_text(c, "web.step.feedback"), s->deliveries > 0 ? arena_printf(c->a, "%lld", s->deliveries) : STR("–"), false, &now);
}

static void show_facts(struct web_call *c, const struct share_row *s, struct share_page *p)
{
	p->facts = ARENA_ARRAY(c->a, struct fact, 8);
	p->facts[p->facts_count++] = (struct fact){ web_text(c, "web.state"), web_word(c, "web.share_state", s->state) };
	p->facts[p->facts_count++] = (struct fact){ web_text(c, "web.share.class"), web_word(c, "share.class", s->class) };
	p->facts[p->facts_count++] = (struct fact){ web_text(c, "web.share.lane"), web_word(c, "web.lane", s->lane) };
	if (s->case_number.n > 0)
		p->facts[p->facts_count++] = (struct fact){ web_text(c, "web.case"), s->case_number };
	if (s->parent.n > 0)
		p->facts[p->facts_count++] = (struct fact){ web_text(c, "share.head.parent"), s->parent };
	if (s->due_ms != TIME_NONE)
		p->facts[p->facts_count++] = (struct fact){ web_text(c, "web.due"), web_date(c, s->due_ms) };
	if (s->expires_ms != TIME_NONE)
		p->facts[p->facts_count++] = (struct fact){ web_text(c, "share.head.expires"), web_date(c, s->expires_ms) };
}

int web_share_page(struct web_call *c, struct err *e)
{
	struct share_page *p = ARENA_NEW(c->a, struct share_page);
	struct share_row s;

	if (share_get(c->hub->db, c->a, c->part[0], c->q->now_ms, &s, e) < 0)
		return -1;
	*p = (struct share_page){ .number = s.number, .base = web_path(c, "/shares", s.number, STR_NONE), .digest = s.digest, .tlp_tone = look_tlp(s.tlp),
		.tlp = s.tlp, .title = arena_printf(c->a, tr("share %s"), s.number.p), .lead = web_date(c, s.made_ms) };
	if (show_papers(c, &s, p, e) < 0 || show_values(c, &s, p, e) < 0)
		return -1;
	show_missing(c, &s, p);
	show_steps(c, &s, p);
	show_facts(c, &s, p);
	c->page.share = p;
	return web_show(c, "web.share");
}

int web_share_paper(struct web_call *c, struct err *e)
{
	struct share_paper *list;
	struct share_row s;
	size_t n;

	if (share_get(c->hub->db, c->a, c->part[0], c->q->now_ms, &s, e) < 0 || share_papers(c->hub->db, c->a, s.id, s.rev, &list, &n, e) < 0)
		return -1;
	return papers_send(c, s.number, list, n, e);
}

/* ---- deeds ---- */

static int again(struct web_call *c, const struct err *why, struct err *e)
{
	if (web_refused(c, why) < 0) {
		*e = *why;
		return -1;
	}
	return web_share_page(c, e);
}

int web_share_ask_do(struct web_call *c, struct err *e)
{
	struct err why = { 0 };
	struct asked asked;

	if (approve_ask(c->hub, &c->by, c->a, c->part[0], &asked, &why) < 0)
		return again(c, &why, e);
	return web_go(c, web_path(c, "/shares", c->part[0], STR_NONE), "asked");
}

int web_share_release_do(struct web_call *c, struct err *e)
{
	struct share_released released;
	struct err why = { 0 };

	if (share_release(c->hub, &c->by, c->a, c->part[0], &released, &why) < 0)
		return again(c, &why, e);
	return web_go(c, web_path(c, "/shares", c->part[0], STR_NONE), "released");
}
