/* inbox.c - what the viewer's organisation was sent, and its answer. */
#include "base/time.h"
#include "feedback/answer.h"
#include "feedback/delivery.h"
#include "share/look.h"
#include "web/look.h"
#include "web/own_hunt.h"
#include "web/papers.h"
#include "web/share_page.h"

#define ANSWERS "no-hit hit partly not-checked no-logs working"

static struct str title_of(const struct web_call *c, const struct delivery *d)
{
	const struct texts *t = &d->shown.title;

	return t->count == 0 ? d->number : c->lang == LANG_JA ? t->ja[0] : t->en[0];
}

static bool was_opened(const struct delivery *d)
{
	return str_eq(d->state, STR("opened")) || str_eq(d->state, STR("acked"));
}

static struct str answer_of(const struct web_call *c, const struct delivery *d)
{
	return d->answer.answer.p == NULL ? STR("") : answer_words(c->a, c->lang, &d->answer, (int)c->hub->conf.zone_minutes);
}

static const struct { const char *name, *label; enum delivery_waits waits; } views[] = {
	{ "all", "web.view.all", DELIVERY_ALL }, { "unread", "web.view.unread", DELIVERY_UNREAD }, { "unanswered", "web.view.unanswered", DELIVERY_UNANSWERED },
	{ "acknowledge", "web.view.acknowledge", DELIVERY_TO_ACKNOWLEDGE },
};
enum { VIEWS = sizeof views / sizeof views[0] };

static size_t show_views(struct web_call *c, struct inbox_page *q)
{
	size_t now = 0;

	q->views = ARENA_ARRAY(c->a, struct option, VIEWS);
	q->views_count = VIEWS;
	for (size_t i = 0; i < VIEWS; i++)
		if (str_eq(http_query(c->q, "view"), str_of(views[i].name)))
			now = i;
	for (size_t i = 0; i < VIEWS; i++)
		q->views[i] = (struct option){ arena_printf(c->a, "/inbox?view=%s", views[i].name), web_text(c, views[i].label), i == now };
	return now;
}

int web_inbox(struct web_call *c, struct err *e)
{
	struct inbox_page *q = ARENA_NEW(c->a, struct inbox_page);
	struct reader reader;
	struct delivery *list, last = { .queued_ms = TIME_FOREVER, .number = STR("") };
	struct str after = web_after(c);
	size_t n, view = show_views(c, q);

	if (reader_get(c->hub->db, c->a, c->who.person_id, c->q->now_ms, &reader, e) < 0 ||
	    (after.p != NULL && delivery_get(c->hub->db, c->a, &reader, after, c->q->now_ms, &last, e) < 0) ||
	    delivery_page(c->hub->db, c->a, reader.org_id, c->q->now_ms, &(const struct delivery_place){ last.queued_ms, last.number, views[view].waits },
	        WEB_PAGE, &list, &n, e) < 0)
		return -1;
	q->rows = ARENA_ARRAY(c->a, struct inbox_row, n + 1);
	q->rows_count = n;
	for (size_t i = 0; i < n; i++)
		q->rows[i] = (struct inbox_row){ .number = list[i].number, .href = web_path(c, "/inbox", list[i].number, STR_NONE), .title = title_of(c, &list[i]),
			.published = web_date(c, list[i].queued_ms), .state = look_delivery(c, list[i].state), .answer = answer_of(c, &list[i]),
			.tlp_tone = look_tlp(list[i].shown.tlp), .tlp = list[i].shown.tlp, .class = web_word(c, "share.class", list[i].shown.class),
			.fresh = !was_opened(&list[i]), .revoked = str_eq(list[i].shown.change, STR("retraction")) };
	q->some_view = views[view].waits != DELIVERY_ALL;
	q->older = n == WEB_PAGE ? web_older(c, "/inbox", str_of(views[view].name), list[n - 1].number) : STR("");
	c->page.inbox = q;
	return web_show(c, "web.inbox");
}

/* ---- one share ---- */

static int get(struct web_call *c, struct delivery *d, struct err *e)
{
	struct reader reader;

	if (reader_get(c->hub->db, c->a, c->who.person_id, c->q->now_ms, &reader, e) < 0)
		return -1;
	return delivery_get(c->hub->db, c->a, &reader, c->part[0], c->q->now_ms, d, e);
}

