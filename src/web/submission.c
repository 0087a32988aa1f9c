/* submission.c - one submission: what it is and why. */
#include "base/text.h"
#include "base/time.h"
#include "consolidate/cases.h"
#include "consolidate/hub_findings.h"
#include "intake/classify.h"
#include "intake/judgement.h"
#include "intake/told.h"
#include "web/document.h"
#include "web/look.h"
#include "web/marks.h"
#include "web/seen.h"
#include "web/submission.h"

#define BASES "- persists insider-knowledge family judgement"
#define DAMAGES "- none money info account device unknown"
#define VERDICTS "- share merged-into not-shared-bulk not-shared-harmless not-shared-no-approval not-shared-not-useful"

enum { SUBJECT_SHOWN = 300 };

/* ---- what is shown ---- */

struct facts { struct fact *list; size_t n, room; };

static void fact(struct web_call *c, struct facts *f, const char *id, struct str value)
{
	if (value.n > 0)
		*ARENA_PUSH(c->a, f->list, f->n, f->room) = (struct fact){ web_text(c, id), value };
}

static void show_facts(struct web_call *c, const struct submission_row *s, bool staff, struct submission_page *p)
{
	struct facts f = { 0 };

	fact(c, &f, "desk.kind", web_word(c, "desk.kind", s->kind));
	if (staff)
		fact(c, &f, "desk.org", look_org(c, s->org_id));
	fact(c, &f, "desk.received", web_time(c, s->received_ms));
	fact(c, &f, "desk.occurred", web_time(c, s->occurred_ms));
	if (s->copies > 1)
		fact(c, &f, "desk.copies", arena_printf(c->a, "%lld", s->copies));
	fact(c, &f, "desk.state", web_word(c, "states.submission.state", s->state));
	fact(c, &f, "desk.examined", web_word(c, "desk.examined", s->examined));
	fact(c, &f, "desk.class", web_word(c, "desk.class", s->class));
	fact(c, &f, "desk.basis", web_word(c, "desk.basis", s->targeted_basis));
	fact(c, &f, "desk.damage", web_word(c, "desk.damage", s->damage));
	fact(c, &f, "desk.share_verdict", web_word(c, "web.share_verdict", s->share_verdict));
	p->facts = f.list;
	p->facts_count = f.n;
}

/* What who handed it in says about it. */
static int show_told(struct web_call *c, const struct submission_row *s, struct submission_page *p, struct err *e)
{
	struct facts f = { 0 };
	struct told t;

	if (told_get(c->hub, c->a, s->hand_in_id, &t, e) < 0)
		return -1;
	marks_show(c->a, t.words, NULL, MARKS_SPACES | MARKS_DEFANG, &p->told_words, &p->told_words_count);
	if (!t.asked)
		return 0;
	fact(c, &f, "told.damage", web_word(c, "told.answer", t.damage));
	fact(c, &f, "told.opened", web_word(c, "told.answer", t.opened));
	fact(c, &f, "told.replied", web_word(c, "told.answer", t.replied));
	if (t.urgent)
		fact(c, &f, "told.urgent", web_word(c, "told.answer", STR("yes")));
	fact(c, &f, "told.technical", web_word(c, "told.share", t.technical));
	p->told = f.list;
	p->told_count = f.n;
	return 0;
}

static int show_case(struct web_call *c, const struct submission_row *s, struct submission_page *p, struct err *e)
{
	struct str number = STR_NONE;
	struct proposal_row *list;
	size_t n;

	if (case_of_submission(c->hub->db, c->a, s->id, &number, e) < 0 || proposal_list(c->hub->db, c->a, s->id, &list, &n, e) < 0)
		return -1;
	p->case_number = number.p != NULL ? number : STR("");
	p->case_href = web_path(c, "/cases", p->case_number, STR_NONE);
	p->proposals = ARENA_ARRAY(c->a, struct proposal_shown, n + 1);
	for (size_t i = 0; i < n; i++)
		p->proposals[p->proposals_count++] = (struct proposal_shown){ .id = list[i].id, .where = list[i].case_number.n > 0 ? list[i].case_number :
			web_text(c, list[i].other_receipt.n > 0 ? "web.case.for_both" : "web.case.of_its_own"),
			.reason = web_word(c, "desk.proposal", list[i].reason), .score = list[i].score / 10 };
	return 0;
}

