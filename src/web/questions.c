/* questions.c - asking back about what was handed in, and answering. */
#include "ask/question.h"
#include "ask/ready_text.h"
#include "base/states.h"
#include "base/time.h"
#include "intake/intake.h"
#include "web/look.h"
#include "web/page_asking.h"

#define KINDS "mail bec traffic sample incident audit-log consultation sighting"

static struct question_line line_of(const struct web_call *c, const struct question_row *q, bool staff)
{
	return (struct question_line){ .number = q->number, .href = web_path(c, "/questions", q->number, STR_NONE), .submission = q->submission,
		.submission_href = web_path(c, "/submissions", str_upto(q->submission, '/'), str_after(q->submission, '/')),
		.org = staff ? look_org(c, q->org_id) : STR(""), .asked = web_date(c, q->asked_ms), .due = web_date(c, q->due_ms),
		.state = web_word(c, "states.question.state", q->state), .late = q->is_late };
}

int web_questions(struct web_call *c, struct err *e)
{
	struct question_list_shown *q = ARENA_NEW(c->a, struct question_list_shown);
	bool all = str_eq(http_query(c->q, "view"), STR("all"));
	struct question_row *list, last = { .number = STR("") };
	struct str after = web_after(c);
	size_t n;
	bool staff;

	q->staff = who_may(c->who.roles, true, WHO_LOOKS);
	if ((after.p != NULL && question_get(c->hub->db, &c->by, c->a, after, &last, &staff, e) < 0) ||
	    question_page(c->hub->db, c->a, q->staff ? STR_NONE : c->who.org_id, all, c->q->now_ms,
	        &(const struct question_place){ last.due_ms, last.number }, WEB_PAGE, &list, &n, e) < 0)
		return -1;
	q->views = ARENA_ARRAY(c->a, struct option, 2);
	q->views[0] = (struct option){ STR("/questions"), web_text(c, "web.view.open"), !all };
	q->views[1] = (struct option){ STR("/questions?view=all"), web_text(c, "web.view.all"), all };
	q->views_count = 2;
	q->rows = ARENA_ARRAY(c->a, struct question_line, n + 1);
	q->rows_count = n;
	for (size_t i = 0; i < n; i++)
		q->rows[i] = line_of(c, &list[i], q->staff);
	q->more = n == WEB_PAGE ? web_older(c, "/questions", all ? STR("all") : STR(""), list[n - 1].number) : STR("");
	c->page.questions = q;
	return web_show(c, "web.questions");
}

/* ---- one thread ---- */

static struct option *ready_for(struct web_call *c, struct str kind, size_t *n_r)
{
	struct option *list = ARENA_ARRAY(c->a, struct option, question_texts_count + 1);

	*n_r = 0;
	for (size_t i = 0; i < question_texts_count; i++)
		if (ready_text_is_about(&question_texts[i], kind))
			list[(*n_r)++] = (struct option){ str_of(question_texts[i].id),
				str_of(c->lang == LANG_JA ? question_texts[i].ja : question_texts[i].en), false };
	return list;
}

/* Days and hours, as people say how long they waited. */
static struct str waited(const struct web_call *c, long long ms)
{
	return arena_printf(c->a, text(c->lang, "web.question.days_hours"), ms / MS_DAY, ms % MS_DAY / MS_HOUR);
}

static void show_receipts(struct web_call *c, struct said_shown *s, struct str receipts)
{
	size_t room = 0;
	struct str one;

	while (str_split(&receipts, ' ', &one))
		if (one.n > 0)
			*ARENA_PUSH(c->a, s->receipts, s->receipts_count, room) = (struct option){ web_path(c, "/receipts", one, STR_NONE), one, false };
}

static int show(struct web_call *c, struct err *e)
{
	struct question_shown *p = ARENA_NEW(c->a, struct question_shown);
	struct question_message *list;
	struct question_row q;
	bool staff;
	size_t n;

	if (question_get(c->hub->db, &c->by, c->a, c->part[0], &q, &staff, e) < 0 || question_messages(c->hub, &c->by, c->a, &q, &list, &n, e) < 0)
		return -1;
	*p = (struct question_shown){ .line = line_of(c, &q, staff), .base = web_path(c, "/questions", q.number, STR_NONE), .staff = staff,
		.member_waited = waited(c, q.member_wait_ms), .hub_waited = waited(c, q.hub_wait_ms), .upload = { c->hub->conf.hand_in_mb },
		.may_answer = !staff && state_find(&states_question, q.state, "answer") != NULL,
		.may_ask = who_may(c->who.roles, true, WHO_STAFF) && state_find(&states_question, q.state, "again") != NULL,
		.may_close = who_may(c->who.roles, true, WHO_STAFF) && state_find(&states_question, q.state, "close") != NULL };
	p->kinds = look_choices(c, "desk.kind", KINDS, q.kind, &p->kinds_count);
	p->templates = ready_for(c, q.kind, &p->templates_count);
	p->said = ARENA_ARRAY(c->a, struct said_shown, n + 1);
	p->said_count = n;
	for (size_t i = 0; i < n; i++) {
		p->said[i] = (struct said_shown){ .when = web_time(c, list[i].at_ms), .words = list[i].words, .of_hub = list[i].of_hub,
			.who = list[i].of_hub ? web_text(c, "web.question.hub") : staff ? list[i].person_id : web_text(c, "web.question.member") };
		show_receipts(c, &p->said[i], list[i].receipts.p != NULL ? list[i].receipts : STR(""));
	}
	c->page.question = p;
	return web_show(c, "web.questions");
}

