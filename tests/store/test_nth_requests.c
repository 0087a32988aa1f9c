/* test_nth_requests.c - calls for information, reporters, associations and hand-overs, with every question to the
 * database failing once: nothing half done, on both databases. */
#include "nth.h"
#include "rows.h"
#include "stage.h"
#include "testhub.h"

#include <unistd.h>

#include "base/time.h"
#include "feedback/cascade.h"
#include "handover/handover.h"
#include "intake/reporter.h"
#include "registry/association.h"
#include "registry/change.h"
#include "request/info_request.h"

enum { SHORT = 64 };

struct people_told {
	char number[SHORT], second[SHORT], share[SHORT], receipt[SHORT], original[SHORT], handover[SHORT];
	long long now_ms;
	int files;                      /* each answer has bytes of its own */
};

static struct people_told *at(struct nth *n, const char *actor, long long days)
{
	struct people_told *s = n->ctx;

	n->by.actor = str_of(actor);
	n->by.now_ms = s->now_ms + days * MS_DAY;
	return s;
}

static void keep(char *into, struct str s)
{
	snprintf(into, SHORT, STR_FMT, STR_ARG(s));
}

static int draft_call(struct nth *n, struct arena *a, char *into, struct err *e)
{
	const struct share_target everybody[] = { { STR("all"), STR(""), 0, TIME_FOREVER }, { STR("public"), STR(""), 0, TIME_FOREVER } };
	const struct info_request_spec spec = { .title_ja = STR("お願い"), .title_en = STR("A call"), .question_ja = STR("ありましたか。"),
		.question_en = STR("Did you see it?"), .tlp = STR("CLEAR"), .days = 3, .audience = everybody, .audience_count = 2 };
	struct leak_hits hits;
	struct str number;

	if (info_request_draft(n->hub, &n->by, a, &spec, &number, &hits, e) < 0)
		return -1;
	keep(into, number);
	return 0;
}

static int draft(struct nth *n, struct arena *a, struct err *e)
{
	return draft_call(n, a, at(n, "an-1", 0)->number, e);
}

static int draft_second(struct nth *n, struct arena *a, struct err *e)
{
	return draft_call(n, a, at(n, "an-1", 0)->second, e);
}

static int edit(struct nth *n, struct arena *a, struct err *e)
{
	const struct info_request_spec spec = { .title_en = STR("A better call") };
	struct leak_hits hits;

	return info_request_edit(n->hub, &n->by, a, str_of(at(n, "an-1", 0)->number), &spec, &hits, e);
}

static int release(struct nth *n, struct arena *a, struct err *e)
{
	struct info_request_released r;

	return info_request_release(n->hub, &n->by, a, str_of(at(n, "an-2", 0)->number), 0, &r, e);
}

static int drop(struct nth *n, struct arena *a, struct err *e)
{
	return info_request_move(n->hub, &n->by, a, str_of(at(n, "an-1", 0)->second), "drop", e);
}

static int close_call(struct nth *n, struct arena *a, struct err *e)
{
	return info_request_move(n->hub, &n->by, a, str_of(at(n, "an-1", 6)->number), "close", e);
}

static int reopen(struct nth *n, struct arena *a, struct err *e)
{
	return info_request_move(n->hub, &n->by, a, str_of(at(n, "an-1", 6)->number), "reopen", e);
}

static int remind(struct nth *n, struct arena *a, struct err *e)
{
	return info_request_remind(n->hub, &n->by, a, str_of(at(n, "an-1", 6)->number), e) < 0 ? -1 : 0;
}

static int opened(struct nth *n, struct arena *a, struct err *e)
{
	struct info_request q;

	if (info_request_get_for(n->hub->db, a, str_of(at(n, "kitanami-contact", 5)->number), STR("kitanami"), n->by.now_ms, &q, e) < 0)
		return -1;
	return info_request_opened(n->hub->db, &n->by, &q, STR("kitanami"), e);
}

static struct offer offer_of(struct nth *n, struct arena *a, const char *org, const char *person)
{
	struct people_told *s = n->ctx;

	return (struct offer){ .org_id = org != NULL ? str_of(org) : STR_NONE, .person_id = person != NULL ? str_of(person) : STR_NONE,
		.kind = STR("consultation"), .channel = STR("cli"), .name = STR("a.txt"), .bytes = arena_printf(a, "answer %d", s->files++),
		.received_ms = TIME_NONE };
}

static int material(struct nth *n, struct arena *a, struct err *e)
{
	struct people_told *s = at(n, "kitanami-contact", 5);
	struct offer offer = offer_of(n, a, "kitanami", "kitanami-contact");
	struct receipt r;

	return info_request_answer(n->hub, &n->by, a, str_of(s->number), STR("material"), &offer, &r, e);
}

