/* submission.c - one submission: what it is and why, and what is decided about it. */
#include "base/time.h"
#include "consolidate/cases.h"
#include "intake/classify.h"
#include "intake/withdraw.h"
#include "store/audit.h"
#include "web/document.h"
#include "web/look.h"

#define CLASSES "targeted bec phishing malware-bulk spam-harmless scam-other scan/probe drill false-positive unknown"
#define BASES "- persists insider-knowledge family judgement"
#define DAMAGES "- none money info account device unknown"
#define VERDICTS "- share merged-into not-shared-bulk not-shared-harmless not-shared-no-approval not-shared-not-useful"

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
	fact(c, &f, "desk.state", web_word(c, "desk.state", s->state));
	fact(c, &f, "desk.examined", web_word(c, "desk.examined", s->examined));
	fact(c, &f, "desk.class", web_word(c, "desk.class", s->class));
	fact(c, &f, "desk.basis", web_word(c, "desk.basis", s->targeted_basis));
	fact(c, &f, "desk.damage", web_word(c, "desk.damage", s->damage));
	fact(c, &f, "desk.share_verdict", web_word(c, "web.share_verdict", s->share_verdict));
	p->facts = f.list;
	p->facts_count = f.n;
}

static int show_case(struct web_call *c, const struct submission_row *s, struct submission_page *p, struct err *e)
{
	struct str number = STR_NONE;
	struct proposal_row *list;
	size_t n;

	if (case_of_submission(c->hub->db, c->a, s->id, &number, e) < 0 || proposal_list(c->hub->db, c->a, &list, &n, e) < 0)
		return -1;
	p->case_number = number.p != NULL ? number : STR("");
	p->case_href = web_path(c, "/cases", p->case_number, STR_NONE);
	p->proposals = ARENA_ARRAY(c->a, struct proposal_shown, n + 1);
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].submission_id, s->id))
			p->proposals[p->proposals_count++] = (struct proposal_shown){ .id = list[i].id, .where = list[i].case_number.n > 0 ? list[i].case_number :
				web_text(c, list[i].other_receipt.n > 0 ? "web.case.for_both" : "web.case.of_its_own"),
				.reason = web_word(c, "desk.proposal", list[i].reason), .score = list[i].score / 10 };
	return 0;
}

static int show_decisions(struct web_call *c, const struct submission_row *s, struct submission_page *p, struct err *e)
{
	struct class_step *steps;
	size_t n;

	p->classes = look_choices(c, "desk.class", CLASSES, s->class.n > 0 ? s->class : s->nature, &p->classes_count);
	p->bases = look_choices(c, "desk.basis", BASES, s->targeted_basis, &p->bases_count);
	p->damages = look_choices(c, "desk.damage", DAMAGES, s->damage, &p->damages_count);
	p->verdicts = look_choices(c, "web.share_verdict", VERDICTS, s->share_verdict, &p->verdicts_count);
	if (submission_class_history(c->hub->db, c->a, s->id, &steps, &n, e) < 0)
		return -1;
	p->steps = ARENA_ARRAY(c->a, struct class_step_shown, n + 1);
	p->steps_count = n;
	for (size_t i = 0; i < n; i++)
		p->steps[i] = (struct class_step_shown){ web_time(c, steps[i].at_ms), web_word(c, "desk", steps[i].field), steps[i].before, steps[i].after, steps[i].by,
			steps[i].reason, steps[i].is_correction };
	return 0;
}

/* Staff who read what another organisation handed in leave a line that says so, and why. */
static int note_look(struct web_call *c, const struct submission_row *s, struct err *e)
{
	if (db_begin(c->hub->db, e) < 0)
		return -1;
	if (audit_add_detail(c->hub->db, &c->by, "content.seen", s->id, STR("{\"reason\":\"triage\"}"), e) < 0) {
		db_rollback(c->hub->db);
		return -1;
	}
	return db_commit(c->hub->db, e);
}

