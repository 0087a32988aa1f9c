/* requests.c - calls for information: drafted, let out, answered. */
#include "api/things.h"
#include "base/time.h"
#include "request/info_request.h"

/* ---- shapes ---- */

struct request_view { struct info_request q; struct str author; bool opened; };
static const struct api_field request_fields[] = {
	TEXT_(struct request_view, "request", q.number, 0, NULL, NULL),
	TEXT_(struct request_view, "state", q.state, 0, NULL, NULL),
	TEXT_(struct request_view, "tlp", q.tlp, 0, NULL, NULL),
	TEXT_(struct request_view, "title_ja", q.title_ja, 0, NULL, NULL),
	TEXT_(struct request_view, "title_en", q.title_en, 0, NULL, NULL),
	TEXT_(struct request_view, "question_ja", q.question_ja, API_NULL, NULL, "null: not opened yet"),
	TEXT_(struct request_view, "question_en", q.question_en, API_NULL, NULL, NULL),
	BOOL_(struct request_view, "opened", opened, 0, "by the own organisation"),
	TEXT_(struct request_view, "share", q.share_number, API_NULL, NULL, NULL),
	BOOL_(struct request_view, "public", q.is_public, 0, NULL),
	TIME_(struct request_view, "due", q.due_ms, API_NULL, NULL),
	TEXT_(struct request_view, "author", author, API_NULL, NULL, "for the hub's people only"),
};
API_SHAPE(request, "noroshi/request/1", "A call for information.", struct request_view, request_fields);

static const struct api_field answer_row_fields[] = {
	TIME_(struct info_request_answer_row, "at", at_ms, 0, NULL),
	TEXT_(struct info_request_answer_row, "org", org_id, API_NULL, NULL, "null: a reporter from outside"),
	TEXT_(struct info_request_answer_row, "word", word, 0, "material nothing", NULL),
	TEXT_(struct info_request_answer_row, "receipt", receipt, API_NULL, NULL, NULL),
	TEXT_(struct info_request_answer_row, "state", state, API_NULL, NULL, "of the hand-in"),
	INT_(struct info_request_answer_row, "submissions", submissions, 0, NULL),
	BOOL_(struct info_request_answer_row, "late", late, 0, NULL),
	BOOL_(struct info_request_answer_row, "outside", outside, 0, NULL),
};
API_SHAPE(request_answer, "noroshi/request-answer/1", "What came back to a call.", struct info_request_answer_row, answer_row_fields);

struct draft_body { struct str title_ja, title_en, question_ja, question_en, tlp, case_number, share, audience; long long days; };
static const struct api_field draft_fields[] = {
	TEXT_(struct draft_body, "title_ja", title_ja, API_NEEDED, NULL, NULL),
	TEXT_(struct draft_body, "title_en", title_en, API_NEEDED, NULL, NULL),
	TEXT_(struct draft_body, "question_ja", question_ja, API_NEEDED, NULL, NULL),
	TEXT_(struct draft_body, "question_en", question_en, API_NEEDED, NULL, NULL),
	TEXT_(struct draft_body, "tlp", tlp, API_NEEDED, "AMBER GREEN CLEAR", NULL),
	TEXT_(struct draft_body, "audience", audience, API_NEEDED, NULL, "all, public, or sig:ID, org:ID, liaison:ID"),
	INT_(struct draft_body, "days", days, API_NEEDED, "business days to answer in"),
	TEXT_(struct draft_body, "case", case_number, 0, NULL, "what it is about, inside only"),
	TEXT_(struct draft_body, "share", share, 0, NULL, "to whom this share went"),
};
API_SHAPE(request_draft, NULL, NULL, struct draft_body, draft_fields);

struct made_view { struct str number; long long hits; };
static const struct api_field made_fields[] = {
	TEXT_(struct made_view, "request", number, 0, NULL, NULL),
	INT_(struct made_view, "leak_hits", hits, 0, "must be 0 before it goes out"),
};
API_SHAPE(request_made, "noroshi/request-made/1", "A draft.", struct made_view, made_fields);

struct request_answer_query { struct str word, kind, name; };
static const struct api_field answer_fields[] = {
	TEXT_(struct request_answer_query, "word", word, 0, "material nothing", "without it material"),
	TEXT_(struct request_answer_query, "kind", kind, 0, "mail bec traffic sample incident audit-log consultation sighting", "without it mail"),
	TEXT_(struct request_answer_query, "name", name, 0, NULL, "of the file that is the body"),
};
API_SHAPE(request_answer_query, NULL, NULL, struct request_answer_query, answer_fields);

/* ---- looking ---- */

/* A member reads the question once the call was opened, which is a deed. */
static int view_of(struct api_call *c, struct arena *a, const struct info_request *q, struct request_view *v, struct err *e)
{
	*v = (struct request_view){ *q, is_staff(c) ? q->author : STR(""), is_staff(c) };
	if (!v->opened && info_request_was_opened(c->hub->db, a, q, c->who.org_id, &v->opened, e) < 0)
		return -1;
	if (!v->opened)
		v->q.question_ja = v->q.question_en = STR("");
	return 0;
}

static struct str key_of_request(struct arena *a, const void *item)
{
	const struct request_view *x = item;

	return api_place(a, x->q.published_ms != TIME_NONE ? x->q.published_ms : x->q.made_ms, x->q.number);
}

