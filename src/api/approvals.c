/* approvals.c - the source's answer: exactly the bytes that others would see, and who would see them. */
#include "approve/approve.h"

#include "api/things.h"
#include "approve/requests.h"
#include "base/time.h"
#include "share/look.h"

/* ---- shapes ---- */

static const struct api_field approval_fields[] = {
	TEXT_(struct request_row, "share", number, 0, NULL, NULL),
	INT_(struct request_row, "rev", rev, 0, NULL),
	TEXT_(struct request_row, "digest", digest, 0, NULL, "what an answer names"),
	TEXT_(struct request_row, "state", state, 0, NULL, NULL),
	TEXT_(struct request_row, "class", class, 0, NULL, NULL),
	TEXT_(struct request_row, "tlp", tlp, 0, NULL, NULL),
	TEXT_(struct request_row, "lane", lane, 0, NULL, NULL),
	TIME_(struct request_row, "asked", asked_ms, 0, NULL),
	TIME_(struct request_row, "due", due_ms, 0, NULL),
	BOOL_(struct request_row, "exact", exact, 0, "shows exact days and counts: a yes must say so"),
	BOOL_(struct request_row, "late", is_late, 0, NULL),
};
API_SHAPE(approval, "noroshi/approval/1", "One question to the own organisation.", struct request_row, approval_fields);

struct whole {
	struct request_row *row;
	struct str text_ja, text_en;
	struct paper_view *papers;
	struct target_view *audience;
	size_t paper_count, audience_count;
};
static const struct api_field whole_fields[] = {
	OBJECT_(struct whole, "approval", row, 0, &api_shape_approval, NULL),
	TEXT_(struct whole, "text_ja", text_ja, 0, NULL, NULL),
	TEXT_(struct whole, "text_en", text_en, 0, NULL, NULL),
	LIST_(struct whole, "papers", papers, paper_count, 0, &api_shape_paper, "everything that the digest covers"),
	LIST_(struct whole, "audience", audience, audience_count, 0, &api_shape_target, NULL),
};
API_SHAPE(approval_whole, "noroshi/approval-whole/1", "What would leave, and for whom.", struct whole, whole_fields);

struct answer_body { struct str answer, digest, code, reason; bool exact_figures; };
static const struct api_field answer_fields[] = {
	TEXT_(struct answer_body, "answer", answer, API_NEEDED, "yes no change", NULL),
	TEXT_(struct answer_body, "digest", digest, API_NEEDED, NULL, "of what was read, whole or its first 12 digits or more"),
	TEXT_(struct answer_body, "code", code, API_NEEDED, NULL, "the approver's one-time code"),
	TEXT_(struct answer_body, "reason", reason, 0, NULL, "of no; what to change"),
	BOOL_(struct answer_body, "exact_figures", exact_figures, 0, "yes to exact days and counts too"),
};
API_SHAPE(approval_answer, NULL, NULL, struct answer_body, answer_fields);

/* ---- looking ---- */

static int requests_of(struct api_call *c, struct arena *a, struct str number, struct request_row **list_r, size_t *n_r, struct err *e)
{
	struct request_row *all;
	size_t n;

	*n_r = 0;
	if (request_list(c->hub->db, &c->by, a, c->who.org_id, number, true, &all, &n, e) < 0)
		return -1;
	*list_r = ARENA_ARRAY(a, struct request_row, n + 1);
	for (size_t i = 0; i < n; i++)
		if (all[i].current)
			(*list_r)[(*n_r)++] = all[i];
	return 0;
}

static struct str key_of_approval(struct arena *a, const void *item)
{
	const struct request_row *x = item;

	return api_place(a, x->review_until_ms > x->due_ms ? x->review_until_ms : x->due_ms, x->id);
}

static int page_of_approvals(struct api_call *c, struct api_page *p, struct err *e)
{
	struct str behind = STR("");
	long long behind_ms = TIME_NONE;
	struct request_row *list;
	size_t n;

	if (api_after_place(p, &behind_ms, &behind, e) < 0 ||
	    request_page(c->hub->db, &c->by, p->a, c->who.org_id, behind_ms, behind, p->limit + 1, &list, &n, e) < 0)
		return -1;
	api_cut_more(p, list, n, sizeof *list, key_of_approval);
	return 0;
}

int api_approvals(struct api_call *c, struct err *e)
{
	return api_list(c, page_of_approvals, e);
}

/* The newest question to the own organisation about this share. */
static int thing_approval(struct api_call *c, struct request_row *row, struct err *e)
{
	struct request_row *list;
	size_t n;

	if (requests_of(c, c->a, c->part[0], &list, &n, e) < 0)
		return -1;
	if (n == 0)
		return api_nothing(e);
	*row = list[0];
	c->seen = true;
	return 0;
}

static struct str text_in(const struct share_paper *list, size_t n, struct str lang)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].format, STR("text")) && str_eq(list[i].lang, lang))
			return list[i].bytes;
	return STR("");
}

int api_approval(struct api_call *c, struct err *e)
{
	struct share_target_row *audience;
	struct share_paper *papers;
	struct request_row row;
	struct whole w = { .row = &row };
	struct share_row s;

	if (thing_approval(c, &row, e) < 0 || share_get(c->hub->db, c->a, row.number, c->q->now_ms, &s, e) < 0 ||
	    share_papers(c->hub->db, c->a, s.id, s.rev, &papers, &w.paper_count, e) < 0 ||
	    share_audience(c->hub->db, c->a, &s, &audience, &w.audience_count, e) < 0)
		return -1;
	w.papers = papers_view(c->a, papers, w.paper_count);
	w.text_ja = text_in(papers, w.paper_count, STR("ja"));
	w.text_en = text_in(papers, w.paper_count, STR("en"));
	w.audience = ARENA_ARRAY(c->a, struct target_view, w.audience_count + 1);
	for (size_t i = 0; i < w.audience_count; i++)
		w.audience[i] = (struct target_view){ audience[i].kind, audience[i].target };
	return api_give(c, &w);
}

/* A key alone says no yes: the person's one-time code stands behind each answer, as on a terminal. */
int api_approval_answer(struct api_call *c, struct err *e)
{
	const struct answer_body *b = c->body;
	struct answer n = { .digest = b->digest, .word = b->answer, .person = c->who.person_id, .medium = MEDIUM_CODE, .code = b->code, .second = STR(""),
		.reference = b->reason.p != NULL ? b->reason : STR(""), .exact_figures = b->exact_figures };
	struct request_row row;
	bool waits;

	if (thing_approval(c, &row, e) < 0 || api_code_waits(c, &waits, e) < 0)
		return -1;
	if (waits)
		return 0;
	if (str_eq(b->answer, STR("change")) && b->reason.n == 0)
		return err_set(e, ERR_INPUT, "%s is missing", "reason");
	n.number = row.number;
	return approve_answer(c->hub, &c->by, c->a, &n, e) < 0 ? api_code_refused(c, e) : api_done(c, "approval.answered", row.number);
}
