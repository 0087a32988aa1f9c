/* story_sharing.c - a share from its draft to what members say of it. */
#include "story.h"

#include "approve/approve.h"
#include "approve/approver.h"
#include "approve/consent.h"
#include "approve/oncall.h"
#include "base/time.h"
#include "consolidate/cases.h"
#include "feedback/answer.h"
#include "feedback/receipts.h"
#include "registry/calendar.h"
#include "share/change.h"
#include "share/outbox.h"
#include "share/release.h"
#include "share/share.h"
#include "share/urgent.h"

int deed_policy(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 3);
	struct str id;
	int status = consent_policy_add(n->hub->db, &n->by, a, STR("technical-1"), STR("technical"), STR("同意"), STR("agreed"), &id, e);

	if (status == 0)
		s->policy = story_keep(s, id);
	return status;
}

int deed_give_consent(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 3);

	return consent_give(n->hub->db, &n->by, a, STR("b"), s->policy, STR("paper 1"), 0, TIME_FOREVER, e);
}

int deed_recall_consent(struct nth *n, struct arena *a, struct err *e)
{
	story_of(n, "h-1", 60);
	return consent_recall(n->hub->db, &n->by, a, STR("b"), STR("technical"), n->by.now_ms, e) < 0 ? -1 : 0;
}

int deed_enroll(struct nth *n, struct arena *a, struct err *e)
{
	struct str secret;

	story_of(n, "h-1", 3);
	return approve_enroll(n->hub, &n->by, a, STR("a-1"), &secret, e);
}

int deed_draft(struct nth *n, struct arena *a, struct err *e)
{
	static const struct share_target all = { { "all", 3 }, { "", 0 }, 0, TIME_FOREVER };
	struct story *s = story_of(n, "h-1", 3);
	struct case_row c;
	struct share_made made;

	if (case_get(n->hub->db, a, s->case_a, &c, e) < 0)
		return -1;
	if (share_draft(n->hub, &n->by, a, &(struct share_spec){ .case_number = c.number, .origin = STR("member"), .class = STR("urgent"),
	    .tlp = STR("AMBER"), .lane = STR("technical"), .search = STR("both"), .expires_ms = TIME_NONE, .audience = &all,
	    .audience_count = 1 }, &made, e) < 0)
		return -1;
	if (made.leaks.count > 0)
		return err_set(e, ERR_DENIED, "a leak in %s: %s %s", made.leaks.list[0].place.p, made.leaks.list[0].kind.p, made.leaks.list[0].found.p);
	s->share = story_keep(s, made.number);
	s->digest = story_keep(s, made.digest);
	s->share_id = story_keep(s, made.id);
	return 0;
}

int deed_ask(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 4);
	struct asked asked;
	int status = approve_ask(n->hub, &n->by, a, s->share, &asked, e);

	return status == 0 && asked.requests != 1 ? err_set(e, ERR_DENIED, "%zu asked", asked.requests) : status;
}

int deed_remind(struct nth *n, struct arena *a, struct err *e)
{
	story_of(n, "hub", 4 + 24 * 5 - 12);
	return approve_remind(n->hub, &n->by, a, e) < 0 ? -1 : 0;
}

int deed_holiday(struct nth *n, struct arena *a, struct err *e)
{
	story_of(n, "h-1", 3);
	return calendar_close(n->hub->db, &n->by, a, STR("2019-12-30"), STR("2020-01-03"), STR("年末年始"), STR("New Year"), e) < 0 ? -1 : 0;
}

int deed_reopen(struct nth *n, struct arena *a, struct err *e)
{
	story_of(n, "h-1", 3);
	return calendar_reopen(n->hub->db, &n->by, a, STR("2019-12-30"), STR("2020-01-03"), e) < 0 ? -1 : 0;
}

int deed_oncall(struct nth *n, struct arena *a, struct err *e)
{
	story_of(n, "h-2", 3);
	return oncall_set(n->hub->db, &n->by, a, STR("h-1"), STR("h-2"), n->by.now_ms, n->by.now_ms + 9LL * MS_DAY, e);
}

int deed_end_oncall(struct nth *n, struct arena *a, struct err *e)
{
	struct oncall pair;

	story_of(n, "h-2", 50);
	return oncall_at(n->hub->db, a, n->by.now_ms, &pair, e) < 0 ? -1 : oncall_end(n->hub->db, &n->by, a, pair.id, e);
}

int deed_look_again(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 30);

	return urgent_review(n->hub->db, &n->by, a, s->share, STR("stands"), STR("looked"), e);
}

int deed_remind_acks(struct nth *n, struct arena *a, struct err *e)
{
	story_of(n, "h-1", 50);
	return receipts_remind(n->hub->db, &n->by, a, e) < 0 ? -1 : 0;
}

int deed_review(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "a-1", 4);

	return approve_review(n->hub, &n->by, a, s->share, STR(""), STR(""), n->by.now_ms + 20LL * MS_HOUR, e);
}

static int replace(struct nth *n, struct arena *a, struct str deputy, struct err *e)
{
	struct story *s = story_of(n, "a-1", 4);
	const struct standing_in in = { .person_id = STR("a-1"), .deputy_id = deputy, .from_ms = n->by.now_ms, .to_ms = n->by.now_ms + 9LL * MS_DAY,
		.reference = STR("") };
	struct str id;
	int status = approver_replace(n->hub->db, &n->by, a, &in, &id, e);

	if (status == 0)
		s->absence = story_keep(s, id);
	return status;
}

int deed_deputy(struct nth *n, struct arena *a, struct err *e)
{
	return replace(n, a, STR("a-2"), e);
}