int web_question(struct web_call *c, struct err *e) { return show(c, e); }

/* What was refused is said above the page it was asked on. */
static int end(struct web_call *c, int status, const struct err *why, const char *done, struct err *e)
{
	if (status == 0)
		return web_go(c, web_path(c, "/questions", c->part[0], STR_NONE), done);
	if (web_refused(c, why) < 0) {
		*e = *why;
		return -1;
	}
	return show(c, e);
}

int web_question_answer_do(struct web_call *c, struct err *e)
{
	struct str words = web_field(c, "words"), kind = web_field(c, "kind"), *receipts;
	struct question_file *files = ARENA_ARRAY(c->a, struct question_file, c->q->file_count + 1);
	struct question_reply r = { .words = words.p != NULL ? words : STR(""), .files = files, .channel = STR("web") };
	struct err why = { 0 };
	struct question_row q;
	bool staff;

	if (question_get(c->hub->db, &c->by, c->a, c->part[0], &q, &staff, e) < 0)
		return -1;
	for (size_t i = 0; i < c->q->file_count; i++)
		if (str_eq(c->q->files[i].field, STR("files")) && (c->q->files[i].bytes.n > 0 || c->q->files[i].name.n > 0))
			files[r.file_count++] = (struct question_file){ c->q->files[i].name, kind.p != NULL ? kind : STR("mail"), &c->q->files[i].bytes };
	return end(c, question_answer(c->hub, &c->by, c->a, q.number, &r, &receipts, &why), &why, "answered", e);
}

static int asked_of(const struct web_call *c, struct question_asked *q, struct err *e)
{
	struct str days = web_field(c, "days");
	long long n = 0;

	if (days.n > 0 && (!str_to_int(days, &n) || n < 1 || n > 60))
		return err_set(e, ERR_INPUT, "the date is a number of business days from 1 to 60");
	*q = (struct question_asked){ web_field(c, "template"), web_field(c, "ja"), web_field(c, "en"), (int)n };
	return 0;
}

int web_question_again_do(struct web_call *c, struct err *e)
{
	struct question_asked q;
	struct err why = { 0 };
	int status = asked_of(c, &q, &why);

	if (status == 0)
		status = question_again(c->hub, &c->by, c->a, c->part[0], &q, &why);
	return end(c, status, &why, "asked", e);
}

int web_question_close_do(struct web_call *c, struct err *e)
{
	struct err why = { 0 };

	return end(c, question_close(c->hub, &c->by, c->a, c->part[0], &why), &why, "closed", e);
}

/* ---- asking about a submission ---- */

int web_ask_page(struct web_call *c, struct err *e)
{
	struct ask_form *f = ARENA_NEW(c->a, struct ask_form);
	struct submission_row s;
	bool staff;

	if (look_at_submission(c, &s, &staff, e) < 0)
		return -1;
	f->number = look_name(c, &s);
	f->back = look_submission(c, s.receipt, s.number);
	f->base = arena_printf(c->a, STR_FMT "/ask", STR_ARG(f->back));
	f->templates = ready_for(c, s.kind, &f->templates_count);
	c->page.ask = f;
	return web_show(c, "web.ask");
}

int web_ask_do(struct web_call *c, struct err *e)
{
	struct submission_row s;
	struct question_asked q;
	struct err why = { 0 };
	struct str number;
	bool staff;

	if (look_at_submission(c, &s, &staff, e) < 0)
		return -1;
	if (asked_of(c, &q, &why) == 0 && question_ask(c->hub, &c->by, c->a, look_name(c, &s), &q, &number, &why) == 0)
		return web_go(c, web_path(c, "/questions", number, STR_NONE), "asked");
	if (web_refused(c, &why) < 0) {
		*e = why;
		return -1;
	}
	return web_ask_page(c, e);
}
