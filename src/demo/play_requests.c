/* play_requests.c - the last quarter's calls, passing on, exercise and hand-over: each once, by the same functions as the
 * command line.  Members answer the call with "nothing" and the one who has something is no member, so that no table of
 * the report changes; an id or a code is drawn apart from the rest of the replay. */
#include <stdio.h>

#include "base/time.h"
#include "demo/demo.h"
#include "feedback/cascade.h"
#include "handover/handover.h"
#include "intake/classify.h"
#include "intake/reporter.h"
#include "registry/association.h"
#include "registry/change.h"
#include "request/info_request.h"
#include "worker/hub_jobs.h"

struct play {
	struct replay *r;
	struct arena *arena;
	struct rng rng;
	long long day_ms;
};

static struct act act_at(struct play *p, int hour, const char *person)
{
	return (struct act){ .now_ms = p->day_ms + hour * MS_HOUR, .actor = str_of(person), .os_user = STR("demo"), .rng = &p->rng };
}

static const struct demo_org *association(const struct play *p, size_t i)
{
	return &p->r->gen->world->orgs[p->r->gen->world->member_count + i];
}

/* ---- associations ---- */

static int record_terms(struct play *p, struct err *e)
{
	const struct liaison_terms t = { STR("第1版"), STR("2018-03 の書面"), plan_day("2018-04-01"), TIME_FOREVER };
	struct act by = act_at(p, 9, "hub-analyst-1");

	for (size_t i = 0; i < 4; i++)
		if (liaison_terms_add(p->r->hub->db, &by, p->arena, association(p, i)->id, &t, e) < 0)
			return -1;
	return 0;
}

static int pass_on(struct play *p, size_t i, long long members, struct cascade_sums sums, struct err *e)
{
	struct str person = org_person(association(p, i), DUTY_CONTACT)->id;
	const struct reader reader = { person, association(p, i)->id };
	struct act by = act_at(p, 10, arena_cstr(p->arena, person));
	struct db *db = p->r->hub->db;
	struct delivery d;
	struct str words;

	if (delivery_get(db, p->arena, &reader, p->r->shared_c2, by.now_ms, &d, e) < 0 ||
	    cascade_text(p->r->hub, &by, p->arena, &d, LANG_JA, &words, e) < 0)
		return -1;
	by.now_ms += MS_HOUR;
	if (delivery_cascaded(db, &by, p->arena, &d, members, by.now_ms, e) < 0)
		return -1;
	by.now_ms += MS_HOUR;
	return cascade_sums_add(db, &by, p->arena, &d, &sums, e);
}

static int associations_pass_on(struct play *p, struct err *e)
{
	if (p->r->shared_c2.n == 0)     /* a replay that began later */
		return 0;
	if (record_terms(p, e) < 0)
		return -1;
	return pass_on(p, 0, 1400, (struct cascade_sums){ 120, 0, 118 }, e) < 0 ? -1 : pass_on(p, 1, 2300, (struct cascade_sums){ 310, 0, 310 }, e);
}

/* ---- the call ---- */

static int call_out(struct play *p, struct err *e)
{
	static const struct share_target audience[] = { { { "all", 3 }, { "", 0 }, 0, TIME_FOREVER }, { { "public", 6 }, { "", 0 }, 0, TIME_FOREVER } };
	const struct info_request_spec spec = { .title_ja = STR("音声メッセージの通知を装うメールについて"), .title_en =
		STR("Mails that pretend to announce a voice message"), .question_ja = STR("音声メッセージの通知を装い、ログインを求めるメールを受信した場合は、"
		"受信日と件名をお知らせください。"), .question_en = STR("If you received mail that pretends to announce a voice message and asks to sign in, please tell "
		"day and subject."), .tlp = STR("CLEAR"), .days = 10, .audience = audience, .audience_count = 2 };
	struct act author = act_at(p, 11, "hub-analyst-1"), second = act_at(p, 12, "hub-analyst-2");
	struct info_request_released out;
	struct leak_hits hits;
	struct str number;

	if (info_request_draft(p->r->hub, &author, p->arena, &spec, &number, &hits, e) < 0 ||
	    info_request_release(p->r->hub, &second, p->arena, number, 0, &out, e) < 0)
		return -1;
	p->r->call = arena_str(p->r->arena, number);
	return 0;
}