int deed_absent(struct nth *n, struct arena *a, struct err *e)
{
	return replace(n, a, STR_NONE, e);
}

int deed_end_absence(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "a-1", 5);

	return approver_replace_end(n->hub->db, &n->by, a, s->absence, e);
}

int deed_late(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 4 + 24 * 5 - 11);
	long long told;

	return approve_late(n->hub, &n->by, a, s->share, STR_NONE, LATE_DEPUTY, &told, e);
}

int deed_lines(struct nth *n, struct arena *a, struct err *e)
{
	static const struct answer_line lines[] = { { 1, { "no", 2 }, { "", 0 } }, { 2, { "change", 6 }, { "x", 1 } } };
	struct story *s = story_of(n, "a-2", 4);

	return approve_answer(n->hub, &n->by, a, &(struct answer){ .number = s->share, .digest = s->digest, .word = STR("no"),
	    .person = STR("a-2"), .medium = MEDIUM_PORTAL, .lines = lines, .line_count = 2 }, e);
}

int deed_spoken(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 5);

	return approve_answer(n->hub, &n->by, a, &(struct answer){ .number = s->share, .digest = s->digest, .word = STR("yes"),
	    .person = STR("a-1"), .medium = MEDIUM_SPOKEN, .reference = STR("call"), .second = STR(""), .over = true }, e);
}

int deed_attest(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-2", 5);

	return approve_attest(n->hub, &n->by, a, s->share, STR_NONE, s->digest, e);
}

int deed_answer(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "a-1", 5);

	return approve_answer(n->hub, &n->by, a, &(struct answer){ .number = s->share, .digest = s->digest, .word = STR("yes"),
	    .person = STR("a-1"), .medium = MEDIUM_PORTAL, .code = STR(""), .reference = STR(""), .second = STR(""), .over = true }, e);
}

int deed_recall(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "a-1", 5);

	bool is_out;

	return approve_recall(n->hub, &n->by, a, &(struct answer){ .number = s->share, .person = STR("a-1"), .medium = MEDIUM_PORTAL }, &is_out, e);
}

int deed_release(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-2", 6);
	struct share_released out;

	return share_release(n->hub, &n->by, a, s->share, &out, e);
}

/* Every notice is a deed of its own: what was told stays told, the rest comes with the next flush. */
int deed_flush(struct nth *n, struct arena *a, struct err *e)
{
	struct outbox_result r;

	story_of(n, "hub", 200);
	return outbox_flush(n->hub, &n->by, a, &r, e);
}


static int change_share(struct nth *n, struct arena *a, enum share_change_kind kind, struct err *e)
{
	struct story *s = story_of(n, "h-1", kind == SHARE_EDIT ? 3 : 40);
	struct share_change c = { .kind = kind, .number = s->share };
	struct share_made made;

	if (kind == SHARE_EDIT) {       /* words of our own would leave what a standing consent covers */
		c.tlp = STR("AMBER+STRICT");
	} else {
		texts_add(a, &c.reason, STR("追記のため"), STR("More is known now"));
		texts_add(a, &c.summary, STR("請求書を装うメールです。"), STR("Mails that look like invoices."));
	}
	if (share_change(n->hub, &n->by, a, &c, &made, e) < 0)
		return -1;
	s->digest = story_keep(s, made.digest);
	return 0;
}

int deed_edit(struct nth *n, struct arena *a, struct err *e)
{
	return change_share(n, a, SHARE_EDIT, e);
}

int deed_correct(struct nth *n, struct arena *a, struct err *e)
{
	return change_share(n, a, SHARE_CORRECTION, e);
}

int deed_retract(struct nth *n, struct arena *a, struct err *e)
{
	return change_share(n, a, SHARE_RETRACTION, e);
}

int deed_check_leaks(struct nth *n, struct arena *a, struct err *e)
{
	struct story *s = story_of(n, "h-1", 3);
	struct leak_hits hits;

	return share_check(n->hub, &n->by, a, s->share, &hits, e);
}

int deed_expire(struct nth *n, struct arena *a, struct err *e)
{
	story_of(n, "hub", 24 * 800);
	return share_expire(n->hub, &n->by, a, e) < 0 ? -1 : 0;
}

static int sent_to_b(struct nth *n, struct arena *a, struct delivery *d, struct err *e)
{
	struct story *s = story_of(n, "b-1", 31);
	struct reader reader;

	return reader_get(n->hub->db, a, STR("b-1"), n->by.now_ms, &reader, e) < 0 ? -1 :
	    delivery_get(n->hub->db, a, &reader, s->share, n->by.now_ms, d, e);
}

int deed_open_it(struct nth *n, struct arena *a, struct err *e)
{
	struct delivery d;
	struct str bytes;

	return sent_to_b(n, a, &d, e) < 0 ? -1 : delivery_open(n->hub->db, &n->by, a, &d, STR("text"), STR("ja"), &bytes, e);
}

int deed_acknowledge(struct nth *n, struct arena *a, struct err *e)
{
	struct delivery d;

	return sent_to_b(n, a, &d, e) < 0 ? -1 : delivery_ack(n->hub->db, &n->by, a, &d, e);
}

int deed_say(struct nth *n, struct arena *a, struct err *e)
{
	const struct answer_given g = { .answer = STR("no-hit"), .reason = STR(""), .from_ms = 1, .to_ms = 2 };
	struct delivery d;

	return sent_to_b(n, a, &d, e) < 0 ? -1 : answer_give(n->hub->db, &n->by, a, &d, &g, e);
}
