/* question.c - noroshi question: asking back about what was handed in, and answering. */
#include <string.h>

#include "ask/question.h"
#include "ask/ready_text.h"
#include "base/file.h"
#include "base/time.h"
#include "cli/desk.h"
#include "intake/look.h"
#include "store/spool.h"

struct question_options {
	struct str template, ja, en, days, text, kind, person, org, submission;
	struct str_list files;
	bool all;
};

/* ---- ready questions ---- */

static int templates(struct desk *d, void *options, struct err *e)
{
	const struct question_options *o = options;

	for (size_t i = 0; i < question_texts_count; i++) {
		const struct ready_text *t = &question_texts[i];

		if (o->kind.p != NULL && !ready_text_is_about(t, o->kind))
			continue;
		if (!d->json) {
			buf_printf(&d->out, "%s (%s, %d)\n  %s\n", t->id, t->topics, t->days, tr_lang() == LANG_JA ? t->ja : t->en);
			continue;
		}
		desk_json(d);
		jw_kz(&d->w, "schema", "noroshi/ready-question/1");
		jw_kz(&d->w, "template", t->id);
		jw_kz(&d->w, "kinds", t->topics);
		jw_kint(&d->w, "days", t->days);
		jw_kz(&d->w, "ja", t->ja);
		jw_kz(&d->w, "en", t->en);
		if (desk_json_end(d, e) < 0)
			return -1;
	}
	return 0;
}

/* ---- asking ---- */

static int asked_of(const struct question_options *o, struct question_asked *q, struct err *e)
{
	long long days = 0;

	if (o->days.p != NULL && (!str_to_int(o->days, &days) || days < 1 || days > 60))
		return err_set(e, ERR_USAGE, "--days is a number of business days from 1 to 60");
	*q = (struct question_asked){ o->template, o->ja, o->en, (int)days };
	return 0;
}

static int ask(struct desk *d, void *options, struct err *e)
{
	const struct question_options *o = options;
	struct question_asked q;
	struct str number;

	if (asked_of(o, &q, e) < 0)
		return -1;
	if (str_starts(d->operand[0], STR("Q-"))) {
		if (question_again(d->hub, &d->by, d->arena, d->operand[0], &q, e) < 0)
			return -1;
		return desk_done(d, "question.asked-again", d->operand[0], tr("asked again"), e);
	}
	if (question_ask(d->hub, &d->by, d->arena, d->operand[0], &q, &number, e) < 0)
		return -1;
	return desk_done(d, "question.asked", number, tr("asked"), e);
}

/* ---- answering ---- */

static const char *base_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

static int open_files(struct desk *d, const struct question_options *o, struct question_reply *r, struct err *e)
{
	struct question_file *files = ARENA_ARRAY(d->arena, struct question_file, o->files.count + 1);

	for (size_t i = 0; i < o->files.count; i++) {
		const char *path = arena_cstr(d->arena, o->files.items[i]);
		struct content *content = ARENA_NEW(d->arena, struct content);

		if (spool_open(d->hub, d->arena, path, (size_t)d->hub->conf.hand_in_mb << 20, content, e) < 0)
			return err_prefix(e, "%s", path);
		files[i] = (struct question_file){ str_of(base_of(path)), o->kind.p != NULL ? o->kind : STR("mail"), content };
	}
	r->files = files;
	r->file_count = o->files.count;
	return 0;
}

static int answer(struct desk *d, void *options, struct err *e)
{
	const struct question_options *o = options;
	struct question_reply r = { .words = o->text.p != NULL ? o->text : STR(""), .person = o->person };
	struct str *receipts;

	if (open_files(d, o, &r, e) < 0 || question_answer(d->hub, &d->by, d->arena, d->operand[0], &r, &receipts, e) < 0)
		return -1;
	if (d->json) {
		desk_json(d);
		jw_kz(&d->w, "done", "question.answered");
		jw_kstr(&d->w, "object", d->operand[0]);
		jw_karray(&d->w, "receipts");
		for (size_t i = 0; i < r.file_count; i++)
			jw_str(&d->w, receipts[i]);
		jw_end_array(&d->w);
		return desk_json_end(d, e);
	}
	buf_printf(&d->out, "%s: " STR_FMT "\n", tr("answered"), STR_ARG(d->operand[0]));
	for (size_t i = 0; i < r.file_count; i++)
		buf_printf(&d->out, tr("receipt %s (%s)\n"), receipts[i].p, o->files.items[i].p);
	return desk_flush(d, e);
}

