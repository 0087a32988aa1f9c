/* story_ask.c - asking back, and the answer to a consultation. */
#include "story.h"

#include "ask/consultation.h"
#include "ask/question.h"
#include "base/time.h"
#include "feedback/review.h"
#include "intake/finish.h"
#include "intake/intake.h"
#include "intake/judgement.h"
#include "intake/owner.h"

static struct str number_of(struct story *s)
{
	return s->submission[s->at];
}

int deed_question_ask(struct nth *n, struct arena *a, struct err *e)
{
	const struct question_asked q = { .template = STR("mail.original"), .ja = STR("はい"), .en = STR("yes") };
	struct story *s = story_of(n, "h-1", 2);
	struct str number;
	int status = question_ask(n->hub, &n->by, a, number_of(s), &q, &number, e);

	if (status == 0)
		s->question = story_keep(s, number);
	return status;
}

int deed_question_again(struct nth *n, struct arena *a, struct err *e)
{
	const struct question_asked q = { .ja = STR("もう一度"), .en = STR("once more") };
	struct story *s = story_of(n, "h-2", 3);

	return question_again(n->hub, &n->by, a, s->question, &q, e);
}

int deed_question_answer(struct nth *n, struct arena *a, struct err *e)
{
	const struct content content = content_of(STR("From: x@evil.example\n\nthe original\n"));
	const struct question_file file = { STR("original.eml"), STR("mail"), &content };
	struct story *s = story_of(n, "a-1", 3);
	struct str *receipts;

	return question_answer(n->hub, &n->by, a, s->question, &(struct question_reply){ .words = STR("見ました"), .files = &file, .file_count = 1 },
	    &receipts, e);
}

int deed_question_remind(struct nth *n, struct arena *a, struct err *e)
{
	story_of(n, "hub", 24 * 20);
	return question_remind(n->hub, &n->by, a, e) < 0 ? -1 : 0;
}

int deed_question_read(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "a-1", 3);
	struct question_message *list;
	struct question_row q;
	size_t count;
	bool staff;

	return question_get(n->hub->db, &n->by, a, s->question, &q, &staff, e) < 0 ? -1 :
	    question_messages(n->hub, &n->by, a, &q, &list, &count, e);
}

int deed_question_close(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 4);

	return question_close(n->hub, &n->by, a, s->question, e);
}

int deed_finish(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 4);

	return submission_finish(n->hub->db, &n->by, a, number_of(s), STR("benign"), STR_NONE, e);
}

int deed_take(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 4);

	return submission_take(n->hub->db, &n->by, a, number_of(s), STR("h-1"), e);
}

int deed_judge(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 4);
	const struct judgement j = { .finding_id = STR(""), .word = STR("wrong"), .reason = STR("the partner says so") };

	return submission_judge(n->hub->db, &n->by, a, number_of(s), &j, e);
}

int deed_reopen_submission(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 4);

	return submission_reopen(n->hub->db, &n->by, a, number_of(s), e);
}

/* Received and taken apart in one go: the hand-in at place 1, of b. */
int deed_receive_consultation(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "b-1", 1);
	const struct offer offer = { .org_id = STR("b"), .person_id = STR("b-1"), .kind = STR("consultation"), .channel = STR("cli"),
		.name = STR("x.txt"), .bytes = STR("an alarm"), .received_ms = TIME_NONE };
	const struct piece piece = { 1, STR("consultation"), STR("an alarm"), 1 };
	struct receipt r;
	struct str id;

	if (db_begin(n->hub->db, e) < 0)
		return -1;
	if (intake_receive(n->hub, &n->by, a, &offer, &r, e) == 0 &&
	    intake_store_submission(n->hub, n->hub->db, &n->by, a, r.hand_in_id, &piece, &id, e) == 0) {
		s->submission[1] = story_keep(s, id);
		return db_commit(n->hub->db, e);
	}
	db_rollback(n->hub->db);
	return -1;
}

int deed_consultation_draft(struct nth *n, struct arena *a, struct err *e)
{
	const struct consultation_text t = { .template = STR("freeware"), .about = STR("a freeware was reported"), .ja = STR(""), .en = STR("") };
	struct story *s = story_of(n, "h-1", 4);

	return consultation_draft(n->hub, &n->by, a, number_of(s), &t, e);
}

int deed_consultation_review(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-2", 5);

	return consultation_review(n->hub, &n->by, a, number_of(s), 1, e);
}

int deed_consultation_send(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 6);

	return consultation_send(n->hub, &n->by, a, number_of(s), e);
}

int deed_consultation_read(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "b-1", 7);
	struct consultation_words w;
	struct consultation_row c;
	bool staff;

	return consultation_get(n->hub->db, &n->by, a, number_of(s), &c, &staff, e) < 0 ? -1 :
	    consultation_read(n->hub, &n->by, a, &c, staff, &w, e);
}

int deed_review_keep(struct nth *n, struct arena *a, struct err *e)
{
	story_of(n, "h-1", 8);
	return review_keep(n->hub, &n->by, a, STR("account"), STR("b-1"), n->by.now_ms + MS_DAY, e);
}

int deed_review_end(struct nth *n, struct arena *a, struct err *e)
{
	struct str correction;

	story_of(n, "h-1", 9);
	return review_end(n->hub, &n->by, a, STR("account"), STR("b-1"), &correction, e);
}
