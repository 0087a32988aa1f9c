/* submissions.c - what came in, what was found in it, what is decided about it. */
#include "api/things.h"
#include "base/time.h"
#include "consolidate/cases.h"
#include "intake/classify.h"
#include "intake/owner.h"
#include "intake/told.h"
#include "intake/withdraw.h"

/* ---- shapes ---- */

#define KINDS "mail bec traffic sample incident audit-log consultation sighting"
#define CLASSES "targeted bec phishing malware-bulk spam-harmless scam-other scan/probe drill false-positive unknown"
#define BASES "persists insider-knowledge family judgement"
#define DAMAGES "none money info account device unknown"
#define VERDICTS "share merged-into not-shared-bulk not-shared-harmless not-shared-no-approval not-shared-not-useful"

struct submission_view { struct submission_row s; struct str name, case_number, owner; struct told told; };
static const struct api_field submission_fields[] = {
	TEXT_(struct submission_view, "submission", name, 0, NULL, "receipt/n"),
	TEXT_(struct submission_view, "receipt", s.receipt, 0, NULL, NULL),
	TEXT_(struct submission_view, "org", s.org_id, API_NULL, NULL, "who handed it in; null: nobody we can name yet"),
	TEXT_(struct submission_view, "kind", s.kind, 0, NULL, NULL),
	TEXT_(struct submission_view, "channel", s.channel, 0, NULL, NULL),
	TIME_(struct submission_view, "received", s.received_ms, 0, NULL),
	TIME_(struct submission_view, "occurred", s.occurred_ms, API_NULL, NULL),
	INT_(struct submission_view, "copies", s.copies, 0, "recipients of one mail"),
	TEXT_(struct submission_view, "state", s.state, 0, NULL, NULL),
	TEXT_(struct submission_view, "examined", s.examined, 0, "waiting fully partly failed", NULL),
	TEXT_(struct submission_view, "examined_reason", s.examined_reason, API_NULL, NULL, NULL),
	TEXT_(struct submission_view, "nature", s.nature, API_NULL, NULL, "the engine's word; the analyst's is class"),
	TEXT_(struct submission_view, "strength", s.strength, API_NULL, NULL, NULL),
	INT_(struct submission_view, "bec_type", s.bec_type, 0, "1 to 5; 0: none"),
	TEXT_(struct submission_view, "language", s.language, API_NULL, NULL, NULL),
	TEXT_(struct submission_view, "class", s.class, API_NULL, NULL, "what the analyst decided"),
	TEXT_(struct submission_view, "targeted_basis", s.targeted_basis, API_NULL, NULL, NULL),
	TEXT_(struct submission_view, "damage", s.damage, API_NULL, NULL, NULL),
	TEXT_(struct submission_view, "outcome", s.outcome, API_NULL, NULL, NULL),
	TEXT_(struct submission_view, "share_verdict", s.share_verdict, API_NULL, NULL, NULL),
	BOOL_(struct submission_view, "urgent", s.urgent, 0, "as who handed it in said"),
	TEXT_(struct submission_view, "told_damage", told.damage, API_NULL, NULL, "yes no unknown; like the next four null in a list, and where nothing was told"),
	TEXT_(struct submission_view, "told_opened", told.opened, API_NULL, NULL, NULL),
	TEXT_(struct submission_view, "told_replied", told.replied, API_NULL, NULL, NULL),
	TEXT_(struct submission_view, "told_technical", told.technical, API_NULL, NULL, "may technical information be shared: agreed ask never"),
	TEXT_(struct submission_view, "told_words", told.words, API_NULL, NULL, "what happened"),
	TEXT_(struct submission_view, "case", case_number, API_NULL, NULL, "for the hub's people only"),
	TEXT_(struct submission_view, "owner", owner, API_NULL, NULL, "whose work it is; for the hub\'s people only"),
};
API_SHAPE(submission, "noroshi/submission/1", "One reported matter.", struct submission_view, submission_fields);

