/* share.c - one share for the hub's people: line by line, what is missing, who was asked, what came back. */
#include "approve/requests.h"
#include "base/time.h"
#include "feedback/delivery.h"
#include "share/release.h"
#include "web/look.h"
#include "web/papers.h"
#include "web/share_page.h"

static bool in_making(const struct share_row *s)
{
	bool over = str_eq(s->state, STR("retracted")) || str_eq(s->state, STR("expired"));

	return !over && (!str_eq(s->state, STR("released")) || s->rev > s->released_rev);
}

static int show_papers(struct web_call *c, const struct share_row *s, struct share_page *p, struct err *e)
{
	struct share_target_row *to;
	struct share_paper *list;
	size_t n;

	if (share_papers(c->hub->db, c->a, s->id, s->rev, &list, &n, e) < 0)
		return -1;
	papers_show(c, p->base, list, n, &p->papers, &p->papers_count);
	p->text_ja = paper_find(list, n, STR("text"), STR("ja"));
	p->text_en = paper_find(list, n, STR("text"), STR("en"));
	if (share_audience(c->hub->db, c->a, s, &to, &n, e) < 0)
		return -1;
	p->audience = ARENA_ARRAY(c->a, struct str, n + 1);
	p->audience_count = n;
	for (size_t i = 0; i < n; i++)
		p->audience[i] = papers_audience(c, to[i].kind, to[i].target);
	return 0;
}

static int show_strays(struct web_call *c, const struct share_row *s, struct share_page *p, struct err *e)
{
	struct share_use *uses;
	size_t n;

	if (share_uses(c->hub->db, c->a, s->id, &uses, &n, e) < 0)
		return -1;
	p->strays = ARENA_ARRAY(c->a, struct option, n + 1);
	for (size_t i = 0; i < n; i++)
		if (uses[i].left)
			p->strays[p->strays_count++] = (struct option){ uses[i].submission_id, arena_printf(c->a, STR_FMT "/%lld", STR_ARG(uses[i].receipt), uses[i].n), false };
	return 0;
}

/* ---- what is missing before it may go out: the database asks the same again when it is released ---- */

static void miss(struct share_page *p, struct str sentence, struct str href)
{
	p->missing[p->missing_count++] = (struct missing){ sentence, href };
}

static void show_missing(struct web_call *c, const struct share_row *s, struct share_page *p)
{
	long long waiting = s->sources - s->approved - s->standing;
	bool staff = who_may(c->who.roles, true, WHO_STAFF), making = in_making(s), author = str_eq(s->author, c->who.person_id);
	struct str sources = arena_printf(c->a, STR_FMT "?sources=1#h-src", STR_ARG(p->base));

	p->missing = ARENA_ARRAY(c->a, struct missing, 7);
	if (s->leak_hits > 0)
		miss(p, arena_printf(c->a, text(c->lang, "web.share.missing.leaks"), s->leak_hits), s->released_rev == 0 ? arena_printf(c->a, STR_FMT "/redact", STR_ARG(p->base)) : STR("#h-pairs"));
	if (making && waiting > 0)
		miss(p, arena_printf(c->a, tr("sources that have not approved yet: %lld"), waiting), sources);
	if (s->refused > 0)
		miss(p, arena_printf(c->a, tr("sources that said no or asked for a change: %lld"), s->refused), sources);
	if (s->withdrawn > 0)
		miss(p, arena_printf(c->a, text(c->lang, "web.share.missing.withdrawn"), s->withdrawn), STR("#h-edit"));
	if (p->strays_count > 0)
		miss(p, arena_printf(c->a, text(c->lang, "web.share.missing.left"), (long long)p->strays_count), STR("#h-edit"));
	if (making && author)
		miss(p, str_of(tr("somebody else than the author releases")), STR(""));
	if (!making && p->missing_count == 0)
		miss(p, str_of(tr("nothing waits here")), STR(""));
	p->may_ask = staff && making && s->leak_hits == 0 && waiting > s->open_requests;
	p->may_release = staff && making && s->leak_hits == 0 && waiting <= 0 && !author;
	p->may_check = staff && making;
	p->may_redact = making && s->released_rev == 0 && (s->own_words || s->leak_hits > 0);
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
	step(p, web_text(c, "web.step.feedback"), s->deliveries > 0 ? arena_printf(c->a, text(c->lang, "web.step.sent"), s->deliveries) : STR("–"), false, &now);
}

static void fact(struct web_call *c, struct share_page *p, const char *id, struct str value)
{
	if (value.n > 0)
		p->facts[p->facts_count++] = (struct fact){ web_text(c, id), value };
}

static void show_facts(struct web_call *c, const struct share_row *s, struct share_page *p)
{
	p->facts = ARENA_ARRAY(c->a, struct fact, 8);
	fact(c, p, "web.state", web_word(c, "web.share_state", s->state));
	fact(c, p, "web.share.class", web_word(c, "share.class", s->class));
	fact(c, p, "web.share.lane", web_word(c, "web.lane", s->lane));
	fact(c, p, "share.head.parent", s->parent);
	fact(c, p, "web.due", web_date(c, s->due_ms));
	fact(c, p, "share.head.expires", web_date(c, s->expires_ms));
}

/* ---- who was asked: who stands behind a share is shown on request only, and the look leaves its line ---- */