static void show_choices(struct web_call *c, const struct submission_row *s, struct submission_page *p)
{
	p->classes = look_choices(c, "desk.class", LOOK_CLASSES, s->class.n > 0 ? s->class : s->nature, &p->classes_count);
	p->bases = look_choices(c, "desk.basis", BASES, s->targeted_basis, &p->bases_count);
	p->damages = look_choices(c, "desk.damage", DAMAGES, s->damage, &p->damages_count);
	p->verdicts = look_choices(c, "web.share_verdict", VERDICTS, s->share_verdict, &p->verdicts_count);
}

/* ---- what people said of it ---- */

static struct str judged_words(struct web_call *c, const struct judgement_sum *sum)
{
	return sum->agree + sum->wrong == 0 ? STR("") : arena_printf(c->a, text(c->lang, "web.judged"), sum->agree, sum->wrong);
}

static void judge_findings(struct web_call *c, struct finding_shown *f, size_t n, const struct judgement *list, size_t n_list)
{
	for (size_t i = 0; i < n; i++) {
		struct judgement_sum sum = judgement_sum(list, n_list, f[i].id, c->who.person_id);

		f[i].judged = judged_words(c, &sum);
		f[i].mine_agree = str_eq(sum.own, STR("agree"));
		f[i].mine_wrong = str_eq(sum.own, STR("wrong"));
	}
}

static void show_judgements(struct web_call *c, struct submission_page *p, const struct judgement *list, size_t n)
{
	struct judgement_sum sum = judgement_sum(list, n, STR(""), c->who.person_id);

	p->judged = judged_words(c, &sum);
	p->mine_agree = str_eq(sum.own, STR("agree"));
	p->mine_wrong = str_eq(sum.own, STR("wrong"));
	judge_findings(c, p->findings, p->findings_count, list, n);
	judge_findings(c, p->others, p->others_count, list, n);
}

/* Decisions and judgements, as they were made. */
static int show_history(struct web_call *c, const struct submission_row *s, struct submission_page *p, struct err *e)
{
	struct class_step *steps;
	struct judgement *list;
	size_t n, n_list;

	if (submission_class_history(c->hub->db, c->a, s->id, &steps, &n, e) < 0 || judgement_list(c->hub->db, c->a, s->id, &list, &n_list, e) < 0)
		return -1;
	show_judgements(c, p, list, n_list);
	p->history = ARENA_ARRAY(c->a, struct history_row, n + n_list + 1);
	for (size_t i = 0; i < n; i++)
		p->history[p->history_count++] = (struct history_row){ web_time(c, steps[i].at_ms), web_word(c, "web.field", steps[i].field),
			arena_printf(c->a, STR_FMT " → " STR_FMT, STR_ARG(look_decided(c, steps[i].field, steps[i].before)),
			    STR_ARG(look_decided(c, steps[i].field, steps[i].after))), look_person(c, steps[i].by), steps[i].reason, steps[i].is_correction };
	for (size_t i = 0; i < n_list; i++)
		p->history[p->history_count++] = (struct history_row){ web_time(c, list[i].at_ms), web_text(c, "web.judgement"),
			arena_printf(c->a, STR_FMT STR_FMT STR_FMT, STR_ARG(web_word(c, "web.judge", list[i].word)), STR_ARG(list[i].finding_id.n > 0 ? STR(": ") : STR("")),
			    STR_ARG(list[i].finding_id)), look_person(c, list[i].by), list[i].reason, str_eq(list[i].word, STR("wrong")) };
	return 0;
}