struct submissions_query { struct str org, state, kind, examined, class, strength, sig; long long from_ms, to_ms; };
static const struct api_field list_fields[] = {
	TEXT_(struct submissions_query, "org", org, 0, NULL, "for the hub's people"),
	TEXT_(struct submissions_query, "state", state, 0, NULL, NULL),
	TEXT_(struct submissions_query, "kind", kind, 0, KINDS, NULL),
	TEXT_(struct submissions_query, "examined", examined, 0, "waiting fully partly failed", NULL),
	TEXT_(struct submissions_query, "class", class, 0, NULL, "of the fixed list; - for those without one"),
	TEXT_(struct submissions_query, "strength", strength, 0, "none weak medium strong context", "of the verdict"),
	TEXT_(struct submissions_query, "sig", sig, 0, NULL, "whose organisation was in this group when it was received"),
	TIME_(struct submissions_query, "from", from_ms, 0, "received at or after this time or day"),
	TIME_(struct submissions_query, "to", to_ms, 0, "received before this time or day"),
};
API_SHAPE(submissions_query, NULL, NULL, struct submissions_query, list_fields);

struct reason_query { struct str reason; };
static const struct api_field reason_fields[] = {
	TEXT_(struct reason_query, "reason", reason, 0, NULL, "why the hub's people look; without it: triage"),
};
API_SHAPE(reason_query, NULL, NULL, struct reason_query, reason_fields);

static const struct api_field decision_fields[] = {
	TEXT_(struct class_step, "field", field, 0, NULL, NULL),
	TEXT_(struct class_step, "before", before, API_NULL, NULL, NULL),
	TEXT_(struct class_step, "after", after, API_NULL, NULL, NULL),
	TEXT_(struct class_step, "by", by, 0, NULL, NULL),
	TEXT_(struct class_step, "reason", reason, API_NULL, NULL, NULL),
	TIME_(struct class_step, "at", at_ms, 0, NULL),
	BOOL_(struct class_step, "correction", is_correction, 0, NULL),
};
API_SHAPE(decision, "noroshi/decision/1", "One field that a person decided.", struct class_step, decision_fields);

struct classification_body { struct str class, targeted_basis, damage, outcome, share_verdict, reason; };
static const struct api_field classification_fields[] = {
	TEXT_(struct classification_body, "class", class, API_NEEDED, CLASSES, NULL),
	TEXT_(struct classification_body, "targeted_basis", targeted_basis, 0, BASES, "where it is targeted"),
	TEXT_(struct classification_body, "damage", damage, 0, DAMAGES, NULL),
	TEXT_(struct classification_body, "outcome", outcome, 0, NULL, "of a consultation"),
	TEXT_(struct classification_body, "share_verdict", share_verdict, 0, VERDICTS, NULL),
	TEXT_(struct classification_body, "reason", reason, 0, NULL, NULL),
};
API_SHAPE(classification, NULL, "What is not given stays as it is.", struct classification_body, classification_fields);

struct case_title { struct str title; };
static const struct api_field title_fields[] = { TEXT_(struct case_title, "title", title, 0, NULL, NULL) };
API_SHAPE(case_title, NULL, NULL, struct case_title, title_fields);

struct certificate_view { struct certificate c; };
static const struct api_field certificate_fields[] = {
	TEXT_(struct certificate_view, "number", c.number, 0, NULL, NULL),
	INT_(struct certificate_view, "erased", c.erased, 0, "how many contents"),
	TEXT_(struct certificate_view, "text", c.text, 0, NULL, "Japanese and English"),
};
API_SHAPE(certificate, "noroshi/certificate/1", "The content was erased for good.", struct certificate_view, certificate_fields);

/* ---- lists ---- */

static int view_of(struct api_call *c, struct arena *a, const struct submission_row *s, struct submission_view *v, struct err *e)
{
	*v = (struct submission_view){ .s = *s, .name = submission_number(a, s) };
	return is_staff(c) && (case_of_submission(c->hub->db, a, s->id, &v->case_number, e) < 0 || submission_owner(c->hub->db, a, s->id, &v->owner, e) < 0) ? -1 : 0;
}

static struct str key_of_submission(struct arena *a, const void *item)
{
	const struct submission_view *x = item;

	return thing_key(a, &(struct submission_after){ x->s.received_ms, x->s.number, x->s.receipt });
}

