/* calls.c - calls for information: what the hub asks its circle, and what comes back. */
#include "base/time.h"
#include "feedback/delivery.h"
#include "request/info_request.h"
#include "web/look.h"
#include "web/page_asking.h"

#define KINDS "mail bec traffic sample incident audit-log consultation sighting"

static struct call_line line_of(const struct web_call *c, const struct info_request *q)
{
	struct str ja = q->title_ja, en = q->title_en, title = c->lang == LANG_JA ? (ja.n > 0 ? ja : en) : en.n > 0 ? en : ja;

	return (struct call_line){ .number = q->number, .href = web_path(c, "/calls", q->number, STR_NONE), .title = title,
		.state = web_word(c, "states.request.state", q->state), .published = web_date(c, q->published_ms), .due = web_date(c, q->due_ms),
		.tlp_tone = look_tlp(q->tlp), .tlp = q->tlp };
}

/* Absent for the hub's people, who see all. */
static int whose(struct web_call *c, struct str *org_r, struct err *e)
{
	struct reader reader = { STR_NONE, STR_NONE };

	if (!who_may(c->who.roles, true, WHO_LOOKS) && reader_get(c->hub->db, c->a, c->who.person_id, c->q->now_ms, &reader, e) < 0)
		return -1;
	*org_r = reader.org_id;
	return 0;
}

static int show_form(struct web_call *c, struct call_list_shown *p, struct err *e)
{
	p->tlps = look_choices(c, "tlp", "AMBER GREEN CLEAR", STR("AMBER"), &p->tlps_count);
	return look_audiences(c, &p->audiences, &p->audiences_count, e);
}

int web_calls(struct web_call *c, struct err *e)
{
	struct call_list_shown *p = ARENA_NEW(c->a, struct call_list_shown);
	struct info_request_counts counts;
	struct info_request *list;
	struct str org;
	size_t n;

	if (whose(c, &org, e) < 0 || info_request_list(c->hub->db, c->a, org, c->q->now_ms, TIME_FOREVER, STR(""), TIME_FOREVER, &list, &n, e) < 0)
		return -1;
	p->staff = org.p == NULL;
	p->may_draft = who_may(c->who.roles, true, WHO_STAFF);
	p->rows = ARENA_ARRAY(c->a, struct call_line, n + 1);
	p->rows_count = n;
	for (size_t i = 0; i < n; i++) {
		p->rows[i] = line_of(c, &list[i]);
		if (!p->staff)
			continue;
		if (info_request_count(c->hub->db, c->a, &list[i], &counts, e) < 0)
			return -1;
		p->rows[i].answered = counts.answered;
		p->rows[i].asked = counts.asked;
		p->rows[i].outside = counts.outside;
	}
	if (p->may_draft && show_form(c, p, e) < 0)
		return -1;
	c->page.calls = p;
	return web_show(c, "web.calls");
}

int web_call_draft_do(struct web_call *c, struct err *e)
{
	struct str audience = web_field(c, "audience");
	struct share_target target = { str_upto(audience.p != NULL ? audience : STR(""), ':'), str_after(audience.p != NULL ? audience : STR(""), ':'), 0,
		TIME_FOREVER };
	struct info_request_spec s = { .title_ja = web_field(c, "title_ja"), .title_en = web_field(c, "title_en"), .question_ja = web_field(c, "question_ja"),
		.question_en = web_field(c, "question_en"), .tlp = web_field(c, "tlp"), .case_number = web_field(c, "case"), .days = 10, .audience = &target,
		.audience_count = 1 };
	struct str days = web_field(c, "days"), number;
	struct err why = { 0 };
	struct leak_hits hits;

	if (days.n > 0 && !str_to_int(days, &s.days))
		err_set(&why, ERR_INPUT, "the date is a number of business days from 1 to %d", INFO_REQUEST_DAYS_MOST);
	else if (info_request_draft(c->hub, &c->by, c->a, &s, &number, &hits, &why) == 0)
		return web_go(c, web_path(c, "/calls", number, STR_NONE), hits.count > 0 ? "drafted-hits" : "drafted");
	if (web_refused(c, &why) < 0) {
		*e = why;
		return -1;
	}
	return web_calls(c, e);
}

