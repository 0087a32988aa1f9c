/* test_states.c - submissions, questions, consultations and cases do what their tables say, and refuse the rest. */
#include "rows.h"
#include "circle.h"
#include "machines.h"

#include "ask/consultation.h"
#include "ask/question.h"
#include "consolidate/cases.h"
#include "intake/classify.h"
#include "intake/finish.h"
#include "intake/intake.h"
#include "intake/quarantine.h"
#include "intake/withdraw.h"
#include "base/time.h"
#include "worker/hub_store.h"

#define DO(call) do { struct err e_; assert_ok(call, e_); } while (0)

/* ---- a submission of org-a ---- */

static struct str received(struct machine_world *w, const char *kind, const char *bytes, struct str *number_r)
{
	struct act by = machine_act(w, "org-a-contact");
	const struct offer offer = { .org_id = STR("org-a"), .person_id = STR("org-a-contact"), .kind = str_of(kind), .channel = STR("cli"),
		.name = STR("x"), .bytes = str_of(bytes), .received_ms = TIME_NONE };
	const struct piece piece = { .number = 1, .kind = offer.kind, .bytes = offer.bytes, .copies = 1 };
	struct receipt receipt;
	struct str id;
	struct err e;

	assert_ok(intake_receive(w->hub, &by, w->arena, &offer, &receipt, &e), e);
	assert_ok(db_begin(w->hub->db, &e), e);
	assert_ok(intake_store_submission(w->hub, w->hub->db, &by, w->arena, receipt.hand_in_id, &piece, &id, &e), e);
	assert_ok(db_commit(w->hub->db, &e), e);
	*number_r = arena_printf(w->arena, "%s/1", receipt.number.p);
	return id;
}

static int read_it(struct machine_world *w, struct str id, struct err *e)
{
	struct act by = machine_act(w, "hub");
	const struct hub_submission s = { .id = id, .org_id = STR("org-a"), .kind = STR("mail") };

	return hub_store_failed(w->hub, &by, w->arena, &s, "failed", "crash", e);
}

static struct str column(struct machine_world *w, const char *what)
{
	struct db_rows r;
	struct err e;

	if (strcmp(what, "submission") == 0)
		assert_ok(DB_QUERY(w->hub->db, w->arena, &r, &e, "SELECT state FROM submission WHERE id = $1", DB_TEXT(w->id)), e);
	else if (strcmp(what, "question") == 0)
		assert_ok(DB_QUERY(w->hub->db, w->arena, &r, &e, "SELECT state FROM question WHERE number = $1", DB_TEXT(w->other)), e);
	else if (strcmp(what, "consultation") == 0)
		assert_ok(DB_QUERY(w->hub->db, w->arena, &r, &e, "SELECT state FROM consultation WHERE submission_id = $1", DB_TEXT(w->id)), e);
	else
		assert_ok(DB_QUERY(w->hub->db, w->arena, &r, &e, "SELECT state FROM cases WHERE id = $1", DB_TEXT(w->case_id)), e);
	return r.count > 0 ? db_text(&r, 0, 0) : STR("");
}

static int classify(struct machine_world *w, struct err *e)
{
	const struct classification c = { .class = STR("phishing"), .targeted_basis = STR(""), .damage = STR(""), .reason = STR("") };
	struct act by = machine_act(w, "an-1");

	return submission_classify(w->hub->db, &by, w->arena, w->id, &c, e);
}

static int ask(struct machine_world *w, struct err *e)
{
	const struct question_asked q = { .template = STR("mail.original") };
	struct act by = machine_act(w, "an-1");

	return question_ask(w->hub, &by, w->arena, w->number, &q, &w->other, e);
}

static int answer(struct machine_world *w, struct err *e)
{
	const struct question_reply r = { .words = STR("yes") };
	struct act by = machine_act(w, "org-a-contact");
	struct str *receipts;

	return question_answer(w->hub, &by, w->arena, w->other.p != NULL ? w->other : STR("Q-0"), &r, &receipts, e);
}

static int withdraw(struct machine_world *w, struct err *e)
{
	struct act by = machine_act(w, "org-a-contact");
	struct certificate c;

	return submission_withdraw(w->hub, &by, w->arena, w->number, &c, e);
}

/* A case around another submission, and one more for joining. */
static struct str other_case(struct machine_world *w, const char *bytes)
{
	struct act by = machine_act(w, "an-1");
	struct str number, id = received(w, "mail", bytes, &number), case_id;

	DO(case_open(w->hub->db, &by, w->arena, STR("other"), id, "analyst", 0, &case_id, &e_));
	return case_id;
}

static int link_to(struct machine_world *w, struct str case_id, struct err *e)
{
	struct act by = machine_act(w, "an-1");

	return case_add(w->hub->db, &by, w->arena, case_id, w->id, "analyst", 1000, e);
}