static int page_of_submissions(struct api_call *c, struct api_page *p, struct err *e)
{
	const struct submissions_query *q = c->query;
	struct submission_filter f = { .org = is_staff(c) ? q->org : c->who.org_id, .state = q->state, .kind = q->kind, .examined = q->examined, .class = q->class, .strength = q->strength, .sig = q->sig,
		.from_ms = q->from_ms != TIME_NONE ? q->from_ms : 0, .to_ms = q->to_ms != TIME_NONE ? q->to_ms : TIME_FOREVER, .limit = p->limit + 1 };
	struct submission_after place;
	struct submission_view *views;
	struct submission_row *list;
	size_t n;

	if (p->after.n > 0 && thing_place(p, &place, e) < 0)
		return -1;
	if (p->after.n > 0)
		f.place = &place;
	if (submission_list(c->hub->db, p->a, &f, &list, &n, e) < 0)
		return -1;
	views = ARENA_ARRAY(p->a, struct submission_view, n + 1);
	for (size_t i = 0; i < n; i++)
		if (view_of(c, p->a, &list[i], &views[i], e) < 0)
			return -1;
	api_cut_more(p, views, n, sizeof *views, key_of_submission);
	return 0;
}

int api_submissions(struct api_call *c, struct err *e)
{
	return api_list(c, page_of_submissions, e);
}

/* ---- one ---- */

int api_submission(struct api_call *c, struct err *e)
{
	struct submission_view v;
	struct submission_row s;
	bool staff;

	if (thing_submission(c, &s, &staff, e) < 0 || view_of(c, c->a, &s, &v, e) < 0 || 
	    (staff ? told_open(c->hub, &c->by, c->a, s.id, s.hand_in_id, &v.told, e) : told_get(c->hub, c->a, s.hand_in_id, &v.told, e)) < 0)
		return -1;
	return api_give(c, &v);
}

/* The hub's people look for a reason, which is recorded; who handed it in looks at the own. */
int api_analysis(struct api_call *c, struct err *e)
{
	const struct reason_query *q = c->query;
	enum vault_found found = VAULT_FOUND;
	struct submission_row s;
	struct str json = STR("");
	bool staff;

	if (thing_submission(c, &s, &staff, e) < 0)
		return -1;
	if (s.document_blob.n == 0 || str_eq(s.state, STR("withdrawn"))) {
		c->seen = false;
		return api_nothing(e);
	}
	if (!staff && submission_document(c->hub, c->a, &s, &json, e) < 0)
		return -1;
	if (staff && content_open(c->hub, &c->by, c->a, s.id, s.document_blob, q->reason.n > 0 ? q->reason : STR("triage"), &found, &json, e) < 0)
		return -1;
	if (found != VAULT_FOUND || json.n == 0) {
		c->seen = false;
		return api_nothing(e);
	}
	return api_bytes(c, "application/json", json);
}

static int page_of_decisions(struct api_call *c, struct api_page *p, struct err *e)
{
	struct submission_row s;
	struct class_step *list;
	size_t n;
	bool staff;

	if (thing_submission(c, &s, &staff, e) < 0 || submission_class_history(c->hub->db, p->a, s.id, &list, &n, e) < 0)
		return -1;
	api_cut(p, list, n, sizeof *list);
	return 0;
}

int api_decisions(struct api_call *c, struct err *e)
{
	struct submission_row s;
	bool staff;

	return thing_submission(c, &s, &staff, e) < 0 ? -1 : api_list(c, page_of_decisions, e);
}

/* ---- deeds ---- */

int api_classify(struct api_call *c, struct err *e)
{
	const struct classification_body *b = c->body;
	struct classification k = { .class = b->class, .targeted_basis = b->targeted_basis, .damage = b->damage, .outcome = b->outcome,
		.share_verdict = b->share_verdict, .reason = b->reason };
	struct submission_row s;
	bool staff;

	if (thing_submission(c, &s, &staff, e) < 0)
		return -1;
	if (str_eq(b->class, STR("targeted")) && b->targeted_basis.n == 0)
		return err_set(e, ERR_INPUT, "targeted needs its basis (persists, insider-knowledge, family, judgement)");
	classification_over(&s, &k);
	if (submission_classify(c->hub->db, &c->by, c->a, s.id, &k, e) < 0)
		return -1;
	return api_done(c, "submission.classified", submission_number(c->a, &s));
}