/* ---- one call ---- */

static void show_moves(struct web_call *c, const struct info_request *q, struct call_shown *p)
{
	const char *const deeds[] = { "release", "drop", "remind", "close", "reopen" };

	p->moves = ARENA_ARRAY(c->a, struct option, 5);
	for (size_t i = 0; i < 5; i++)
		if (state_find(&states_request, q->state, deeds[i]) != NULL)
			p->moves[p->moves_count++] = (struct option){ str_of(deeds[i]), web_word(c, "web.call.deed", str_of(deeds[i])), false };
}

static int show_inside(struct web_call *c, const struct info_request *q, struct call_shown *p, struct err *e)
{
	struct info_request_answer_row *list;
	struct info_request_counts n;
	size_t count;

	if (info_request_count(c->hub->db, c->a, q, &n, e) < 0 || info_request_answers(c->hub->db, c->a, q, &list, &count, e) < 0)
		return -1;
	const struct { const char *id; long long value; } facts[] = { { "web.call.rev", q->rev }, { "web.call.leaks", q->leak_hits }, { "web.call.asked", n.asked },
		{ "web.call.opened", n.opened }, { "web.call.answered", n.answered }, { "web.call.material_n", n.material }, { "web.call.nothing_n", n.nothing },
		{ "web.call.silent", n.silent }, { "web.call.late_n", n.late }, { "web.call.outside_n", n.outside }, { "web.call.submissions", n.submissions } };

	p->facts = ARENA_ARRAY(c->a, struct fact, sizeof facts / sizeof facts[0]);
	for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++)
		p->facts[p->facts_count++] = (struct fact){ web_text(c, facts[i].id), arena_printf(c->a, "%lld", facts[i].value) };
	p->answers = ARENA_ARRAY(c->a, struct call_answer_shown, count + 1);
	p->answers_count = count;
	for (size_t i = 0; i < count; i++)
		p->answers[i] = (struct call_answer_shown){ web_date(c, list[i].at_ms), look_org(c, list[i].org_id), web_word(c, "request.word", list[i].word),
			list[i].receipt.p != NULL ? list[i].receipt : STR(""), list[i].receipt.p != NULL ? web_path(c, "/receipts", list[i].receipt, STR_NONE) : STR(""),
			list[i].late, list[i].outside };
	if (who_may(c->who.roles, true, WHO_STAFF))
		show_moves(c, q, p);
	return 0;
}

static int get(struct web_call *c, struct str *org, struct info_request *q, struct err *e)
{
	if (whose(c, org, e) < 0)
		return -1;
	return org->p == NULL ? info_request_get(c->hub->db, c->a, c->part[0], q, e) :
	    info_request_get_for(c->hub->db, c->a, c->part[0], *org, c->q->now_ms, q, e);
}

static int show(struct web_call *c, struct err *e)
{
	struct call_shown *p = ARENA_NEW(c->a, struct call_shown);
	struct info_request q;
	struct str org;

	if (get(c, &org, &q, e) < 0)
		return -1;
	*p = (struct call_shown){ .line = line_of(c, &q), .base = web_path(c, "/calls", q.number, STR_NONE), .staff = org.p == NULL, .opened = org.p == NULL,
		.may_answer = org.p != NULL && state_find(&states_request, q.state, "answer") != NULL, .upload = { c->hub->conf.hand_in_mb }, .rev = q.rev };
	if (p->staff ? show_inside(c, &q, p, e) < 0 : info_request_was_opened(c->hub->db, c->a, &q, org, &p->opened, e) < 0)
		return -1;
	p->kinds = look_choices(c, "desk.kind", KINDS, STR("mail"), &p->kinds_count);
	if (p->opened)
		p->text = info_request_text(c->hub, c->a, &q, c->lang);
	c->page.call = p;
	return web_show(c, "web.calls");
}