static void make_submission(struct machine_world *w, const char *state)
{
	struct act by;

	w->id = received(w, "mail", "Subject: one\r\n\r\nText.\r\n", &w->number);
	w->case_id = other_case(w, "Subject: two\r\n\r\nText.\r\n");
	if (strcmp(state, "received") == 0)
		return;
	DO(read_it(w, w->id, &e_));
	if (strcmp(state, "triaged") == 0)
		DO(classify(w, &e_));
	if (strcmp(state, "triaged") == 0 || strcmp(state, "parsed") == 0)
		return;
	DO(link_to(w, w->case_id, &e_));
	by = machine_act(w, "an-1");
	if (strcmp(state, "needs-info") == 0)
		DO(ask(w, &e_));
	else if (strcmp(state, "withdrawn") == 0)
		DO(withdraw(w, &e_));
	else if (strcmp(state, "duplicate") == 0)
		DO(submission_finish(w->hub->db, &by, w->arena, w->id, STR("duplicate"), received(w, "mail", "Subject: 3\r\n\r\n", &w->digest), &e_));
	else if (strcmp(state, "linked") != 0)
		DO(submission_finish(w->hub->db, &by, w->arena, w->id, str_of(state), STR_NONE, &e_));
}

static int deed_submission(struct machine_world *w, const char *deed, struct err *e)
{
	struct act by = machine_act(w, "an-1");

	if (strcmp(deed, "read") == 0)
		return str_eq(column(w, "submission"), STR("received")) ? read_it(w, w->id, e) : intake_retry(w->hub, &by, w->arena, w->number, e);
	if (strcmp(deed, "classify") == 0)
		return classify(w, e);
	if (strcmp(deed, "link") == 0)
		return link_to(w, other_case(w, "Subject: 4\r\n\r\n"), e);
	if (strcmp(deed, "unlink") == 0)
		return case_remove(w->hub->db, &by, w->arena, w->case_id, w->id, STR(""), e);
	if (strcmp(deed, "ask") == 0)
		return ask(w, e);
	if (strcmp(deed, "answer") == 0)
		return answer(w, e);
	if (strcmp(deed, "finish") == 0)
		return submission_finish(w->hub->db, &by, w->arena, w->number, STR("done"), STR_NONE, e);
	if (strcmp(deed, "reopen") == 0)
		return submission_reopen(w->hub->db, &by, w->arena, w->number, e);
	return withdraw(w, e);
}

static struct str now_submission(struct machine_world *w)
{
	return column(w, "submission");
}

/* ---- a question about it ---- */

static void make_question(struct machine_world *w, const char *state)
{
	struct act by;

	w->id = received(w, "mail", "Subject: one\r\n\r\nText.\r\n", &w->number);
	DO(ask(w, &e_));
	if (strcmp(state, "open") == 0)
		return;
	DO(answer(w, &e_));
	by = machine_act(w, "an-1");
	if (strcmp(state, "closed") == 0)
		DO(question_close(w->hub, &by, w->arena, w->other, &e_));
}

static int deed_question(struct machine_world *w, const char *deed, struct err *e)
{
	const struct question_asked more = { .template = STR("mail.recipients") };
	struct act by = machine_act(w, "an-2");
	long long told;

	if (strcmp(deed, "answer") == 0)
		return answer(w, e);
	if (strcmp(deed, "again") == 0)
		return question_again(w->hub, &by, w->arena, w->other, &more, e);
	if (strcmp(deed, "close") == 0)
		return question_close(w->hub, &by, w->arena, w->other, e);
	by.now_ms += 30LL * MS_DAY;
	told = question_remind(w->hub, &by, w->arena, e);
	return told > 0 ? 0 : told < 0 ? -1 : err_set(e, ERR_CONFLICT, "nobody is reminded");
}

static struct str now_question(struct machine_world *w)
{
	return column(w, "question");
}

/* ---- a consultation ---- */

static int draft(struct machine_world *w, struct err *e)
{
	const struct consultation_text t = { .template = STR("freeware"), .about = STR("an alarm on a freeware") , .ja = STR(""), .en = STR("") };
	struct act by = machine_act(w, "an-1");

	return consultation_draft(w->hub, &by, w->arena, w->number, &t, e);
}

static int review(struct machine_world *w, struct err *e)
{
	struct act by = machine_act(w, "an-2");

	return consultation_review(w->hub, &by, w->arena, w->number, 1, e);
}

static int send(struct machine_world *w, struct err *e)
{
	struct act by = machine_act(w, "an-1");

	return consultation_send(w->hub, &by, w->arena, w->number, e);
}

