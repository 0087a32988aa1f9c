/* approvals.c - the source's answer: exactly the bytes that others will see, and who will see them. */
#include "approve/approve.h"
#include "approve/requests.h"
#include "base/time.h"
#include "share/look.h"
#include "web/look.h"
#include "web/papers.h"

int web_approvals(struct web_call *c, struct err *e)
{
	struct approvals_page *q = ARENA_NEW(c->a, struct approvals_page);
	struct request_row *list;
	size_t n;

	if (request_list(c->hub->db, &c->by, c->a, c->who.org_id, STR_NONE, true, &list, &n, e) < 0)
		return -1;
	q->rows = ARENA_ARRAY(c->a, struct approval_line, n + 1);
	for (size_t i = 0; i < n; i++)
		if (list[i].current)
			q->rows[q->rows_count++] = (struct approval_line){ list[i].number, web_path(c, "/approvals", list[i].number, STR_NONE),
				web_word(c, "share.class", list[i].class), web_word(c, "web.request_state", list[i].state), web_date(c, list[i].asked_ms),
				web_date(c, list[i].due_ms), list[i].is_late };
	c->page.approvals = q;
	return web_show(c, "web.approvals");
}

/* The newest request of the viewer's organisation to this share; ERR_UNKNOWN where it was never asked. */
static int find(struct web_call *c, struct request_row *row, struct err *e)
{
	struct request_row *list;
	size_t n;

	if (request_list(c->hub->db, &c->by, c->a, c->who.org_id, c->part[0], true, &list, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (list[i].current) {
			*row = list[i];
			return 0;
		}
	return web_nothing(e);
}

static int show_papers(struct web_call *c, const struct share_row *s, struct approval_page *p, struct err *e)
{
	struct share_target_row *to;
	struct share_paper *list;
	size_t n;

	if (share_papers(c->hub->db, c->a, s->id, s->rev, &list, &n, e) < 0)
		return -1;
	p->text = paper_find(list, n, STR("text"), c->lang == LANG_JA ? STR("ja") : STR("en"));
	p->other_text = paper_find(list, n, STR("text"), c->lang == LANG_JA ? STR("en") : STR("ja"));
	if (share_audience(c->hub->db, c->a, s, &to, &n, e) < 0)
		return -1;
	p->audience = ARENA_ARRAY(c->a, struct str, n + 1);
	p->audience_count = n;
	for (size_t i = 0; i < n; i++)
		p->audience[i] = papers_audience(c, to[i].kind, to[i].target);
	return 0;
}

static int show(struct web_call *c, struct str problem, struct err *e)
{
	struct approval_page *p = ARENA_NEW(c->a, struct approval_page);
	struct request_row q;
	struct share_row s;

	if (find(c, &q, e) < 0 || share_get(c->hub->db, c->a, q.number, c->q->now_ms, &s, e) < 0)
		return -1;
	*p = (struct approval_page){ .number = q.number, .base = web_path(c, "/approvals", q.number, STR_NONE), .digest = q.digest, .due = web_date(c, q.due_ms),
		.state = web_word(c, "web.request_state", q.state), .title = web_word(c, "web.lane", q.lane), .tlp_tone = look_tlp(q.tlp), .tlp = q.tlp,
		.class = web_word(c, "share.class", q.class), .problem = problem, .given = STR(""),
		.open = str_eq(q.state, STR("open")) || str_eq(q.state, STR("timed-out")), .exact = q.exact };
	if (show_papers(c, &s, p, e) < 0)
		return -1;
	c->page.approval = p;
	return web_show(c, "web.approvals");
}

int web_approval_page(struct web_call *c, struct err *e)
{
	return show(c, STR(""), e);
}

/* The digest is that of the page the approver read: if the share has changed since, the answer holds for nothing. */
int web_approval_do(struct web_call *c, struct err *e)
{
	struct str word = web_field(c, "word"), digest = web_field(c, "digest"), reason = web_field(c, "reason");
	struct answer n = { .number = c->part[0], .digest = digest.n > 0 ? digest : STR(""), .word = word.n > 0 ? word : STR(""), .person = c->who.person_id,
		.medium = MEDIUM_PORTAL, .code = STR(""), .second = STR(""), .reference = reason.n > 0 ? reason : STR(""),
		.exact_figures = web_field(c, "exact").n > 0 };
	struct request_row q;
	struct err why = { 0 };

	if (find(c, &q, e) < 0)
		return -1;
	if (str_eq(n.word, STR("change")) && reason.n == 0) {
		c->r->status = 400;
		return show(c, web_text(c, "web.approval.why"), e);
	}
	if (approve_answer(c->hub, &c->by, c->a, &n, &why) == 0)
		return web_go(c, web_path(c, "/approvals", q.number, STR_NONE), "answered");
	if (web_refused(c, &why) < 0) {
		*e = why;
		return -1;
	}
	return show(c, STR(""), e);
}