static int members_answer_nothing(struct play *p, struct err *e)
{
	for (size_t i = 0; p->r->call.n > 0 && i < 3; i++) {
		const struct demo_org *org = &p->r->gen->world->orgs[20 + i];
		struct act by = act_at(p, 10 + (int)i, org_person(org, DUTY_CONTACT)->id.p);
		const struct offer offer = { .org_id = org->id, .person_id = by.actor };
		struct receipt none;

		if (info_request_answer(p->r->hub, &by, p->arena, p->r->call, STR("nothing"), &offer, &none, e) < 0)
			return -1;
	}
	return 0;
}

/* What came is read at once, and looked at: the scripted analyst of the plan knows nothing of it. */
static int look_at(struct play *p, struct str hand_in_id, struct err *e)
{
	const struct classification c = { .class = STR("spam-harmless"), .targeted_basis = STR(""), .damage = STR("none"), .outcome = STR_NONE,
		.share_verdict = STR("not-shared-harmless"), .reason = STR("") };
	struct act worker = act_at(p, 15, "hub"), by = act_at(p, 16, "hub-analyst-1");
	struct hub_jobs_done done;
	struct db_rows rows;

	if (hub_jobs_run(p->r->hub, &worker, p->r->pool, 1000, &done, e) < 0 || DB_QUERY(p->r->hub->db, p->arena, &rows, e,
	    "SELECT id FROM submission WHERE hand_in_id = $1", DB_TEXT(hand_in_id)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++)
		if (submission_classify(p->r->hub->db, &by, p->arena, db_text(&rows, i, 0), &c, e) < 0)
			return -1;
	return 0;
}

static int outsider_answers(struct play *p, struct err *e)
{
	const struct offer offer = { .kind = STR("mail"), .channel = STR("external"), .name = STR("voice.eml"), .received_ms = TIME_NONE, .bytes =
		STR("From: Weekly Garden <news@garden-letter.example>\r\nTo: <info@bakery.example>\r\nSubject: Tulips in autumn\r\n"
		"Date: Tue, 6 Aug 2019 08:00:00 +0900\r\nMessage-ID: <tulips-31@garden-letter.example>\r\nContent-Type: text/plain\r\n\r\n"
		"Plant the bulbs before the first frost, twice as deep as they are high.\r\n") };
	struct act by = act_at(p, 14, "hub");
	struct receipt receipt;

	if (p->r->call.n == 0)
		return 0;
	if (info_request_answer_from_outside(p->r->hub, &by, p->arena, p->r->call, STR("info@bakery.example"), STR("こむぎベーカリー"), &offer,
	    &receipt, e) < 0)
		return -1;
	p->r->outside_receipt = arena_str(p->r->arena, receipt.number);
	return look_at(p, receipt.hand_in_id, e);
}

static int call_ends(struct play *p, struct err *e)
{
	struct act author = act_at(p, 10, "hub-analyst-1"), second = act_at(p, 11, "hub-analyst-2");

	if (p->r->outside_receipt.n == 0)
		return 0;
	if (reporter_answer_draft(p->r->hub, &author, p->arena, p->r->outside_receipt,
	    STR("情報提供ありがとうございます。ご提供のメールは、無害な広告メールと判断しました。"),
	    STR("Thank you. The mail you handed in is harmless advertising."), e) < 0 ||
	    reporter_answer_release(p->r->hub, &second, p->arena, p->r->outside_receipt, e) < 0)
		return -1;
	return info_request_move(p->r->hub, &author, p->arena, p->r->call, "close", e);
}

/* ---- an exercise, a hand-over ---- */

static int announce_drill(struct play *p, struct err *e)
{
	struct act by = act_at(p, 9, "hub-analyst-1");

	return drill_add(p->r->hub->db, &by, p->arena, p->r->gen->world->orgs[12].id, STR("autumn-drill.example"), STR("【訓練】"),
	    plan_day("2019-09-09"), plan_day("2019-09-21"), e);
}

#define SQL_ORIGINALS \
	"SELECT h.receipt, s.number, s.org_id FROM cases k JOIN case_submission c ON c.case_id = k.id AND c.removed_ms IS NULL" \
	" JOIN submission s ON s.id = c.submission_id JOIN hand_in h ON h.id = s.hand_in_id WHERE k.number = $1 AND s.raw_blob IS NOT NULL" \
	" ORDER BY s.received_ms, s.id LIMIT 1"

static int consent(struct play *p, struct str number, struct str org_id, struct err *e)
{
	struct db_rows approver;
	struct handover h;
	struct answer yes = { .number = number, .word = STR("yes"), .medium = MEDIUM_PORTAL, .code = STR(""), .second = STR(""), .reference = STR("") };
	struct act by;

	if (handover_get_for(p->r->hub->db, p->arena, number, org_id, &h, e) < 0 || DB_QUERY(p->r->hub->db, p->arena, &approver, e,
	    "SELECT MIN(p.id) FROM person p JOIN person_role o ON o.person_id = p.id WHERE p.org_id = $1 AND o.role = 'approver'", DB_TEXT(org_id)) < 0)
		return -1;
	yes.digest = h.sources[0].digest;
	yes.person = db_text(&approver, 0, 0);
	by = act_at(p, 13, arena_cstr(p->arena, yes.person));
	return handover_consent(p->r->hub, &by, p->arena, &yes, e);
}

static int hand_over(struct play *p, struct err *e)
{
	const struct org_row partner = { STR("rescue-team"), STR("partner"), STR_NONE, 0, TIME_FOREVER };
	struct act author = act_at(p, 10, "hub-analyst-1"), second = act_at(p, 15, "hub-analyst-2");
	struct db_rows original;
	struct str what, number, password;

	if (p->r->stories[0].n == 0)
		return 0;
	if (org_add(p->r->hub->db, &author, &partner, e) < 0 || DB_QUERY(p->r->hub->db, p->arena, &original, e, SQL_ORIGINALS,
	    DB_TEXT(p->r->stories[0])) < 0)
		return -1;
	if (original.count == 0)        /* a shortened replay has no such story */
		return 0;
	what = arena_printf(p->arena, STR_FMT "/%lld", STR_ARG(db_text(&original, 0, 0)), db_int(&original, 0, 1));
	if (handover_make(p->r->hub, &author, p->arena, partner.id, STR("追跡調査の依頼"), &what, 1, &number, e) < 0 ||
	    consent(p, number, db_text(&original, 0, 2), e) < 0 || handover_release(p->r->hub, &second, p->arena, number, STR_NONE,
	        arena_printf(p->arena, "%s/outbox/handover.zip", p->r->hub->dir).p, e) < 0)
		return -1;
	second.now_ms += MS_HOUR;
	return handover_password(p->r->hub, &second, p->arena, number, &password, e);
}

/* ---- the days ---- */

static const struct { const char *day; int (*play)(struct play *p, struct err *e); } days[] = {
	{ "2019-07-23", associations_pass_on }, { "2019-08-19", call_out }, { "2019-08-21", members_answer_nothing },
	{ "2019-08-22", outsider_answers }, { "2019-09-03", announce_drill }, { "2019-09-05", call_ends }, { "2019-09-11", hand_over },
};

int play_requests(struct replay *r, long long day_ms, struct err *e)
{
	struct play p = { .r = r, .rng = rng_seeded((uint64_t)day_ms ^ 0x72657175), .day_ms = day_ms };
	int status = 0;

	for (size_t i = 0; status == 0 && i < sizeof days / sizeof days[0]; i++) {
		if (plan_day(days[i].day) != day_ms)
			continue;
		p.arena = arena_new(256 << 20, arena_full_exit);
		status = days[i].play(&p, e);
		arena_free(p.arena);
	}
	return status;
}
