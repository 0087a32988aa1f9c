/* submission_do.c - what is decided about a submission. */
#include "consolidate/cases.h"
#include "intake/classify.h"
#include "intake/judgement.h"
#include "intake/withdraw.h"
#include "web/look.h"

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
	classification_over(&s, &k);
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

int web_proposal_accept_do(struct web_call *c, struct err *e)
{
	struct str id;

	return proposal_accept(c->hub->db, &c->by, c->a, c->part[0], &id, e) < 0 ? -1 : web_go(c, look_back(c, "/submissions"), "joined");
}

int web_proposal_reject_do(struct web_call *c, struct err *e)
{
	return proposal_reject(c->hub->db, &c->by, c->a, c->part[0], e) < 0 ? -1 : web_go(c, look_back(c, "/submissions"), "rejected");
}

/* ---- the engine's word ---- */

/* A button's value is "agree" or "wrong:bec.cc.replaced". */
int web_submission_judge_do(struct web_call *c, struct err *e)
{
	struct str said = web_field(c, "judge"), reason = web_field(c, "reason");
	struct judgement j = { .word = str_upto(said.p != NULL ? said : STR(""), ':'), .finding_id = str_after(said.p != NULL ? said : STR(""), ':'),
		.reason = reason.n > 0 ? reason : STR("") };
	struct submission_row s;
	struct err why = { 0 };
	bool staff;

	if (look_at_submission(c, &s, &staff, e) < 0)
		return -1;
	if (j.finding_id.p == NULL)
		j.finding_id = STR("");
	if (submission_judge(c->hub->db, &c->by, c->a, s.id, &j, &why) < 0)
		return again(c, &why, e);
	return web_go(c, look_submission(c, s.receipt, s.number), "judged");
}