static void make_consultation(struct machine_world *w, const char *state)
{
	w->id = received(w, "consultation", "an alarm", &w->number);
	DO(draft(w, &e_));
	if (strcmp(state, "draft") != 0)
		DO(review(w, &e_));
	if (strcmp(state, "sent") == 0)
		DO(send(w, &e_));
}

static int deed_consultation(struct machine_world *w, const char *deed, struct err *e)
{
	return strcmp(deed, "draft") == 0 ? draft(w, e) : strcmp(deed, "review") == 0 ? review(w, e) : send(w, e);
}

static struct str now_consultation(struct machine_world *w)
{
	return column(w, "consultation");
}

/* ---- a case ---- */

static void make_case(struct machine_world *w, const char *state)
{
	struct act by;

	w->id = received(w, "mail", "Subject: one\r\n\r\nText.\r\n", &w->number);
	w->case_id = other_case(w, "Subject: two\r\n\r\nText.\r\n");
	w->other = other_case(w, "Subject: three\r\n\r\nText.\r\n");
	DO(link_to(w, w->case_id, &e_));
	by = machine_act(w, "an-1");
	if (strcmp(state, "closed") == 0 || strcmp(state, "merged+closed") == 0)
		DO(case_close(w->hub->db, &by, w->arena, w->case_id, &e_));
	if (str_starts(str_of(state), STR("merged")))
		DO(case_merge(w->hub->db, &by, w->arena, w->other, w->case_id, &e_));
}

static int deed_case(struct machine_world *w, const char *deed, struct err *e)
{
	struct act by = machine_act(w, "an-1");
	struct db *db = w->hub->db;
	struct str number, made;

	if (strcmp(deed, "add") == 0)
		return case_add(db, &by, w->arena, w->case_id, received(w, "mail", "Subject: more\r\n\r\n", &number), "analyst", 1000, e);
	if (strcmp(deed, "remove") == 0)
		return case_remove(db, &by, w->arena, w->case_id, w->id, STR(""), e);
	if (strcmp(deed, "change") == 0)
		return case_set(db, &by, w->arena, w->case_id, STR("title"), STR("new"), e);
	if (strcmp(deed, "split") == 0)
		return case_split(db, &by, w->arena, w->case_id, &w->id, 1, STR("part"), &made, e);
	if (strcmp(deed, "take-in") == 0)
		return case_merge(db, &by, w->arena, w->case_id, w->other, e);
	if (strcmp(deed, "merge") == 0)
		return case_merge(db, &by, w->arena, w->other, w->case_id, e);
	if (strcmp(deed, "close") == 0)
		return case_close(db, &by, w->arena, w->case_id, e);
	if (strcmp(deed, "reopen") == 0)
		return case_reopen(db, &by, w->arena, w->case_id, e);
	return case_unmerge(db, &by, w->arena, w->case_id, e);
}

static struct str now_case(struct machine_world *w)
{
	return column(w, "case");
}

static const struct machine_test tests[] = {
	{ &states_submission, (const char *const[]){ "received", "parsed", "triaged", "linked", "needs-info", "duplicate", "out-of-scope", "benign",
	    "done", "withdrawn", NULL },
	    (const char *const[]){ "read", "classify", "link", "unlink", "ask", "answer", "finish", "reopen", "withdraw", NULL }, NULL,
	    make_submission, deed_submission, now_submission },
	{ &states_question, (const char *const[]){ "open", "answered", "closed", NULL },
	    (const char *const[]){ "answer", "again", "remind", "close", NULL }, NULL, make_question, deed_question, now_question },
	{ &states_consultation, (const char *const[]){ "draft", "reviewed", "sent", NULL },
	    (const char *const[]){ "draft", "review", "send", NULL }, NULL, make_consultation, deed_consultation, now_consultation },
	{ &states_case, (const char *const[]){ "open", "closed", "merged", "merged+closed", NULL },
	    (const char *const[]){ "add", "remove", "change", "split", "take-in", "merge", "close", "reopen", "unmerge", NULL }, NULL,
	    make_case, deed_case, now_case },
};

static void on_database(const char *place, void *ctx)
{
	machine_check(ctx, place);
}

static void check(const struct machine_test *t)
{
	test_on_databases(on_database, (void *)(uintptr_t)t);
}

static void submissions(void **state) { (void)state; check(&tests[0]); }
static void questions(void **state) { (void)state; check(&tests[1]); }
static void consultations(void **state) { (void)state; check(&tests[2]); }
static void cases(void **state) { (void)state; check(&tests[3]); }

int main(void)
{
	const struct CMUnitTest all[] = { cmocka_unit_test(submissions), cmocka_unit_test(questions), cmocka_unit_test(consultations),
		cmocka_unit_test(cases) };

	return cmocka_run_group_tests(all, NULL, NULL);
}