static int nothing(struct nth *n, struct arena *a, struct err *e)
{
	struct people_told *s = at(n, "minasawa-contact", 5);
	struct offer offer = offer_of(n, a, "minasawa", "minasawa-contact");
	struct receipt r;

	return info_request_answer(n->hub, &n->by, a, str_of(s->number), STR("nothing"), &offer, &r, e);
}

static int from_outside(struct nth *n, struct arena *a, struct err *e)
{
	struct people_told *s = at(n, "hub", 5);
	struct offer offer = offer_of(n, a, NULL, NULL);
	struct receipt r;

	return info_request_answer_from_outside(n->hub, &n->by, a, str_of(s->number), STR("me@reader.example"), STR("Reader"), &offer, &r, e);
}

static int reported(struct nth *n, struct arena *a, struct err *e)
{
	struct people_told *s = at(n, "hub", 5);
	struct offer offer = offer_of(n, a, NULL, NULL);
	struct receipt r;

	if (reporter_receive(n->hub, &n->by, a, STR("you@reader.example"), STR_NONE, &offer, &r, e) < 0)
		return -1;
	keep(s->receipt, r.number);
	return 0;
}

static int answer_reporter(struct nth *n, struct arena *a, struct err *e)
{
	return reporter_answer_draft(n->hub, &n->by, a, str_of(at(n, "an-1", 6)->receipt), STR("ありがとうございます。"), STR("Thank you."), e);
}

static int release_answer(struct nth *n, struct arena *a, struct err *e)
{
	return reporter_answer_release(n->hub, &n->by, a, str_of(at(n, "an-2", 6)->receipt), e);
}

/* ---- associations ---- */

static int end_member(struct nth *n, struct arena *a, struct err *e)
{
	at(n, "an-1", 5);
	return end_member_add(n->hub->db, &n->by, a, STR("ryokusen"), STR("hospital"), 0, TIME_FOREVER, e);
}

static int terms(struct nth *n, struct arena *a, struct err *e)
{
	static int version;
	const struct liaison_terms t = { arena_printf(a, "v%d", ++version), STR("paper"), version * 1000LL, TIME_FOREVER };

	at(n, "an-1", 5);
	return liaison_terms_add(n->hub->db, &n->by, a, STR("ryokusen"), &t, e);
}

static int delivered(struct nth *n, struct arena *a, struct delivery *d, struct err *e)
{
	const struct reader reader = { STR("ryokusen-contact"), STR("ryokusen") };

	return delivery_get(n->hub->db, a, &reader, str_of(at(n, "ryokusen-contact", 5)->share), n->by.now_ms, d, e);
}

static int pass_on(struct nth *n, struct arena *a, struct err *e)
{
	struct delivery d;
	struct str words;

	return delivered(n, a, &d, e) < 0 ? -1 : cascade_text(n->hub, &n->by, a, &d, LANG_EN, &words, e);
}

static int passed_on(struct nth *n, struct arena *a, struct err *e)
{
	struct delivery d;

	return delivered(n, a, &d, e) < 0 ? -1 : delivery_cascaded(n->hub->db, &n->by, a, &d, 100, n->by.now_ms, e);
}

static int sums(struct nth *n, struct arena *a, struct err *e)
{
	const struct cascade_sums s = { 50, 1, 49 };
	struct delivery d;

	return delivered(n, a, &d, e) < 0 ? -1 : cascade_sums_add(n->hub->db, &n->by, a, &d, &s, e);
}

static int through_association(struct nth *n, struct arena *a, struct err *e)
{
	struct offer offer = offer_of(n, a, "hospital", NULL);
	struct receipt r;

	at(n, "ryokusen-contact", 5);
	offer.via = STR("ryokusen");
	return intake_receive(n->hub, &n->by, a, &offer, &r, e);
}

/* ---- hand-overs ---- */

static int gather(struct nth *n, struct arena *a, struct err *e)
{
	struct people_told *s = at(n, "an-1", 7);
	const struct str original = str_of(s->original);
	struct str number;

	if (handover_make(n->hub, &n->by, a, STR("centre"), STR("analysis"), &original, 1, &number, e) < 0)
		return -1;
	keep(s->handover, number);
	return 0;
}

static int drop_gathered(struct nth *n, struct arena *a, struct err *e)
{
	return handover_drop(n->hub, &n->by, a, str_of(at(n, "an-1", 7)->handover), e);
}