int api_open_case(struct api_call *c, struct err *e)
{
	const struct case_title *b = c->body;
	struct api_done done = { STR("case.opened"), STR("") };
	struct submission_row s;
	struct case_row k;
	struct str id;
	bool staff;

	if (thing_submission(c, &s, &staff, e) < 0 || case_open(c->hub->db, &c->by, c->a, b->title.n > 0 ? b->title : submission_number(c->a, &s), s.id,
	    "analyst", 1000, &id, e) < 0 || case_get(c->hub->db, c->a, id, &k, e) < 0)
		return -1;
	done.object = k.number;
	return api_made(c, arena_printf(c->a, "/cases/" STR_FMT, STR_ARG(k.number)), &done);
}

/* By the organisation that handed it in, as the page has it. */
int api_withdraw(struct api_call *c, struct err *e)
{
	struct certificate_view v;
	struct submission_row s;
	bool staff;

	if (thing_submission(c, &s, &staff, e) < 0)
		return -1;
	if (!str_eq(s.org_id, c->who.org_id)) {
		c->seen = false;
		return api_nothing(e);
	}
	if (submission_withdraw(c->hub, &c->by, c->a, submission_number(c->a, &s), &v.c, e) < 0)
		return -1;
	return api_give(c, &v);
}

/* ---- proposals ---- */

struct proposal_view { struct proposal_row p; struct str submission, other; };
static const struct api_field proposal_fields[] = {
	TEXT_(struct proposal_view, "proposal", p.id, 0, NULL, NULL),
	TEXT_(struct proposal_view, "submission", submission, 0, NULL, NULL),
	TEXT_(struct proposal_view, "case", p.case_number, API_NULL, NULL, "to join this case"),
	TEXT_(struct proposal_view, "other", other, API_NULL, NULL, "or, with this submission, a new one"),
	TEXT_(struct proposal_view, "reason", p.reason, 0, NULL, NULL),
	INT_(struct proposal_view, "score", p.score, 0, "0 to 1000"),
	TIME_(struct proposal_view, "made", p.made_ms, 0, NULL),
};
API_SHAPE(proposal, "noroshi/proposal/1", "What the hub proposes to join.", struct proposal_view, proposal_fields);

static struct str key_of_proposal(struct arena *a, const void *item)
{
	const struct proposal_view *x = item;

	return arena_printf(a, "%lld " STR_FMT " %lld %lld " STR_FMT, x->p.received_ms, STR_ARG(x->p.receipt), x->p.number, x->p.score, STR_ARG(x->p.id));
}

static int page_of_proposals(struct api_call *c, struct api_page *p, struct err *e)
{
	struct proposal_row *list, behind = { .receipt = api_after(p, 1), .id = api_after(p, 4) };
	struct proposal_view *views;
	size_t n;

	if (p->after.n > 0 && (behind.id.p == NULL || api_after_number(p, 0, &behind.received_ms, e) < 0 || api_after_number(p, 2, &behind.number, e) < 0 ||
	    api_after_number(p, 3, &behind.score, e) < 0))
		return err_set(e, ERR_INPUT, "after is taken from the page before, as it is");
	if (proposal_page(c->hub->db, p->a, p->after.n > 0 ? &behind : NULL, p->limit + 1, &list, &n, e) < 0)
		return -1;
	views = ARENA_ARRAY(p->a, struct proposal_view, n + 1);
	for (size_t i = 0; i < n; i++)
		views[i] = (struct proposal_view){ list[i], arena_printf(p->a, STR_FMT "/%lld", STR_ARG(list[i].receipt), list[i].number),
			list[i].other_receipt.n > 0 ? arena_printf(p->a, STR_FMT "/%lld", STR_ARG(list[i].other_receipt), list[i].other_number) : STR("") };
	api_cut_more(p, views, n, sizeof *views, key_of_proposal);
	return 0;
}

int api_proposals(struct api_call *c, struct err *e)
{
	return api_list(c, page_of_proposals, e);
}

int api_proposal_accept(struct api_call *c, struct err *e)
{
	struct case_row k;
	struct str id;

	if (proposal_accept(c->hub->db, &c->by, c->a, c->part[0], &id, e) < 0 || case_get(c->hub->db, c->a, id, &k, e) < 0)
		return -1;
	return api_done(c, "case.joined", k.number);
}

int api_proposal_reject(struct api_call *c, struct err *e)
{
	return proposal_reject(c->hub->db, &c->by, c->a, c->part[0], e) < 0 ? -1 : api_done(c, "proposal.rejected", c->part[0]);
}