/* ---- closing, reminding ---- */

static int close_verb(struct desk *d, void *options, struct err *e)
{
	(void)options;
	if (question_close(d->hub, &d->by, d->arena, d->operand[0], e) < 0)
		return -1;
	return desk_done(d, "question.closed", d->operand[0], tr("closed"), e);
}

static int remind(struct desk *d, void *options, struct err *e)
{
	long long told = question_remind(d->hub, &d->by, d->arena, e);

	(void)options;
	if (told < 0)
		return -1;
	return desk_done(d, "question.reminded", arena_printf(d->arena, "%lld", told), tr("notices written"), e);
}

/* ---- looking ---- */

static struct str waited(struct desk *d, long long ms)
{
	return arena_printf(d->arena, "%lld", ms / MS_DAY);
}

static void fields(struct desk *d, const struct question_row *q)
{
	struct jw *w = &d->w;

	jw_kz(w, "schema", "noroshi/question/1");
	jw_kstr(w, "question", q->number);
	jw_kstr(w, "submission", q->submission);
	jw_kstr(w, "org", q->org_id);
	jw_kstr(w, "kind", q->kind);
	jw_kstr(w, "template", q->template);
	jw_kstr(w, "state", q->state);
	jw_ktime(w, "asked", q->asked_ms);
	jw_ktime(w, "due", q->due_ms);
	jw_kbool(w, "late", q->is_late);
	jw_ktime(w, "first_answer", q->first_answer_ms);
	jw_ktime(w, "closed", q->closed_ms);
	jw_kint(w, "member_wait_minutes", q->member_wait_ms / MS_MINUTE);
	jw_kint(w, "hub_wait_minutes", q->hub_wait_ms / MS_MINUTE);
	jw_kint(w, "messages", q->messages);
}

static int print_row(struct desk *d, const struct question_row *q, struct err *e)
{
	if (d->json) {
		desk_json(d);
		fields(d, q);
		return desk_json_end(d, e);
	}
	desk_cell(d, q->number, 18);
	desk_cell(d, q->submission, 20);
	desk_cell(d, q->org_id, 14);
	desk_cell(d, desk_date(d, q->due_ms), 10);
	desk_cell(d, q->is_late ? str_of(tr("late")) : STR(""), 6);
	desk_cell(d, desk_word(d, "states.question.state", q->state), 30);
	buf_printf(&d->out, tr("waited for the member %s days, for the hub %s days\n"), waited(d, q->member_wait_ms).p, waited(d, q->hub_wait_ms).p);
	return 0;
}

/* Whose questions a person sees: the own organisation's; the hub's people all, or one organisation's. */
static int whose(struct desk *d, const struct question_options *o, struct str *org_r, struct err *e)
{
	struct db_rows r;
	struct err not_staff;
	bool staff;

	*org_r = o->org;
	if (may_see_org(d->hub->db, &d->by, d->arena, STR_NONE, &staff, &not_staff) == 0)
		return desk_known_org(d, o->org, e);
	if (DB_QUERY(d->hub->db, d->arena, &r, e, "SELECT org_id FROM person WHERE id = $1", DB_TEXT(d->as)) < 0)
		return -1;
	if (r.count == 0 || (o->org.p != NULL && !str_eq(o->org, db_text(&r, 0, 0))))
		return err_set(e, ERR_DENIED, STR_FMT " sees the questions of the own organisation only", STR_ARG(d->as));
	*org_r = db_text(&r, 0, 0);
	return 0;
}