static int consent(struct nth *n, struct arena *a, struct err *e)
{
	struct people_told *s = at(n, "kitanami-approver", 8);
	struct answer yes = { .number = str_of(s->handover), .word = STR("yes"), .person = n->by.actor, .medium = MEDIUM_PORTAL,
		.code = STR(""), .second = STR(""), .reference = STR("") };
	struct handover h;

	if (handover_get_for(n->hub->db, a, yes.number, STR("kitanami"), &h, e) < 0)
		return -1;
	yes.digest = h.sources[0].digest;
	return handover_consent(n->hub, &n->by, a, &yes, e);
}

static const char *package_of(struct nth *n, struct arena *a)
{
	return arena_printf(a, "%s/package.zip", n->hub->dir).p;
}

/* What was not recorded did not leave either. */
static int hand_over(struct nth *n, struct arena *a, struct err *e)
{
	int done = handover_release(n->hub, &n->by, a, str_of(at(n, "an-2", 9)->handover), STR_NONE, package_of(n, a), e);

	assert_true((access(package_of(n, a), F_OK) == 0) == (done == 0));
	return done;
}

static int tell_password(struct nth *n, struct arena *a, struct err *e)
{
	struct str word;

	return handover_password(n->hub, &n->by, a, str_of(at(n, "an-1", 10)->handover), &word, e);
}

static int take_back(struct nth *n, struct arena *a, struct err *e)
{
	bool unreadable;

	return handover_withdraw(n->hub, &n->by, a, str_of(at(n, "an-1", 11)->handover), STR("a reason"), &unreadable, e);
}

/* An end member, a partner, and one submission of kitanami's. */
static void prepare(struct hub *hub, struct people_told *s)
{
	const struct org_row orgs[] = { { STR("hospital"), STR("liaison-member"), STR_NONE, 0, TIME_FOREVER },
		{ STR("centre"), STR("partner"), STR_NONE, 0, TIME_FOREVER } };
	const struct offer offer = { .org_id = STR("kitanami"), .person_id = STR("kitanami-contact"), .kind = STR("mail"), .channel = STR("cli"),
		.name = STR("a.eml"), .bytes = STR("From: x@evil.example\r\n\r\nhello\r\n"), .received_ms = TIME_NONE };
	const struct piece piece = { .number = 1, .kind = STR("mail"), .bytes = offer.bytes, .copies = 1 };
	struct arena *a = arena_new(1 << 20, arena_full_exit);
	struct act by = test_act(s->now_ms);
	struct receipt receipt;
	struct str id;
	struct err e;

	for (size_t i = 0; i < COUNT_OF(orgs); i++)
		assert_ok(org_add(hub->db, &by, &orgs[i], &e), e);
	assert_ok(intake_receive(hub, &by, a, &offer, &receipt, &e), e);
	assert_ok(intake_store_submission(hub, hub->db, &by, a, receipt.hand_in_id, &piece, &id, &e), e);
	keep(s->original, receipt.number);
	arena_free(a);
}

#define RUN(deed) nth_run(&n, #deed, deed, NULL)

static void all_deeds(const char *place, void *ctx)
{
	struct hub *hub = test_hub(place);
	struct people_told s = { .now_ms = time_of(&(struct civil){ .year = 2019, .month = 7, .day = 1, .hour = 9 }, ZONE_JST) };
	struct nth n;

	(void)ctx;
	keep(s.share, stage_build(hub, s.now_ms - MS_DAY));
	prepare(hub, &s);
	nth_start(&n, hub, &s);
	RUN(draft);
	RUN(edit);
	RUN(draft_second);
	RUN(drop);
	RUN(release);
	RUN(opened);
	RUN(material);
	RUN(nothing);
	RUN(from_outside);
	RUN(remind);
	RUN(close_call);
	RUN(reopen);
	RUN(reported);
	RUN(answer_reporter);
	RUN(release_answer);
	RUN(end_member);
	RUN(terms);
	RUN(terms);
	nth_run(&n, "pass_on", pass_on, NULL);
	RUN(passed_on);
	RUN(sums);
	RUN(through_association);
	RUN(gather);
	RUN(drop_gathered);
	RUN(gather);
	RUN(consent);
	RUN(hand_over);
	RUN(tell_password);
	RUN(take_back);
	fprintf(stderr, "%ld failures injected on %s\n", n.failures, str_starts(str_of(place), STR("postgresql:")) ? "PostgreSQL" : "SQLite");
	assert_int_equal(n.bad, 0);
	assert_true(n.failures > 100);
	nth_end(&n);
	test_hub_close(hub);
}

static void nothing_half_done(void **state)
{
	(void)state;
	test_on_databases(all_deeds, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(nothing_half_done) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