static int show(struct web_call *c, const struct submission_row *s, bool staff, struct err *e)
{
	struct submission_page *p = ARENA_NEW(c->a, struct submission_page);
	bool withdrawn = str_eq(s->state, STR("withdrawn"));
	json_t *doc;

	*p = (struct submission_page){ .name = look_name(c, s), .base = look_submission(c, s->receipt, s->number), .staff = staff,
		.subject = look_name(c, s), .tone = look_tag(c, s->nature, s->strength, 0).tone, .verdict = look_verdict(c, s), .erased = withdrawn,
		.reason = web_word(c, "desk.reason", s->examined_reason), .may_decide = who_may(c->who.roles, true, WHO_STAFF) && !withdrawn,
		.may_withdraw = !withdrawn && str_eq(s->org_id, c->who.org_id) };
	if (p->tone[0] == '\0')
		p->tone = "calm";
	p->lead = staff ? arena_printf(c->a, STR_FMT " – " STR_FMT, STR_ARG(look_org(c, s->org_id)), STR_ARG(web_time(c, s->received_ms))) : web_time(c, s->received_ms);
	show_facts(c, s, staff, p);
	if (document_of(c, s, &doc, e) < 0)
		return -1;
	if (doc != NULL) {
		document_show(c, doc, p);
		p->subject = document_subject(doc).n > 0 ? document_subject(doc) : web_text(c, "web.no_subject");
	}
	if (staff && (show_case(c, s, p, e) < 0 || show_decisions(c, s, p, e) < 0 || (doc != NULL && note_look(c, s, e) < 0)))
		return -1;
	c->page.submission = p;
	return web_show(c, "web.submission");
}

int web_submission(struct web_call *c, struct err *e)
{
	struct submission_row s;
	bool staff;

	return look_at_submission(c, &s, &staff, e) < 0 ? -1 : show(c, &s, staff, e);
}

/* ---- deeds ---- */

/* The deed was refused: the page again, with the sentence, as it stands now. */
static int again(struct web_call *c, const struct err *why, struct err *e)
{
	if (web_refused(c, why) < 0) {
		*e = *why;
		return -1;
	}
	return web_submission(c, e);
}

int web_submission_classify_do(struct web_call *c, struct err *e)
{
	struct submission_row s;
	struct str basis = web_field(c, "basis"), class = web_field(c, "class"), damage = web_field(c, "damage"), reason = web_field(c, "reason");
	struct classification k = { .class = class.p != NULL ? class : STR(""), .targeted = basis.n > 0, .targeted_basis = basis.n > 0 ? basis : STR(""),
		.damage = damage.n > 0 ? damage : STR(""), .share_verdict = web_field(c, "share_verdict"), .reason = reason.n > 0 ? reason : STR("") };
	struct err why = { 0 };
	bool staff;

	if (look_at_submission(c, &s, &staff, e) < 0)
		return -1;
	k.is_correction = !classification_agrees(k.class, s.nature);
	if (submission_classify(c->hub->db, &c->by, c->a, s.id, &k, &why) < 0)
		return again(c, &why, e);
	return web_go(c, look_submission(c, s.receipt, s.number), "classified");
}

int web_submission_case_do(struct web_call *c, struct err *e)
{
	struct str title = web_field(c, "title"), id;
	struct submission_row s;
	struct case_row k;
	struct err why = { 0 };
	bool staff;

	if (look_at_submission(c, &s, &staff, e) < 0)
		return -1;
	if (case_open(c->hub->db, &c->by, c->a, title.n > 0 ? title : look_name(c, &s), s.id, "analyst", 1000, &id, &why) < 0)
		return again(c, &why, e);
	if (case_get(c->hub->db, c->a, id, &k, e) < 0)
		return -1;
	return web_go(c, web_path(c, "/cases", k.number, STR_NONE), "case-opened");
}

int web_submission_withdraw_do(struct web_call *c, struct err *e)
{
	struct certificate certificate;
	struct submission_row s;
	struct err why = { 0 };
	bool staff;

	if (look_at_submission(c, &s, &staff, e) < 0)
		return -1;
	if (!str_eq(s.org_id, c->who.org_id))
		return web_nothing(e);
	if (web_field(c, "sure").n == 0)
		return web_go(c, look_submission(c, s.receipt, s.number), NULL);
	if (submission_withdraw(c->hub, &c->by, c->a, look_name(c, &s), &certificate, &why) < 0)
		return again(c, &why, e);
	return web_go(c, look_submission(c, s.receipt, s.number), "withdrawn");
}

/* ---- proposals ---- */

static int back_to(struct web_call *c, const char *done)
{
	struct str back = web_field(c, "back");

	return web_go(c, str_starts(back, STR("/submissions/")) && !str_has(back, STR("//")) ? web_path(c, "", back, STR_NONE) : STR("/submissions"), done);
}

int web_proposal_accept_do(struct web_call *c, struct err *e)
{
	struct str id;

	return proposal_accept(c->hub->db, &c->by, c->a, c->part[0], &id, e) < 0 ? -1 : back_to(c, "joined");
}

int web_proposal_reject_do(struct web_call *c, struct err *e)
{
	return proposal_reject(c->hub->db, &c->by, c->a, c->part[0], e) < 0 ? -1 : back_to(c, "rejected");
}