static int list(struct desk *d, void *options, struct err *e)
{
	const struct question_options *o = options;
	struct submission_row s = { 0 };
	struct question_row *rows;
	struct str org;
	size_t n;

	if (whose(d, o, &org, e) < 0 || (o->submission.p != NULL && submission_get(d->hub->db, d->arena, o->submission, &s, e) < 0) ||
	    question_list(d->hub->db, d->arena, org, s.id, o->all, d->by.now_ms, &rows, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (print_row(d, &rows[i], e) < 0)
			return -1;
		d->attention |= rows[i].is_late;
	}
	if (n == 0 && !d->json)
		buf_printf(&d->out, "%s\n", tr("no question waits"));
	return 0;
}

static void print_message(struct desk *d, const struct question_message *m)
{
	buf_printf(&d->out, "\n%s  %s  " STR_FMT "%s" STR_FMT "\n", desk_time(d, m->at_ms).p, m->of_hub ? tr("the hub") : tr("the member"),
	    STR_ARG(m->person_id), str_eq(m->person_id, m->entered_by) ? "" : tr(", taken down by "),
	    STR_ARG(str_eq(m->person_id, m->entered_by) ? STR("") : m->entered_by));
	buf_add(&d->out, m->words);
	buf_char(&d->out, '\n');
	if (m->receipts.n > 0)
		buf_printf(&d->out, "%s: " STR_FMT "\n", tr("files"), STR_ARG(m->receipts));
}

static int print_thread(struct desk *d, const struct question_row *q, const struct question_message *list, size_t n, struct err *e)
{
	if (!d->json) {
		if (print_row(d, q, e) < 0)
			return -1;
		for (size_t i = 0; i < n; i++)
			print_message(d, &list[i]);
		return 0;
	}
	desk_json(d);
	fields(d, q);
	jw_karray(&d->w, "thread");
	for (size_t i = 0; i < n; i++) {
		jw_object(&d->w);
		jw_kz(&d->w, "side", list[i].of_hub ? "hub" : "member");
		jw_kstr(&d->w, "person", list[i].person_id);
		jw_kstr(&d->w, "entered_by", list[i].entered_by);
		jw_ktime(&d->w, "at", list[i].at_ms);
		jw_kstr(&d->w, "words", list[i].words);
		jw_kstr(&d->w, "files", list[i].receipts);
		jw_end_object(&d->w);
	}
	jw_end_array(&d->w);
	return desk_json_end(d, e);
}

static int show(struct desk *d, void *options, struct err *e)
{
	struct question_message *list;
	struct question_row q;
	bool staff;
	size_t n;

	(void)options;
	if (question_get(d->hub->db, &d->by, d->arena, d->operand[0], &q, &staff, e) < 0 ||
	    question_messages(d->hub, &d->by, d->arena, &q, &list, &n, e) < 0)
		return -1;
	/* who of the hub wrote is the hub's own business */
	for (size_t i = 0; i < n && !staff; i++)
		if (list[i].of_hub)
			list[i].person_id = list[i].entered_by = STR("hub");
		else if (!str_eq(list[i].person_id, list[i].entered_by))
			list[i].entered_by = STR("hub");
	return print_thread(d, &q, list, n, e);
}

static const struct desk_verb verbs[] = {
	{ "templates", "", DESK_ANYBODY, templates },
	{ "ask", "RECEIPT/N|QUESTION", DESK_ANALYST, ask },
	{ "answer", "QUESTION", DESK_PERSON, answer },
	{ "close", "QUESTION", DESK_ANALYST, close_verb },
	{ "remind", "", DESK_ANYBODY, remind },
	{ "list", "", DESK_PERSON, list },
	{ "show", "QUESTION", DESK_PERSON, show },
};

int cli_question(int argc, char **argv)
{
	struct question_options o = { 0 };
	const struct option_spec specs[] = {
		{ "--template", OPTION_VALUE, &o.template }, { "--ja", OPTION_VALUE, &o.ja }, { "--en", OPTION_VALUE, &o.en },
		{ "--days", OPTION_VALUE, &o.days }, { "--text", OPTION_VALUE, &o.text }, { "--file", OPTION_LIST, &o.files },
		{ "--kind", OPTION_VALUE, &o.kind }, { "--for", OPTION_VALUE, &o.person }, { "--org", OPTION_VALUE, &o.org },
		{ "--submission", OPTION_VALUE, &o.submission }, { "--all", OPTION_FLAG, &o.all },
	};

	return desk_command(argc, argv, verbs, sizeof verbs / sizeof verbs[0], specs, sizeof specs / sizeof specs[0], &o);
}
