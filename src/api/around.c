/* around.c - what goes on around the cases: facts asked of companies, exercises, notices on their way. */
#include "api/things.h"
#include "ask/drill.h"
#include "base/time.h"
#include "consolidate/cases.h"
#include "consolidate/fact_check.h"
#include "share/outbox.h"

/* ---- fact checks ---- */

static const struct api_field check_fields[] = {
	TEXT_(struct fact_check, "factcheck", id, 0, NULL, NULL),
	TEXT_(struct fact_check, "case", case_number, 0, NULL, NULL),
	TEXT_(struct fact_check, "org", party_org, API_NULL, NULL, "who was impersonated: of the registry, or"),
	TEXT_(struct fact_check, "label", party_label, API_NULL, NULL, "as the hub calls it"),
	TEXT_(struct fact_check, "asked_by", asked_by, 0, "submitter hub", NULL),
	TIME_(struct fact_check, "asked", asked_ms, 0, NULL),
	TIME_(struct fact_check, "answered", answered_ms, API_NULL, NULL),
	TEXT_(struct fact_check, "answer", answer, API_NULL, NULL, "confirmed-fake genuine unknown"),
	INT_(struct fact_check, "others", others_learnt, 0, "further recipients learnt of; -1: not asked"),
	INT_(struct fact_check, "reminders", reminders, 0, NULL),
};
API_SHAPE(factcheck, "noroshi/fact-check/1", "A company was asked whether it had sent something.", struct fact_check, check_fields);

struct checks_query { struct str case_number; bool open; };
static const struct api_field checks_fields[] = {
	TEXT_(struct checks_query, "case", case_number, 0, NULL, "of this case only"),
	BOOL_(struct checks_query, "open", open, 0, "only those without an answer"),
};
API_SHAPE(factchecks_query, NULL, NULL, struct checks_query, checks_fields);

struct ask_body { struct str org, label, asked_by; long long on_ms; };
static const struct api_field ask_fields[] = {
	TEXT_(struct ask_body, "org", org, 0, NULL, "the impersonated one: of the registry, or"),
	TEXT_(struct ask_body, "label", label, 0, NULL, "as the hub calls it"),
	TEXT_(struct ask_body, "asked_by", asked_by, 0, "submitter hub", "without it submitter"),
	TIME_(struct ask_body, "on", on_ms, 0, "without it now"),
};
API_SHAPE(factcheck_asked, NULL, NULL, struct ask_body, ask_fields);

struct told_body { struct str answer; long long on_ms, others; bool others_known; };
static const struct api_field told_fields[] = {
	TEXT_(struct told_body, "answer", answer, API_NEEDED, "confirmed-fake genuine unknown", NULL),
	TIME_(struct told_body, "on", on_ms, 0, "without it now"),
	INT_(struct told_body, "others", others, 0, "further recipients learnt of; counts with others_known"),
	BOOL_(struct told_body, "others_known", others_known, 0, "it was asked for others"),
};
API_SHAPE(factcheck_told, NULL, NULL, struct told_body, told_fields);

static struct str key_of_check(struct arena *a, const void *item)
{
	const struct fact_check *x = item;

	return api_place(a, x->asked_ms, x->id);
}

static int page_of_checks(struct api_call *c, struct api_page *p, struct err *e)
{
	const struct checks_query *q = c->query;
	struct str behind = STR("");
	long long behind_ms = TIME_NONE;
	struct fact_check *list;
	size_t n;

	if (api_after_place(p, &behind_ms, &behind, e) < 0 ||
	    fact_check_list(c->hub->db, p->a, q->case_number, q->open, behind_ms, behind, p->limit + 1, &list, &n, e) < 0)
		return -1;
	api_cut_more(p, list, n, sizeof *list, key_of_check);
	return 0;
}

int api_factchecks(struct api_call *c, struct err *e)
{
	return api_list(c, page_of_checks, e);
}

static long long day_or_now(const struct api_call *c, long long ms)
{
	return ms != TIME_NONE ? ms : c->q->now_ms;
}

int api_factcheck_ask(struct api_call *c, struct err *e)
{
	const struct ask_body *b = c->body;
	struct api_done done = { STR("factcheck.asked"), STR("") };
	struct case_row k;

	if (case_get(c->hub->db, c->a, c->part[0], &k, e) < 0)
		return -1;
	c->seen = true;
	if (fact_check_ask(c->hub->db, &c->by, c->a, k.number, b->org, b->label, b->asked_by.n > 0 ? b->asked_by : STR("submitter"),
	    day_or_now(c, b->on_ms), &done.object, e) < 0)
		return -1;
	return api_made(c, STR("/factchecks"), &done);
}

int api_factcheck_answer(struct api_call *c, struct err *e)
{
	const struct told_body *b = c->body;

	return fact_check_answer(c->hub->db, &c->by, c->a, c->part[0], b->answer, day_or_now(c, b->on_ms), b->others_known ? b->others : -1, e) < 0 ? -1 :
	    api_done(c, "factcheck.answered", c->part[0]);
}

int api_factcheck_remind(struct api_call *c, struct err *e)
{
	return fact_check_remind(c->hub->db, &c->by, c->a, c->part[0], e) < 0 ? -1 : api_done(c, "factcheck.reminded", c->part[0]);
}

/* ---- exercises ---- */

static const struct api_field drill_fields[] = {
	TEXT_(struct registered_drill, "org", org_id, 0, NULL, NULL),
	TEXT_(struct registered_drill, "sender", sender, API_NULL, NULL, NULL),
	TEXT_(struct registered_drill, "subject", subject, API_NULL, NULL, NULL),
	TIME_(struct registered_drill, "from", from_ms, 0, NULL),
	TIME_(struct registered_drill, "to", to_ms, API_NULL, "null: no end"),
};
API_SHAPE(drill, "noroshi/drill/1", "An exercise that was announced.", struct registered_drill, drill_fields);

