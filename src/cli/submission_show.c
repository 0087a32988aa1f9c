/* submission_show.c - noroshi submission show: state, why, findings, decisions; contents for a reason only. */
#include "cli/submission.h"

#include <jansson.h>
#include <stdlib.h>

#include "analyse/analyse.h"
#include "ask/question.h"
#include "base/file.h"
#include "base/text.h"
#include "base/time.h"
#include "cli/analyse_print.h"
#include "cli/out.h"
#include "consolidate/cases.h"
#include "feedback/sighting.h"
#include "intake/told.h"
#include "consolidate/hub_findings.h"
#include "worker/document.h"

/* ---- sentences in the language that is asked for; the document keeps the words they are made of ---- */

static void say_finding(struct desk *d, json_t *f)
{
	json_t *words = json_object_get(f, "words");
	struct str list[4] = { STR_NONE };
	size_t n = 0;

	while (n < 4 && n < json_array_size(words)) {
		list[n] = str_of(json_string_value(json_array_get(words, n)));
		n++;
	}
	json_object_set_new(f, "sentence", json_string(arena_cstr(d->arena, finding_sentence(d->arena, tr_lang(),
	    document_text(f, "id"), list, n))));
}

static json_t *document_in_language(struct desk *d, struct str json, struct err *e)
{
	json_t *doc, *verdict, *f;
	size_t i;

	if (document_check(json, &doc, e) < 0)
		return NULL;
	json_array_foreach(json_object_get(doc, "findings"), i, f)
		say_finding(d, f);
	verdict = json_object_get(doc, "verdict");
	if (document_text(verdict, "rule").n > 0)
		json_object_set_new(verdict, "sentence", json_string(arena_cstr(d->arena, verdict_sentence(d->arena, tr_lang(),
		    document_text(verdict, "rule")))));
	return doc;
}

/* What is shown of one: members see nothing of cases, and not what only the hub can see. */
struct shown {
	const struct submission_row *s;
	json_t *doc;                    /* NULL: there is none */
	struct str case_number;
	struct hub_finding *hub;
	size_t hub_count;
	struct question_row *questions;
	size_t question_count;
	struct told told;
	bool staff;
};

/* ---- for people ---- */

static void line(struct desk *d, const char *id, struct str value)
{
	if (value.n == 0)
		return;
	buf_z(&d->out, "  ");
	desk_cell(d, str_of(text(tr_lang(), id)), 18);
	buf_add(&d->out, value);
	buf_char(&d->out, '\n');
}

static void print_told(struct desk *d, const struct told *t)
{
	if (!t->asked)
		return;
	line(d, "told.damage", desk_word(d, "told.answer", t->damage));
	line(d, "told.opened", desk_word(d, "told.answer", t->opened));
	line(d, "told.replied", desk_word(d, "told.answer", t->replied));
	if (t->urgent)
		line(d, "told.urgent", desk_word(d, "told.answer", STR("yes")));
	line(d, "told.technical", desk_word(d, "told.share", t->technical));
	if (t->words.n > 0) {
		buf_z(&d->out, "  ");
		desk_cell(d, str_of(text(tr_lang(), "told.words")), 18);
		terminal_safe(&d->out, t->words);
		buf_char(&d->out, '\n');
	}
}