/* What only the hub sees: who else got it, from which case it is known. */
static int show_hub_findings(struct web_call *c, const struct submission_row *s, struct submission_page *p, struct err *e)
{
	struct hub_finding *list;
	size_t n, before = p->findings_count;
	struct finding_shown *all;

	if (hub_findings_list(c->hub, c->a, s->id, c->lang, &list, &n, e) < 0)
		return -1;
	all = ARENA_ARRAY(c->a, struct finding_shown, before + n + 1);
	if (before > 0)
		memcpy(all, p->findings, before * sizeof *all);
	for (size_t i = 0; i < n; i++)
		all[before + i] = (struct finding_shown){ .ref = { 0, "low" }, .tag = "", .strength = web_text(c, "web.context"), .sentence = list[i].sentence, .id = list[i].id };
	p->findings = all;
	p->findings_count = before + n;
	return 0;
}

/* What only people of the hub see. */
static int show_inside(struct web_call *c, const struct submission_row *s, struct submission_page *p, struct err *e)
{
	show_choices(c, s, p);
	if (show_case(c, s, p, e) < 0)
		return -1;
	if (p->read || p->told_words_count > 0)
		seen_note(c, s->id, "triage");          /* staff read what another organisation handed in */
	if (p->read && show_hub_findings(c, s, p, e) < 0)
		return -1;
	return show_history(c, s, p, e);
}

static void make_page(struct web_call *c, const struct submission_row *s, bool staff, struct submission_page *p)
{
	bool withdrawn = str_eq(s->state, STR("withdrawn"));

	*p = (struct submission_page){ .name = look_name(c, s), .base = look_submission(c, s->receipt, s->number), .staff = staff,
		.subject = look_name(c, s), .tone = look_tag(c, s->nature, s->strength, 0).tone, .verdict = look_verdict(c, s), .erased = withdrawn,
		.reason = look_reason(c, s), .may_decide = who_may(c->who.roles, true, WHO_STAFF) && !withdrawn, .advice = STR(""), .judged = STR(""),
		.may_withdraw = !withdrawn && str_eq(s->org_id, c->who.org_id), .case_number = STR(""), .case_href = STR(""),
		.has_source = !withdrawn && s->raw_blob.n > 0 && who_may(c->who.roles, true, WHO_SOURCE), .text = STR("") };
	p->here = p->base;
	if (p->tone[0] == '\0')
		p->tone = "calm";
	p->lead = arena_printf(c->a, "%s" STR_FMT, staff ? arena_printf(c->a, text(c->lang, "web.submission.by"), look_org(c, s->org_id).p).p : "",
	    STR_ARG(web_time(c, s->received_ms)));
	show_facts(c, s, staff, p);
}

static struct str title_of(struct web_call *c, const json_t *doc, const struct submission_row *s)
{
	struct str subject = utf8_cut(document_subject(doc), SUBJECT_SHOWN);

	if (subject.n > 0)
		return subject.n < document_subject(doc).n ? arena_printf(c->a, STR_FMT "…", STR_ARG(subject)) : subject;
	return str_eq(s->kind, STR("mail")) || str_eq(s->kind, STR("bec")) ? web_text(c, "web.no_subject") :
		arena_printf(c->a, STR_FMT " " STR_FMT, STR_ARG(web_word(c, "desk.kind", s->kind)), STR_ARG(look_name(c, s)));
}

int submission_page_show(struct web_call *c, const struct submission_row *s, bool staff, struct err *e)
{
	struct submission_page *p = ARENA_NEW(c->a, struct submission_page);
	json_t *doc;

	make_page(c, s, staff, p);
	if (document_of(c, s, &doc, e) < 0)
		return -1;
	if (doc != NULL) {
		document_show(c, doc, p);
		p->subject = title_of(c, doc, s);
	}
	if (show_told(c, s, p, e) < 0)
		return -1;
	if (staff && show_inside(c, s, p, e) < 0)
		return -1;
	c->page.submission = p;
	return web_show(c, "web.submission");
}

int web_submission(struct web_call *c, struct err *e)
{
	struct submission_row s;
	bool staff;

	return look_at_submission(c, &s, &staff, e) < 0 ? -1 : submission_page_show(c, &s, staff, e);
}