static const struct api_field suspected_fields[] = {
	TEXT_(struct suspected_drill, "submission", submission, 0, NULL, NULL),
	TEXT_(struct suspected_drill, "org", org_id, 0, NULL, NULL),
	BOOL_(struct suspected_drill, "marked", marked, 0, "bears the mark of an exercise"),
	BOOL_(struct suspected_drill, "elsewhere", elsewhere, 0, "an exercise of another organisation has this sender"),
	TEXT_(struct suspected_drill, "question", question, API_NULL, NULL, "null: not asked yet; ask with the template drill"),
};
API_SHAPE(drill_suspected, "noroshi/suspected-drill/1", "Looks like an exercise that nobody announced.", struct suspected_drill, suspected_fields);

static struct str key_of_drill(struct arena *a, const void *item)
{
	const struct registered_drill *x = item;

	return api_key_down(a, x->from_ms, arena_printf(a, STR_FMT "\t" STR_FMT "\t" STR_FMT, STR_ARG(x->org_id), STR_ARG(x->sender), STR_ARG(x->subject)));
}

/* Private to the organisation and the hub. */
static int page_of_drills(struct api_call *c, struct api_page *p, struct err *e)
{
	struct registered_drill *list;
	size_t n;

	if (drill_list(c->hub->db, p->a, is_staff(c) ? STR_NONE : c->who.org_id, &list, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (list[i].to_ms == TIME_FOREVER)
			list[i].to_ms = TIME_NONE;
	api_cut_behind(p, list, n, sizeof *list, key_of_drill);
	return 0;
}

int api_drills(struct api_call *c, struct err *e)
{
	return api_list(c, page_of_drills, e);
}

static struct str key_of_suspected(struct arena *a, const void *item)
{
	const struct suspected_drill *x = item;

	return thing_key(a, &x->place);
}

static int page_of_suspected(struct api_call *c, struct api_page *p, struct err *e)
{
	struct submission_after after;
	struct suspected_drill *list;
	size_t n;

	if ((p->after.n > 0 && thing_place(p, &after, e) < 0) ||
	    drill_suspected(c->hub->db, p->a, false, p->after.n > 0 ? &after : NULL, p->limit + 1, &list, &n, e) < 0)
		return -1;
	api_cut_more(p, list, n, sizeof *list, key_of_suspected);
	return 0;
}

int api_drills_suspected(struct api_call *c, struct err *e)
{
	return api_list(c, page_of_suspected, e);
}

/* ---- notices ---- */

static const struct api_field notice_fields[] = {
	TEXT_(struct outbox_row, "notice", id, 0, NULL, NULL),
	TEXT_(struct outbox_row, "kind", kind, 0, NULL, NULL),
	TEXT_(struct outbox_row, "about", number, API_NULL, NULL, "a share's number"),
	TEXT_(struct outbox_row, "person", person_id, 0, NULL, NULL),
	TEXT_(struct outbox_row, "state", state, 0, NULL, "waiting delayed sent failed bounced cancelled written"),
	TEXT_(struct outbox_row, "problem", problem, API_NULL, NULL, NULL),
	INT_(struct outbox_row, "tries", tries, 0, NULL),
	TIME_(struct outbox_row, "made", made_ms, 0, NULL),
	TIME_(struct outbox_row, "sent", sent_ms, API_NULL, NULL),
};
API_SHAPE(notice, "noroshi/notice/1", "A notice on its way.", struct outbox_row, notice_fields);

struct outbox_query { bool all; };
static const struct api_field outbox_fields[] = { BOOL_(struct outbox_query, "all", all, 0, "what was sent or cancelled, too") };
API_SHAPE(outbox_query, NULL, NULL, struct outbox_query, outbox_fields);

struct cancel_body { struct str reason; };
static const struct api_field cancel_fields[] = { TEXT_(struct cancel_body, "reason", reason, API_NEEDED, NULL, "stands on it") };
API_SHAPE(notice_cancelled, NULL, NULL, struct cancel_body, cancel_fields);

static struct str key_of_notice(struct arena *a, const void *item)
{
	const struct outbox_row *x = item;

	return api_place(a, x->not_before_ms, x->id);
}

static int page_of_notices(struct api_call *c, struct api_page *p, struct err *e)
{
	const struct outbox_query *q = c->query;
	struct outbox_place after = { 0, STR("") };
	struct outbox_row *list;
	size_t n;

	if (api_after_place(p, &after.not_before_ms, &after.id, e) < 0 || outbox_page(c->hub->db, p->a, q->all, &after, p->limit + 1, &list, &n, e) < 0)
		return -1;
	api_cut_more(p, list, n, sizeof *list, key_of_notice);
	return 0;
}

int api_outbox(struct api_call *c, struct err *e)
{
	return api_list(c, page_of_notices, e);
}

int api_notice_retry(struct api_call *c, struct err *e)
{
	return outbox_retry(c->hub->db, &c->by, c->a, c->part[0], e) < 0 ? -1 : api_done(c, "notice.retried", c->part[0]);
}

int api_notice_cancel(struct api_call *c, struct err *e)
{
	const struct cancel_body *b = c->body;

	return outbox_cancel(c->hub->db, &c->by, c->a, c->part[0], b->reason, e) < 0 ? -1 : api_done(c, "notice.cancelled", c->part[0]);
}