int web_call_page(struct web_call *c, struct err *e) { return show(c, e); }

/* Opening is a deed with a button of its own: looking at an address changes nothing. */
int web_call_open_do(struct web_call *c, struct err *e)
{
	struct info_request q;
	struct str org;

	if (get(c, &org, &q, e) < 0)
		return -1;
	if (org.p != NULL && info_request_opened(c->hub->db, &c->by, &q, org, e) < 0)
		return -1;
	return web_go(c, web_path(c, "/calls", q.number, STR_NONE), NULL);
}

static int end(struct web_call *c, int status, const struct err *why, const char *done, struct err *e)
{
	if (status == 0)
		return web_go(c, web_path(c, "/calls", c->part[0], STR_NONE), done);
	if (web_refused(c, why) < 0) {
		*e = *why;
		return -1;
	}
	return show(c, e);
}

static int answer_files(struct web_call *c, const struct info_request *q, struct str org, struct str kind, size_t *given, struct err *e)
{
	struct receipt receipt;

	for (size_t i = 0; i < c->q->file_count; i++) {
		const struct http_file *f = &c->q->files[i];
		struct offer offer = { .org_id = org, .person_id = c->who.person_id, .kind = kind, .channel = STR("web"), .name = f->name, .from = &f->bytes,
			.received_ms = TIME_NONE };

		if (!str_eq(f->field, STR("files")) || (f->bytes.n == 0 && f->name.n == 0))
			continue;
		if (info_request_answer(c->hub, &c->by, c->a, q->number, STR("material"), &offer, &receipt, e) < 0)
			return -1;
		++*given;
	}
	return *given > 0 ? 0 : err_set(e, ERR_INPUT, "what is the answer? choose files, or say that there is nothing");
}

int web_call_answer_do(struct web_call *c, struct err *e)
{
	struct str kind = web_field(c, "kind"), word = web_field(c, "word"), org;
	const struct offer nothing = { .person_id = c->who.person_id };
	struct offer offer = nothing;
	struct info_request q;
	struct receipt none;
	struct err why = { 0 };
	size_t given = 0;

	if (get(c, &org, &q, e) < 0)
		return -1;
	if (org.p == NULL)
		return web_nothing(e);
	offer.org_id = org;
	if (word.p != NULL && str_eq(word, STR("nothing")))
		return end(c, info_request_answer(c->hub, &c->by, c->a, q.number, word, &offer, &none, &why), &why, "answered", e);
	return end(c, answer_files(c, &q, org, kind.p != NULL ? kind : STR("mail"), &given, &why), &why, "answered", e);
}

int web_call_move_do(struct web_call *c, struct err *e)
{
	struct str deed = web_field(c, "deed"), rev = web_field(c, "rev");
	struct info_request_released r;
	long long read = 0;
	struct err why = { 0 };
	int status = -1;

	/* who releases says which version was read */
	if (deed.p == NULL || (rev.p != NULL && !str_to_int(rev, &read)))
		err_set(&why, ERR_INPUT, "what shall be done with it?");
	else if (str_eq(deed, STR("release")))
		status = info_request_release(c->hub, &c->by, c->a, c->part[0], read, &r, &why);
	else if (str_eq(deed, STR("remind")))
		status = info_request_remind(c->hub, &c->by, c->a, c->part[0], &why) < 0 ? -1 : 0;
	else if (str_eq(deed, STR("drop")) || str_eq(deed, STR("close")) || str_eq(deed, STR("reopen")))
		status = info_request_move(c->hub, &c->by, c->a, c->part[0], arena_cstr(c->a, deed), &why);
	else
		err_set(&why, ERR_INPUT, "what shall be done with it?");
	return end(c, status, &why, "saved", e);
}
