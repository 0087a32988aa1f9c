/* asking.c - questions to submitters, consultations and their answers. */
#include "api/things.h"
#include "ask/consultation.h"
#include "ask/question.h"
#include "base/time.h"

/* ---- shapes ---- */

static const struct api_field question_fields[] = {
	TEXT_(struct question_row, "question", number, 0, NULL, NULL),
	TEXT_(struct question_row, "submission", submission, 0, NULL, NULL),
	TEXT_(struct question_row, "org", org_id, 0, NULL, NULL),
	TEXT_(struct question_row, "state", state, 0, NULL, NULL),
	TEXT_(struct question_row, "template", template, API_NULL, NULL, NULL),
	TIME_(struct question_row, "asked", asked_ms, 0, NULL),
	TIME_(struct question_row, "due", due_ms, 0, NULL),
	TIME_(struct question_row, "first_answer", first_answer_ms, API_NULL, NULL),
	TIME_(struct question_row, "closed", closed_ms, API_NULL, NULL),
	INT_(struct question_row, "messages", messages, 0, NULL),
	BOOL_(struct question_row, "late", is_late, 0, NULL),
};
API_SHAPE(question, "noroshi/question/1", "A question about one submission.", struct question_row, question_fields);

static const struct api_field message_fields[] = {
	INT_(struct question_message, "n", n, 0, NULL),
	BOOL_(struct question_message, "of_hub", of_hub, 0, NULL),
	TIME_(struct question_message, "at", at_ms, 0, NULL),
	TEXT_(struct question_message, "words", words, 0, NULL, "\"\" once erased"),
	TEXT_(struct question_message, "receipts", receipts, API_NULL, NULL, "of files, parted by blanks"),
};
API_SHAPE(message, NULL, "One message.", struct question_message, message_fields);

struct question_whole { struct question_row *row; struct question_message *messages; size_t count; };
static const struct api_field question_whole_fields[] = {
	OBJECT_(struct question_whole, "question", row, 0, &api_shape_question, NULL),
	LIST_(struct question_whole, "messages", messages, count, 0, &api_shape_message, NULL),
};
API_SHAPE(question_whole, "noroshi/question-whole/1", "A question and what was said.", struct question_whole, question_whole_fields);

struct asked_body { struct str template, ja, en; long long days; };
static const struct api_field asked_fields[] = {
	TEXT_(struct asked_body, "template", template, 0, NULL, "a ready text"),
	TEXT_(struct asked_body, "ja", ja, 0, NULL, "own words"),
	TEXT_(struct asked_body, "en", en, 0, NULL, NULL),
	INT_(struct asked_body, "days", days, 0, "business days to answer in"),
};
API_SHAPE(question_asked, NULL, NULL, struct asked_body, asked_fields);

struct words_body { struct str words; };
static const struct api_field words_fields[] = { TEXT_(struct words_body, "words", words, API_NEEDED, NULL, NULL) };
API_SHAPE(words, NULL, NULL, struct words_body, words_fields);

struct material_query { struct str kind, name, words; };
static const struct api_field material_fields[] = {
	TEXT_(struct material_query, "kind", kind, 0, "mail bec traffic sample incident audit-log consultation sighting", "what the files are; without it mail; also a field of the form"),
	TEXT_(struct material_query, "name", name, 0, NULL, "of the file that is the body"),
	TEXT_(struct material_query, "words", words, 0, NULL, "beside the files; also a field of the form"),
};
API_SHAPE(material_query, NULL, NULL, struct material_query, material_fields);

struct questions_query { bool all; };
static const struct api_field query_fields[] = { BOOL_(struct questions_query, "all", all, 0, "closed and answered ones too") };
API_SHAPE(questions_query, NULL, NULL, struct questions_query, query_fields);

static const struct api_field consultation_fields[] = {
	TEXT_(struct consultation_row, "submission", submission, 0, NULL, NULL),
	TEXT_(struct consultation_row, "org", org_id, 0, NULL, NULL),
	TEXT_(struct consultation_row, "state", state, API_NULL, NULL, "null: nobody has drafted an answer; draft reviewed sent"),
	TEXT_(struct consultation_row, "outcome", outcome, API_NULL, NULL, NULL),
	INT_(struct consultation_row, "rev", rev, 0, NULL),
	TIME_(struct consultation_row, "received", received_ms, 0, NULL),
	TIME_(struct consultation_row, "sent", sent_ms, API_NULL, NULL),
};
API_SHAPE(consultation, "noroshi/consultation/1", "A consultation.", struct consultation_row, consultation_fields);