static int show_sources(struct web_call *c, const struct share_row *s, struct share_page *p, struct err *e)
{
	struct request_row *list;
	size_t n;

	if (!who_may(c->who.roles, true, WHO_STAFF) || http_query(c->q, "sources").n == 0)
		return 0;
	p->looked = true;
	if (request_list(c->hub->db, &c->by, c->a, STR_NONE, s->number, true, &list, &n, e) < 0)
		return -1;
	p->sources = ARENA_ARRAY(c->a, struct source_answer, n + 1);
	for (size_t i = 0; i < n; i++)
		if (list[i].current)
			p->sources[p->sources_count++] = (struct source_answer){ look_org(c, list[i].org_id), web_word(c, "web.request_state", list[i].state),
				arena_printf(c->a, "%s " STR_FMT, text(c->lang, "web.due"), STR_ARG(web_date(c, list[i].due_ms))), list[i].settled,
				str_eq(list[i].state, STR("answered")) ? "matsu" : list[i].is_late ? "shu" : "ko" };
	return 0;
}

/* ---- what came back ---- */

static void bar(struct web_call *c, struct share_page *p, const char *word, long long count, long long of)
{
	p->bars[p->bars_count++] = (struct bar){ web_word(c, "feedback.answer", str_of(word)), arena_printf(c->a, "%lld", count), of > 0 ? (int)(count * 200 / of) : 0, "" };
}

static int show_answers(struct web_call *c, const struct share_row *s, struct share_page *p, struct err *e)
{
	struct delivery_counts k;
	struct delivery *list;
	size_t n;

	if (s->deliveries == 0)
		return 0;
	if (delivery_of_share(c->hub->db, c->a, s->number, c->q->now_ms, &list, &n, e) < 0 || delivery_count(c->hub->db, c->a, list, n, &k, e) < 0)
		return -1;
	p->recipients = k.recipients;
	p->opened = k.opened;
	p->acked = k.acked;
	p->bars = ARENA_ARRAY(c->a, struct bar, 8);
	bar(c, p, "hit", k.hit, k.recipients);
	bar(c, p, "no-hit", k.no_hit, k.recipients);
	bar(c, p, "partly", k.partly, k.recipients);
	bar(c, p, "not-checked", k.not_checked, k.recipients);
	bar(c, p, "working", k.working, k.recipients);
	bar(c, p, "none", k.silent, k.recipients);
	return 0;
}

/* ---- the page ---- */

static int show_all(struct web_call *c, const struct share_row *s, struct share_page *p, struct err *e)
{
	struct projection shown;

	if (show_papers(c, s, p, e) < 0 || show_strays(c, s, p, e) < 0 || share_projection(c->hub->db, c->a, s, &shown, e) < 0 || share_pairs(c, s, &shown, p, e) < 0 ||
	    show_sources(c, s, p, e) < 0 || show_answers(c, s, p, e) < 0)
		return -1;
	if (who_may(c->who.roles, true, WHO_STAFF) && !str_eq(s->state, STR("retracted")) && !str_eq(s->state, STR("expired")))
		p->edit = share_edit_form(c, s, &shown);
	return 0;
}

int share_show(struct web_call *c, struct err *e)
{
	struct share_page *p = ARENA_NEW(c->a, struct share_page);
	struct share_row s;

	if (share_get(c->hub->db, c->a, c->part[0], c->q->now_ms, &s, e) < 0)
		return -1;
	*p = (struct share_page){ .number = s.number, .base = web_path(c, "/shares", s.number, STR_NONE), .digest = s.digest, .tlp_tone = look_tlp(s.tlp),
		.tlp = s.tlp, .title = arena_printf(c->a, tr("Share %s"), s.number.p), .lead = web_date(c, s.made_ms), .leaks = s.leak_hits,
		.limits = share_limits(c, s.tlp), .group = share_group(c, s.tlp), .case_number = s.case_number.n > 0 ? s.case_number : STR(""),
		.case_href = web_path(c, "/cases", s.case_number.n > 0 ? s.case_number : STR(""), STR_NONE), .hits = c->page.leaks, .hits_count = c->page.leaks_count };
	if (show_all(c, &s, p, e) < 0)
		return -1;
	show_missing(c, &s, p);
	show_steps(c, &s, p);
	show_facts(c, &s, p);
	c->page.share = p;
	return web_show(c, "web.share");
}

int web_share_page(struct web_call *c, struct err *e)
{
	return share_show(c, e);
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

/* The same page as its members get, of the revision in the making. */
int web_share_preview(struct web_call *c, struct err *e)
{
	struct inbox_share *x = ARENA_NEW(c->a, struct inbox_share);
	struct projection shown;
	struct share_row s;

	if (share_get(c->hub->db, c->a, c->part[0], c->q->now_ms, &s, e) < 0 || share_projection(c->hub->db, c->a, &s, &shown, e) < 0)
		return -1;
	*x = (struct inbox_share){ .number = s.number, .base = web_path(c, "/shares", s.number, STR_NONE), .opened = true, .is_preview = true,
		.lead = web_text(c, "web.share.preview_lead"), .answer = STR(""), .problem = STR(""), .received = STR("") };
	inbox_fill(c, &shown, x);
	c->page.inbox_share = x;
	return web_show(c, "web.share.preview");
}

/* ---- deeds ---- */

static int again(struct web_call *c, const struct err *why, struct err *e)
{
	if (web_refused(c, why) < 0) {
		*e = *why;
		return -1;
	}
	return share_show(c, e);
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