static int show(struct web_call *c, struct str problem, struct err *e)
{
	struct inbox_share *p = ARENA_NEW(c->a, struct inbox_share);
	struct share_paper *list;
	struct delivery d;
	struct str text;
	size_t n;

	if (get(c, &d, e) < 0 || share_papers(c->hub->db, c->a, d.share_id, d.rev, &list, &n, e) < 0)
		return -1;
	*p = (struct inbox_share){ .number = d.number, .base = web_path(c, "/inbox", d.number, STR_NONE), .problem = problem,
		.lead = arena_printf(c->a, STR_FMT " – " STR_FMT, STR_ARG(web_date(c, d.queued_ms)), STR_ARG(web_word(c, "share.class", d.shown.class))),
		.answer = answer_of(c, &d), .opened = was_opened(&d), .acked = str_eq(d.state, STR("acked")), .may_answer = true, .received = STR("") };
	inbox_fill(c, &d.shown, p);
	p->title = title_of(c, &d);
	p->answers = look_choices(c, "feedback.answer", ANSWERS, d.answer.answer.p != NULL ? d.answer.answer : STR(""), &p->answers_count);
	if (p->opened) {
		/* what was opened before stays as it is, but every look leaves its line */
		if (delivery_open(c->hub->db, &c->by, c->a, &d, STR("text"), c->lang == LANG_JA ? STR("ja") : STR("en"), &text, e) < 0)
			return -1;
		papers_show(c, p->base, list, n, &p->papers, &p->papers_count);
		if (own_hunt_show(c, &d, &p->hunt, e) < 0)
			return -1;
	}
	c->page.inbox_share = p;
	return web_show(c, "web.inbox");
}

int web_inbox_share(struct web_call *c, struct err *e)
{
	return show(c, STR(""), e);
}

/* Opening is a deed with a button of its own: looking at an address changes nothing. */
int web_inbox_open_do(struct web_call *c, struct err *e)
{
	struct delivery d;
	struct str bytes;

	if (get(c, &d, e) < 0 || delivery_open(c->hub->db, &c->by, c->a, &d, STR("text"), c->lang == LANG_JA ? STR("ja") : STR("en"), &bytes, e) < 0)
		return -1;
	return web_go(c, web_path(c, "/inbox", d.number, STR_NONE), NULL);
}

int web_inbox_paper(struct web_call *c, struct err *e)
{
	struct str format = str_upto(c->part[1], '.'), lang = str_after(c->part[1], '.'), bytes;
	struct share_paper *list;
	struct delivery d;
	size_t n;

	if (get(c, &d, e) < 0 || share_papers(c->hub->db, c->a, d.share_id, d.rev, &list, &n, e) < 0)
		return -1;
	if (!was_opened(&d) || !paper_is_there(list, n, format, lang))
		return web_nothing(e);
	if (delivery_open(c->hub->db, &c->by, c->a, &d, format, lang, &bytes, e) < 0)
		return -1;
	return paper_send(c, d.number, format, c->part[1], bytes);
}

/* Where a notice points: to what its reader may do with the share. */
int web_notice(struct web_call *c, struct err *e)
{
	(void)e;
	return web_go(c, web_path(c, who_may(c->who.roles, true, WHO_LOOKS) ? "/shares" : "/inbox", c->part[0], STR_NONE), NULL);
}

/* ---- the answer ---- */

static int given_of(struct web_call *c, struct answer_given *g, struct err *e)
{
	struct str answer = web_field(c, "answer"), from = web_field(c, "from"), to = web_field(c, "to"), useful = web_field(c, "useful"), reason = web_field(c, "reason");
	int zone = (int)c->hub->conf.zone_minutes;

	*g = (struct answer_given){ .answer = answer.p != NULL ? answer : STR(""), .reason = reason.p != NULL ? reason : STR(""), .from_ms = TIME_NONE,
		.to_ms = TIME_NONE, .may_merge = web_field(c, "may_merge").n > 0 };
	if (str_eq(g->answer, STR("no-logs"))) {
		g->answer = STR("not-checked");
		g->reason = STR("no-logs");
	}
	if (useful.n > 0 && !str_to_int(useful, &g->useful))
		return err_set(e, ERR_INPUT, "usefulness is a number from 1 (none) to 5 (very)");
	if (from.n > 0 && time_parse_date(from, zone, &g->from_ms, e) < 0)
		return -1;
	if (to.n > 0 && time_parse_date(to, zone, &g->to_ms, e) < 0)
		return -1;
	if (to.n > 0)
		g->to_ms += MS_DAY - MS_SECOND;
	return 0;
}

int web_inbox_answer_do(struct web_call *c, struct err *e)
{
	struct answer_given g;
	struct err why = { 0 };
	struct delivery d;

	if (get(c, &d, e) < 0)
		return -1;
	if (given_of(c, &g, &why) == 0 && answer_give(c->hub->db, &c->by, c->a, &d, &g, &why) == 0)
		return web_go(c, web_path(c, "/inbox", d.number, STR_NONE), "thanks");
	if (web_refused(c, &why) < 0) {
		*e = why;
		return -1;
	}
	return show(c, STR(""), e);
}