static void print_state(struct desk *d, const struct shown *v)
{
	const struct submission_row *s = v->s;
	bool lines = str_eq(s->kind, STR("sighting"));  /* each bad one with its reason */
	struct str words = lines ? sighting_reason(d->arena, s->examined_reason) : desk_word(d, "desk.reason", s->examined_reason);
	struct str why = words.n == 0 ? STR("") : arena_printf(d->arena, " (" STR_FMT ")", STR_ARG(words));

	buf_printf(&d->out, STR_FMT "\n", STR_ARG(submission_name(d, s)));
	line(d, "desk.org", s->org_id.p != NULL ? s->org_id : STR("?"));
	line(d, "desk.kind", desk_word(d, "desk.kind", s->kind));
	line(d, "desk.received", desk_time(d, s->received_ms));
	if (s->occurred_ms != TIME_NONE)
		line(d, "desk.occurred", desk_time(d, s->occurred_ms));
	if (s->copies > 1)
		line(d, "desk.copies", arena_printf(d->arena, "%lld", s->copies));
	line(d, "desk.state", desk_word(d, "states.submission.state", s->state));
	for (size_t i = 0; i < v->question_count; i++)
		line(d, "states.question", arena_printf(d->arena, "%s %s", v->questions[i].number.p, desk_word(d, "states.question.state",
		    v->questions[i].state).p));
	line(d, "desk.examined", arena_printf(d->arena, STR_FMT STR_FMT, STR_ARG(desk_word(d, "desk.examined", s->examined)),
	    STR_ARG(why)));
	line(d, "desk.verdict", arena_printf(d->arena, STR_FMT " (" STR_FMT ")", STR_ARG(desk_word(d, "analyse.nature", s->nature)),
	    STR_ARG(desk_word(d, "analyse.strength", s->strength))));
	if (s->bec_type > 0)
		line(d, "desk.bec_type", arena_printf(d->arena, "%lld", s->bec_type));
	if (v->staff)
		line(d, "desk.case", v->case_number.p != NULL ? v->case_number : STR("-"));
	line(d, "desk.class", s->class.p != NULL ? desk_word(d, "desk.class", s->class) : STR("-"));
	line(d, "desk.basis", s->targeted_basis.p != NULL ? desk_word(d, "desk.basis", s->targeted_basis) : STR(""));
	line(d, "desk.damage", s->damage.p != NULL ? desk_word(d, "desk.damage", s->damage) : STR(""));
	line(d, "desk.share_verdict", s->share_verdict.p != NULL ? s->share_verdict : STR(""));
	print_told(d, &v->told);
}