static int page_of_requests(struct api_call *c, struct api_page *p, struct err *e)
{
	struct str behind = STR("");
	long long behind_ms = TIME_FOREVER;
	struct request_view *views;
	struct info_request *list;
	size_t n;

	if (api_after_place(p, &behind_ms, &behind, e) < 0 || info_request_list(c->hub->db, p->a, is_staff(c) ? STR_NONE : c->who.org_id, c->q->now_ms,
	        behind_ms, behind, p->limit + 1, &list, &n, e) < 0)
		return -1;
	views = ARENA_ARRAY(p->a, struct request_view, n + 1);
	for (size_t i = 0; i < n; i++)
		if (view_of(c, p->a, &list[i], &views[i], e) < 0)
			return -1;
	api_cut_more(p, views, n, sizeof *views, key_of_request);
	return 0;
}

int api_requests(struct api_call *c, struct err *e)
{
	return api_list(c, page_of_requests, e);
}

static int thing_request(struct api_call *c, struct info_request *q, struct err *e)
{
	int status = is_staff(c) ? info_request_get(c->hub->db, c->a, c->part[0], q, e) :
	    info_request_get_for(c->hub->db, c->a, c->part[0], c->who.org_id, c->q->now_ms, q, e);

	c->seen = status == 0;
	return status;
}

int api_request(struct api_call *c, struct err *e)
{
	struct request_view v;
	struct info_request q;

	return thing_request(c, &q, e) < 0 || view_of(c, c->a, &q, &v, e) < 0 ? -1 : api_give(c, &v);
}

static int page_of_answers(struct api_call *c, struct api_page *p, struct err *e)
{
	struct info_request_answer_row *list;
	struct info_request q;
	size_t n;

	if (thing_request(c, &q, e) < 0 || info_request_answers(c->hub->db, p->a, &q, &list, &n, e) < 0)
		return -1;
	api_cut(p, list, n, sizeof *list);
	return 0;
}

int api_request_answers(struct api_call *c, struct err *e)
{
	struct info_request q;

	return thing_request(c, &q, e) < 0 ? -1 : api_list(c, page_of_answers, e);
}

/* ---- deeds ---- */

int api_request_draft(struct api_call *c, struct err *e)
{
	const struct draft_body *b = c->body;
	const struct share_target audience = { str_upto(b->audience, ':'), str_after(b->audience, ':'), 0, TIME_FOREVER };
	const struct info_request_spec spec = { .title_ja = b->title_ja, .title_en = b->title_en, .question_ja = b->question_ja, .question_en = b->question_en,
		.tlp = b->tlp, .case_number = b->case_number, .share_number = b->share, .days = b->days, .audience = &audience, .audience_count = 1 };
	struct leak_hits hits = { 0 };
	struct made_view v;

	c->seen = true;
	if (info_request_draft(c->hub, &c->by, c->a, &spec, &v.number, &hits, e) < 0)
		return -1;
	v.hits = (long long)hits.count;
	return api_made(c, arena_printf(c->a, "/requests/" STR_FMT, STR_ARG(v.number)), &v);
}

int api_request_release(struct api_call *c, struct err *e)
{
	struct info_request_released r;
	struct info_request q;

	return thing_request(c, &q, e) < 0 || info_request_release(c->hub, &c->by, c->a, q.number, q.rev, &r, e) < 0 ? -1 :
	    api_done(c, "request.released", q.number);
}

/* Opening is a deed: looking at an address changes nothing. */
int api_request_open(struct api_call *c, struct err *e)
{
	struct info_request q;

	return thing_request(c, &q, e) < 0 || info_request_opened(c->hub->db, &c->by, &q, c->who.org_id, e) < 0 ? -1 :
	    api_done(c, "request.opened", q.number);
}

static int move(struct api_call *c, const char *deed, struct err *e)
{
	struct info_request q;

	return thing_request(c, &q, e) < 0 || info_request_move(c->hub, &c->by, c->a, q.number, deed, e) < 0 ? -1 :
	    api_done(c, arena_printf(c->a, "request.%s", deed).p, q.number);
}

int api_request_drop(struct api_call *c, struct err *e) { return move(c, "drop", e); }
int api_request_close(struct api_call *c, struct err *e) { return move(c, "close", e); }
int api_request_reopen(struct api_call *c, struct err *e) { return move(c, "reopen", e); }

int api_request_remind(struct api_call *c, struct err *e)
{
	struct info_request q;

	return thing_request(c, &q, e) < 0 || info_request_remind(c->hub, &c->by, c->a, q.number, e) < 0 ? -1 : api_done(c, "request.reminded", q.number);
}

static int received(struct api_call *c, const struct offer *offer, struct receipt *receipt, struct err *e)
{
	const struct request_answer_query *query = c->query;
	struct str word = query->word.n > 0 ? query->word : STR("material");

	return info_request_answer(c->hub, &c->by, c->a, c->part[0], word, offer, receipt, e);
}

int api_request_answer(struct api_call *c, struct err *e)
{
	const struct request_answer_query *query = c->query;
	struct offer offer = { .org_id = c->who.org_id, .person_id = c->who.person_id, .kind = query->kind.n > 0 ? query->kind : STR("mail"),
		.channel = STR("rest"), .received_ms = TIME_NONE };
	struct receipt none;
	struct info_request q;

	if (thing_request(c, &q, e) < 0)
		return -1;
	if (!str_eq(query->word, STR("nothing")))
		return receive_all(c, &offer, query->name, received, e);
	return received(c, &offer, &none, e) < 0 ? -1 : received_give(c, arena_printf(c->a, "/requests/" STR_FMT, STR_ARG(q.number)), NULL, NULL, 0);
}
