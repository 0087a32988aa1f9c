/* approvals.c - the source's answer: exactly what others will read, line by line, and who will read it. */
#include "approve/approve.h"
#include "approve/approver.h"
#include "approve/requests.h"
#include "base/time.h"
#include "report/publication.h"
#include "share/look.h"
#include "share/render/lines.h"
#include "web/look.h"
#include "web/marks.h"
#include "web/papers.h"
#include "web/share_page.h"

enum { TOLD_MOST = 100 };       /* the newest: a case is told of once or twice */

int web_approvals(struct web_call *c, struct err *e)
{
	struct approvals_page *q = ARENA_NEW(c->a, struct approvals_page);
	struct publication_request *told;
	struct request_row *list;
	size_t n, m;

	if (request_list(c->hub->db, &c->by, c->a, c->who.org_id, STR_NONE, true, &list, &n, e) < 0 ||
	    publication_requests(c->hub->db, c->a, c->who.org_id, TIME_FOREVER, STR(""), TOLD_MOST, &told, &m, e) < 0)
		return -1;
	q->rows = ARENA_ARRAY(c->a, struct approval_line, n + m + 1);
	for (size_t i = 0; i < m; i++)
		q->rows[q->rows_count++] = (struct approval_line){ told[i].number, web_path(c, "/approvals/publication", told[i].number, STR_NONE),
			web_text(c, "web.case.publication"), web_word(c, "publication", told[i].answer.n > 0 ? told[i].answer : STR("none")), web_date(c, told[i].asked_ms),
			web_date(c, told[i].due_ms), told[i].answer.n == 0 && told[i].due_ms <= c->q->now_ms };
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

/* ---- the lines, the organisation's own marked ---- */

/* Values of this revision that its own submissions brought. */
static int own_values(struct web_call *c, const struct share_row *s, struct db_rows *r, struct err *e)
{
	return DB_QUERY(c->hub->db, c->a, r, e, "SELECT DISTINCT i.shown FROM share_claim k JOIN submission u ON u.id = k.submission_id "
	    "JOIN share_indicator i ON i.share_id = k.share_id AND i.rev = k.rev AND i.indicator_id = k.indicator_id "
	    "WHERE k.share_id = $1 AND k.rev = $2 AND u.org_id = $3", DB_TEXT(s->id), DB_INT(s->rev), DB_TEXT(c->who.org_id)) < 0 ? -1 : 0;
}

static bool is_own(const struct db_rows *own, struct str shown)
{
	for (size_t i = 0; i < own->count; i++)
		if (str_eq(db_text(own, i, 0), shown))
			return true;
	return false;
}

static int show_lines(struct web_call *c, const struct share_row *s, struct approval_page *p, struct err *e)
{
	struct projection shown;
	struct shown_line *lines;
	struct db_rows own;
	size_t n, of_indicator = 0;

	if (share_projection(c->hub->db, c->a, s, &shown, e) < 0 || own_values(c, s, &own, e) < 0)
		return -1;
	lines = render_lines(c->a, &shown, c->lang);
	n = projection_lines(&shown);
	p->rows = ARENA_ARRAY(c->a, struct approval_row, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct approval_row *r = &p->rows[p->rows_count++];

		*r = (struct approval_row){ .n = (long long)i + 1, .part = str_of(render_word(c->a, c->lang, "part", str_of(lines[i].part))),
			.name = arena_printf(c->a, "line-%zu", i + 1), .wish = arena_printf(c->a, "wish-%zu", i + 1) };
		if (strcmp(lines[i].part, "indicator") == 0)
			r->own = is_own(&own, shown.indicators.list[of_indicator++].shown);
		p->any_own |= r->own;
		marks_show(c->a, lines[i].text, NULL, MARKS_DEFANG, &r->runs, &r->runs_count);
	}
	return 0;
}

static int show_papers(struct web_call *c, const struct share_row *s, struct approval_page *p, struct err *e)
{
	struct share_target_row *to;
	struct share_paper *list;
	size_t n;

	if (share_papers(c->hub->db, c->a, s->id, s->rev, &list, &n, e) < 0)
		return -1;
	p->other_text = paper_find(list, n, STR("text"), c->lang == LANG_JA ? STR("en") : STR("ja"));
	if (share_audience(c->hub->db, c->a, s, &to, &n, e) < 0)
		return -1;
	p->audience = ARENA_ARRAY(c->a, struct str, n + 1);
	p->audience_count = n;
	for (size_t i = 0; i < n; i++)
		p->audience[i] = papers_audience(c, to[i].kind, to[i].target);
	return 0;
}

/* Who stands in for an approver is told so. */
struct str approval_deputy(struct web_call *c)
{
	struct str of = STR_NONE;
	struct err none = { 0 };

	if (approver_check(c->hub->db, c->a, c->who.person_id, c->q->now_ms, &of, &none) < 0 || of.n == 0)
		return STR("");
	return arena_printf(c->a, text(c->lang, "web.approval.deputy"), look_person(c, of).p);
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
		.class = web_word(c, "share.class", q.class), .problem = problem, .given = STR(""), .limits = share_limits(c, q.tlp), .group = share_group(c, q.tlp),
		.deputy = approval_deputy(c), .open = str_eq(q.state, STR("open")) || str_eq(q.state, STR("timed-out")), .exact = q.exact };
	if (show_lines(c, &s, p, e) < 0 || show_papers(c, &s, p, e) < 0)
		return -1;
	c->page.approval = p;
	return web_show(c, "web.approvals");
}

int web_approval_page(struct web_call *c, struct err *e)
{
	return show(c, STR(""), e);
}

/* ---- the answer ---- */

/* line-3=change, wish-3=...: those that are not simply yes. */
static size_t lines_of(struct web_call *c, struct answer_line *list)
{
	size_t n = 0;

	for (size_t i = 0; i < c->q->form_count; i++) {
		const struct http_field *f = &c->q->form[i];
		long long line;

		if (!str_starts(f->name, STR("line-")) || str_eq(f->value, STR("yes")) || !str_to_int(str_from(f->name, 5), &line))
			continue;
		list[n] = (struct answer_line){ line, f->value, web_field(c, arena_printf(c->a, "wish-%lld", line).p) };
		if (list[n].wish.p == NULL)
			list[n].wish = STR("");
		n++;
	}
	return n;
}

/* The digest is that of the page the approver read: if the share has changed since, the answer holds for nothing. */
int web_approval_do(struct web_call *c, struct err *e)
{
	struct str word = web_field(c, "word"), digest = web_field(c, "digest"), reason = web_field(c, "reason");
	struct answer_line *lines = ARENA_ARRAY(c->a, struct answer_line, c->q->form_count + 1);
	struct answer n = { .number = c->part[0], .digest = digest.n > 0 ? digest : STR(""), .word = word.n > 0 ? word : STR(""), .person = c->who.person_id,
		.medium = MEDIUM_PORTAL, .code = STR(""), .second = STR(""), .reference = reason.n > 0 ? reason : STR(""),
		.exact_figures = web_field(c, "exact").n > 0 };
	struct request_row q;
	struct err why = { 0 };

	if (find(c, &q, e) < 0)
		return -1;
	if (str_eq(word, STR("lines"))) {
		n.lines = lines;
		n.line_count = lines_of(c, lines);
		n.word = answer_of_lines(lines, n.line_count);
	}
	if (str_eq(n.word, STR("change")) && reason.n == 0 && n.line_count == 0) {
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