static int print_history(struct desk *d, const struct submission_row *s, struct err *e)
{
	struct class_step *steps;
	size_t n;

	if (submission_class_history(d->hub->db, d->arena, s->id, &steps, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		buf_printf(&d->out, "  " STR_FMT "  " STR_FMT ": " STR_FMT " -> " STR_FMT "  " STR_FMT "%s%s" STR_FMT "\n",
		    STR_ARG(desk_time(d, steps[i].at_ms)), STR_ARG(steps[i].field), STR_ARG(steps[i].before.n > 0 ? steps[i].before : STR("-")),
		    STR_ARG(steps[i].after), STR_ARG(steps[i].by), steps[i].is_correction ? tr(" (a correction)") : "",
		    steps[i].reason.n > 0 ? "  " : "", STR_ARG(steps[i].reason));
	}
	return 0;
}

static int print_person(struct desk *d, const struct shown *v, struct err *e)
{
	print_state(d, v);
	if (v->staff && print_history(d, v->s, e) < 0)
		return -1;
	buf_char(&d->out, '\n');
	if (v->doc != NULL)
		analyse_print(&d->out, d->arena, v->doc);
	for (size_t i = 0; i < v->hub_count; i++) {
		buf_printf(&d->out, "  [hub] " STR_FMT " (" STR_FMT ")\n   ", STR_ARG(v->hub[i].sentence), STR_ARG(v->hub[i].id));
		for (size_t k = 0; k < v->hub[i].ref_count; k++)
			buf_printf(&d->out, " " STR_FMT, STR_ARG(v->hub[i].refs[k]));
		buf_char(&d->out, '\n');
	}
	return desk_flush(d, e);
}

/* ---- for machines ---- */

static int json_history(struct desk *d, const struct submission_row *s, struct err *e)
{
	struct class_step *steps;
	size_t n;

	if (submission_class_history(d->hub->db, d->arena, s->id, &steps, &n, e) < 0)
		return -1;
	jw_karray(&d->w, "class_history");
	for (size_t i = 0; i < n; i++) {
		jw_object(&d->w);
		jw_ktime(&d->w, "at", steps[i].at_ms);
		jw_kstr(&d->w, "field", steps[i].field);
		jw_kstr(&d->w, "before", steps[i].before);
		jw_kstr(&d->w, "after", steps[i].after);
		jw_kstr(&d->w, "by", steps[i].by);
		jw_kbool(&d->w, "correction", steps[i].is_correction);
		jw_kstr(&d->w, "reason", steps[i].reason);
		jw_end_object(&d->w);
	}
	jw_end_array(&d->w);
	return 0;
}

static void json_hub_findings(struct jw *w, const struct shown *v)
{
	jw_karray(w, "hub_findings");
	for (size_t i = 0; i < v->hub_count; i++) {
		jw_object(w);
		jw_kstr(w, "id", v->hub[i].id);
		jw_kstr(w, "tricks", v->hub[i].tricks);
		jw_kstr(w, "sentence", v->hub[i].sentence);
		jw_kint(w, "count", (long long)v->hub[i].count);
		jw_karray(w, "refs");
		for (size_t k = 0; k < v->hub[i].ref_count; k++)
			jw_str(w, v->hub[i].refs[k]);
		jw_end_array(w);
		jw_end_object(w);
	}
	jw_end_array(w);
}

static void json_told(struct jw *w, const struct told *t)
{
	if (!t->asked) {
		jw_knull(w, "told");
		return;
	}
	jw_kobject(w, "told");
	jw_kstr(w, "damage", t->damage);
	jw_kstr(w, "opened", t->opened);
	jw_kstr(w, "replied", t->replied);
	jw_kbool(w, "urgent", t->urgent);
	jw_kstr(w, "technical", t->technical);
	jw_kstr(w, "words", t->words);
	jw_end_object(w);
}

static int print_json(struct desk *d, const struct shown *v, struct err *e)
{
	char *findings = v->doc != NULL ? json_dumps(json_object_get(v->doc, "findings"), JSON_COMPACT) : NULL;
	char *limits = v->doc != NULL ? json_dumps(json_object_get(v->doc, "limits"), JSON_COMPACT) : NULL;
	int status = 0;

	desk_json(d);
	submission_fields(d, v->s);
	json_told(&d->w, &v->told);
	jw_key(&d->w, "limits");
	jw_raw(&d->w, limits != NULL ? str_of(limits) : STR("[]"));
	jw_key(&d->w, "findings");
	jw_raw(&d->w, findings != NULL ? str_of(findings) : STR("[]"));
	if (v->staff) {
		jw_kstr(&d->w, "case", v->case_number);
		json_hub_findings(&d->w, v);
		status = json_history(d, v->s, e);
	}
	jw_karray(&d->w, "questions");
	for (size_t i = 0; i < v->question_count; i++)
		jw_str(&d->w, v->questions[i].number);
	jw_end_array(&d->w);
	free(findings);
	free(limits);
	return status < 0 ? -1 : desk_json_end(d, e);
}

static int show_one(struct desk *d, const struct submission_row *s, bool staff, struct err *e)
{
	struct shown v = { .s = s, .staff = staff };
	struct str json;
	int status;

	if (submission_document(d->hub, d->arena, s, &json, e) < 0 || 
	    (staff ? told_open(d->hub, &d->by, d->arena, s->id, s->hand_in_id, &v.told, e) : told_get(d->hub, d->arena, s->hand_in_id, &v.told, e)) < 0 ||
	    case_of_submission(d->hub->db, d->arena, s->id, &v.case_number, e) < 0 ||
	    question_list(d->hub->db, d->arena, STR_NONE, s->id, true, d->by.now_ms, &v.questions, &v.question_count, e) < 0 ||
	    (staff && hub_findings_list(d->hub, d->arena, s->id, tr_lang(), &v.hub, &v.hub_count, e) < 0))
		return -1;
	if (json.n > 0 && (v.doc = document_in_language(d, json, e)) == NULL)
		return -1;
	status = d->json ? print_json(d, &v, e) : print_person(d, &v, e);
	json_decref(v.doc);
	return status;
}

/* ---- contents ---- */

static int show_content(struct desk *d, const struct submission_options *o, struct str of, struct str blob_id, struct err *e)
{
	enum vault_found found;
	struct str bytes;

	if (blob_id.p == NULL)
		return err_set(e, ERR_CONFLICT, "there is no content of " STR_FMT, STR_ARG(of));
	if (content_open(d->hub, &d->by, d->arena, of, blob_id, o->reason.p != NULL ? o->reason : STR(""), &found, &bytes, e) < 0)
		return -1;
	if (found != VAULT_FOUND)
		return vault_gone(found, of, e);
	return file_replace(arena_cstr(d->arena, o->output), bytes, 0600, e);
}

/* Subject, sender and text of every mail, as the document has them: no raw byte reaches the terminal. */
static int show_text(struct desk *d, const struct submission_options *o, const struct submission_row *s, struct err *e)
{
	enum vault_found found = VAULT_NONE;
	struct str json = STR("");
	json_t *doc, *m;
	size_t i;

	if (s->document_blob.p == NULL)
		return err_set(e, ERR_CONFLICT, "there is no text to show of " STR_FMT " (-o FILE writes the bytes as they came)",
		    STR_ARG(submission_name(d, s)));
	if (content_open(d->hub, &d->by, d->arena, submission_name(d, s), s->document_blob, o->reason, &found, &json, e) < 0)
		return -1;
	if (found != VAULT_FOUND)
		return vault_gone(found, submission_name(d, s), e);
	if (document_check(json, &doc, e) < 0)
		return -1;
	json_array_foreach(json_object_get(doc, "messages"), i, m) {
		buf_printf(&d->out, "--- %zu\n%s: ", i, text(tr_lang(), "desk.from"));
		terminal_safe(&d->out, document_text(json_array_get(json_object_get(m, "from"), 0), "address"));
		buf_printf(&d->out, "\n%s: ", text(tr_lang(), "desk.subject"));
		terminal_safe(&d->out, document_text(m, "subject"));
		buf_z(&d->out, "\n\n");
		terminal_safe(&d->out, document_text(m, "text"));
		buf_char(&d->out, '\n');
	}
	json_decref(doc);
	return desk_flush(d, e);
}

/* ---- a hand-in ---- */

static int print_hand_in(struct desk *d, const struct hand_in_row *h, struct err *e)
{
	if (d->json) {
		desk_json(d);
		jw_kz(&d->w, "schema", "noroshi/hand-in/1");
		jw_kstr(&d->w, "receipt", h->receipt);
		jw_kstr(&d->w, "org", h->org_id);
		jw_kstr(&d->w, "kind", h->kind);
		jw_kstr(&d->w, "channel", h->channel);
		jw_ktime(&d->w, "received", h->received_ms);
		jw_kint(&d->w, "bytes", h->bytes);
		jw_kstr(&d->w, "state", h->state);
		jw_kstr(&d->w, "reason", h->reason);
		jw_kstr(&d->w, "machine", h->mail_kind);
		jw_kint(&d->w, "submissions", h->submissions);
		return desk_json_end(d, e);
	}
	buf_printf(&d->out, STR_FMT "\n", STR_ARG(h->receipt));
	line(d, "desk.org", h->org_id.p != NULL ? h->org_id : STR("?"));
	line(d, "desk.kind", desk_word(d, "desk.kind", h->kind));
	line(d, "desk.received", desk_time(d, h->received_ms));
	line(d, "desk.state", arena_printf(d->arena, "%s%s" STR_FMT, desk_word(d, "desk.hand_in", h->state).p, h->reason.n > 0 ? ": " : "",
	    STR_ARG(desk_word(d, "desk.reason", h->reason))));
	line(d, "desk.submissions", arena_printf(d->arena, "%lld", h->submissions));
	return desk_flush(d, e);
}

static int show_hand_in(struct desk *d, const struct submission_options *o, struct err *e)
{
	struct hand_in_row h;
	struct submission_row *rows;
	bool staff;
	size_t n;

	if (hand_in_get(d->hub->db, d->arena, d->operand[0], &h, e) < 0 || may_see_hand_in(d->hub->db, &d->by, d->arena, h.id, h.org_id, &staff, e) < 0)
		return -1;
	if (o->output.p != NULL)
		return show_content(d, o, h.receipt, h.blob_id, e);
	if (submission_of_hand_in(d->hub->db, d->arena, h.id, &rows, &n, e) < 0 || print_hand_in(d, &h, e) < 0)
		return -1;
	if (o->reason.p != NULL && n == 1)
		return show_text(d, o, &rows[0], e);
	for (size_t i = 0; i < n; i++)
		if (show_one(d, &rows[i], staff, e) < 0)
			return -1;
	return 0;
}

int submission_show(struct desk *d, void *options, struct err *e)
{
	const struct submission_options *o = options;
	struct submission_row s;
	bool staff;

	if (str_find_char(d->operand[0], '/') < 0)
		return show_hand_in(d, o, e);
	if (submission_get(d->hub->db, d->arena, d->operand[0], &s, e) < 0 || may_see_hand_in(d->hub->db, &d->by, d->arena, s.hand_in_id, s.org_id, &staff, e) < 0)
		return -1;
	if (o->output.p != NULL)
		return show_content(d, o, submission_name(d, &s), s.raw_blob, e);
	return o->reason.p != NULL ? show_text(d, o, &s, e) : show_one(d, &s, staff, e);
}