struct consultation_whole { struct consultation_row *row; struct consultation_words words; };
static const struct api_field consultation_whole_fields[] = {
	OBJECT_(struct consultation_whole, "consultation", row, 0, &api_shape_consultation, NULL),
	TEXT_(struct consultation_whole, "about", words.about, API_NULL, NULL, NULL),
	TEXT_(struct consultation_whole, "ja", words.ja, API_NULL, NULL, NULL),
	TEXT_(struct consultation_whole, "en", words.en, API_NULL, NULL, NULL),
};
API_SHAPE(consultation_whole, "noroshi/consultation-whole/1", "A consultation and its answer.", struct consultation_whole, consultation_whole_fields);

struct text_body { struct str template, outcome, about, ja, en; };
static const struct api_field text_fields[] = {
	TEXT_(struct text_body, "template", template, 0, NULL, "a ready text"),
	TEXT_(struct text_body, "outcome", outcome, 0, "false-positive malvertising scam-site unknown", "without it the ready text's"),
	TEXT_(struct text_body, "about", about, API_NEEDED, NULL, "what was asked, in the hub's words"),
	TEXT_(struct text_body, "ja", ja, 0, NULL, NULL),
	TEXT_(struct text_body, "en", en, 0, NULL, NULL),
};
API_SHAPE(consultation_text, NULL, NULL, struct text_body, text_fields);

struct rev_body { long long rev; };
static const struct api_field rev_fields[] = { INT_(struct rev_body, "rev", rev, API_NEEDED, "the revision that was read") };
API_SHAPE(revision, NULL, NULL, struct rev_body, rev_fields);

/* ---- questions ---- */

static struct str whose(const struct api_call *c)
{
	return is_staff(c) ? STR_NONE : c->who.org_id;
}

static struct str key_of_question(struct arena *a, const void *item)
{
	const struct question_row *x = item;

	return api_place(a, x->due_ms, x->number);
}

static int page_of_questions(struct api_call *c, struct api_page *p, struct err *e)
{
	const struct questions_query *q = c->query;
	struct question_place after = { 0, STR("") };
	struct question_row *list;
	size_t n;

	if (api_after_place(p, &after.due_ms, &after.number, e) < 0 ||
	    question_page(c->hub->db, p->a, whose(c), q->all, c->q->now_ms, &after, p->limit + 1, &list, &n, e) < 0)
		return -1;
	api_cut_more(p, list, n, sizeof *list, key_of_question);
	return 0;
}

int api_questions(struct api_call *c, struct err *e)
{
	return api_list(c, page_of_questions, e);
}

static int thing_question(struct api_call *c, struct question_row *q, struct err *e)
{
	bool staff;

	if (question_get(c->hub->db, &c->by, c->a, c->part[0], q, &staff, e) < 0)
		return -1;
	c->seen = true;
	return 0;
}

int api_question(struct api_call *c, struct err *e)
{
	struct question_row row;
	struct question_whole w = { .row = &row };

	if (thing_question(c, &row, e) < 0 || question_messages(c->hub, &c->by, c->a, &row, &w.messages, &w.count, e) < 0)
		return -1;
	return api_give(c, &w);
}

static struct question_asked asked_of(const struct api_call *c)
{
	const struct asked_body *b = c->body;

	return (struct question_asked){ b->template, b->ja, b->en, (int)(b->days < 0 || b->days > 366 ? -1 : b->days) };
}

int api_question_ask(struct api_call *c, struct err *e)
{
	const struct question_asked q = asked_of(c);
	struct api_done done = { STR("question.asked"), STR("") };
	struct submission_row s;
	bool staff;

	if (thing_submission(c, &s, &staff, e) < 0 || question_ask(c->hub, &c->by, c->a, submission_number(c->a, &s), &q, &done.object, e) < 0)
		return -1;
	return api_made(c, arena_printf(c->a, "/questions/" STR_FMT, STR_ARG(done.object)), &done);
}

int api_question_again(struct api_call *c, struct err *e)
{
	const struct question_asked q = asked_of(c);
	struct question_row row;

	return thing_question(c, &row, e) < 0 || question_again(c->hub, &c->by, c->a, row.number, &q, e) < 0 ? -1 :
	    api_done(c, "question.asked-again", row.number);
}

int api_question_answer(struct api_call *c, struct err *e)
{
	const struct words_body *b = c->body;
	const struct question_reply reply = { .words = b->words, .channel = STR("rest") };
	struct question_row row;
	struct str *receipts;

	return thing_question(c, &row, e) < 0 || question_answer(c->hub, &c->by, c->a, row.number, &reply, &receipts, e) < 0 ? -1 :
	    api_done(c, "question.answered", row.number);
}

int api_question_material(struct api_call *c, struct err *e)
{
	const struct material_query *q = c->query;
	struct question_reply reply = { .words = STR(""), .channel = STR("rest") };
	struct question_file *list;
	struct uploaded *files;
	struct question_row row;
	struct str *receipts;

	if (thing_question(c, &row, e) < 0 || form_over_query(c, "words", e) < 0 || form_over_query(c, "kind", e) < 0 ||
	    uploaded_files(c, q->name, &files, &reply.file_count, e) < 0)
		return -1;
	list = ARENA_ARRAY(c->a, struct question_file, reply.file_count);
	for (size_t i = 0; i < reply.file_count; i++)
		list[i] = (struct question_file){ files[i].name, q->kind.n > 0 ? q->kind : STR("mail"), files[i].bytes };
	reply.files = list;
	reply.words = q->words.p != NULL ? q->words : STR("");
	return question_answer(c->hub, &c->by, c->a, row.number, &reply, &receipts, e) < 0 ? -1 :
	    received_give(c, arena_printf(c->a, "/questions/" STR_FMT, STR_ARG(row.number)), files, receipts, reply.file_count);
}

int api_question_close(struct api_call *c, struct err *e)
{
	struct question_row row;

	return thing_question(c, &row, e) < 0 || question_close(c->hub, &c->by, c->a, row.number, e) < 0 ? -1 : api_done(c, "question.closed", row.number);
}

/* ---- consultations ---- */

/* What is not sent yet is the hub's own business. */
static void as_member_sees(const struct api_call *c, struct consultation_row *row)
{
	if (is_staff(c) || str_eq(row->state, STR("sent")))
		return;
	row->state = row->outcome = STR("");
	row->rev = 0;
	row->sent_ms = TIME_NONE;
}

static struct str key_of_consultation(struct arena *a, const void *item)
{
	const struct consultation_row *x = item;

	struct submission_after place = { .received_ms = x->received_ms, .receipt = str_upto(x->submission, '/') };

	return str_to_int(str_after(x->submission, '/'), &place.number) ? thing_key(a, &place) : STR_NONE;
}

static int page_of_consultations(struct api_call *c, struct api_page *p, struct err *e)
{
	const struct questions_query *q = c->query;
	struct submission_after after = { .receipt = STR("") };
	struct consultation_row *list;
	size_t n;

	if ((p->after.n > 0 && thing_place(p, &after, e) < 0) ||
	    consultation_page(c->hub->db, p->a, whose(c), q->all, c->q->now_ms, &after, p->limit + 1, &list, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		as_member_sees(c, &list[i]);
	api_cut_more(p, list, n, sizeof *list, key_of_consultation);
	return 0;
}

int api_consultations(struct api_call *c, struct err *e)
{
	return api_list(c, page_of_consultations, e);
}

static int thing_consultation(struct api_call *c, struct consultation_row *row, bool *staff, struct err *e)
{
	if (consultation_get(c->hub->db, &c->by, c->a, arena_printf(c->a, STR_FMT "/" STR_FMT, STR_ARG(c->part[0]), STR_ARG(c->part[1])), row, staff, e) < 0)
		return e->kind == ERR_USAGE || e->kind == ERR_INPUT || e->kind == ERR_CONFLICT ? api_nothing(e) : -1;   /* also a mail is none */
	c->seen = true;
	return 0;
}

int api_consultation(struct api_call *c, struct err *e)
{
	struct consultation_row row;
	struct consultation_whole w = { &row, { STR(""), STR(""), STR("") } };
	bool staff;

	if (thing_consultation(c, &row, &staff, e) < 0)
		return -1;
	if ((staff ? row.state.n > 0 : str_eq(row.state, STR("sent"))) && consultation_read(c->hub, &c->by, c->a, &row, staff, &w.words, e) < 0)
		return -1;
	as_member_sees(c, &row);
	return api_give(c, &w);
}

int api_consultation_draft(struct api_call *c, struct err *e)
{
	const struct text_body *b = c->body;
	const struct consultation_text t = { b->template, b->outcome, b->about, b->ja, b->en };
	struct consultation_row row;
	bool staff;

	return thing_consultation(c, &row, &staff, e) < 0 || consultation_draft(c->hub, &c->by, c->a, row.submission, &t, e) < 0 ? -1 :
	    api_done(c, "consultation.drafted", row.submission);
}

int api_consultation_review(struct api_call *c, struct err *e)
{
	const struct rev_body *b = c->body;
	struct consultation_row row;
	bool staff;

	return thing_consultation(c, &row, &staff, e) < 0 || consultation_review(c->hub, &c->by, c->a, row.submission, b->rev, e) < 0 ? -1 :
	    api_done(c, "consultation.reviewed", row.submission);
}

int api_consultation_send(struct api_call *c, struct err *e)
{
	struct consultation_row row;
	bool staff;

	return thing_consultation(c, &row, &staff, e) < 0 || consultation_send(c->hub, &c->by, c->a, row.submission, e) < 0 ? -1 :
	    api_done(c, "consultation.sent", row.submission);
}
