/* test_nth_post.c - mail that comes in and comes back: receipts, returns, giving up and trying again, with every question to
 * the database failing once; and when who is told what. */
#include "rows.h"
#include "story.h"
#include "testhub.h"

#include "approve/notice.h"
#include "base/time.h"
#include "post/return_path.h"
#include "share/acknowledge.h"
#include "share/bounce.h"
#include "share/outbox.h"
#include "worker/hub_mail.h"
#include "worker/wire.h"

#define ADDRESS "aki@aoi.example"

/* ERR_UNKNOWN where there is none. */
static int last_notice(struct nth *n, struct arena *a, struct str *id_r, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(n->hub->db, a, &r, e, "SELECT id FROM notice ORDER BY made_ms DESC, id LIMIT 1") < 0)
		return -1;
	*id_r = r.count > 0 ? db_text(&r, 0, 0) : STR_NONE;
	return r.count > 0 ? 0 : err_set(e, ERR_UNKNOWN, "there is no notice");
}

static long long count(struct nth *n, const char *kind)
{
	struct arena *a = arena_new(1 << 20, arena_full_exit);
	struct db_rows r;
	struct err e;
	long long found;

	assert_ok(DB_QUERY(n->hub->db, a, &r, &e, "SELECT COUNT(*) FROM notice WHERE kind = $1", DB_TEXT(str_of(kind))), e);
	found = db_int(&r, 0, 0);
	arena_free(a);
	return found;
}

static struct act *at(struct nth *n, long long minutes)
{
	story_of(n, "hub", 2);
	n->by.now_ms += minutes * MS_MINUTE;
	return &n->by;
}

/* ---- what the jailed reader said of a mail ---- */

static int take(struct nth *n, struct arena *a, const struct wire_result *frames, size_t count, bool goes_on, struct err *e)
{
	struct story *s = n->ctx;
	const struct pool_end end = { .how = POOL_DONE, .frames = frames, .frame_count = count };
	bool goes;

	if (hub_mail_take(n->hub, at(n, 0), a, s->hand_in[3], &end, &goes, e) < 0)
		return -1;
	return goes == goes_on ? 0 : err_set(e, ERR_INPUT, "it %s", goes ? "goes on" : "is kept aside");
}

static int attested(struct nth *n, struct arena *a, struct err *e)
{
	const struct wire_result sender = { .frame = WIRE_SENDER, .name = STR(ADDRESS), .bytes = STR("attested") };

	return take(n, a, &sender, 1, true, e);
}

static int machine(struct nth *n, struct arena *a, struct err *e)
{
	const struct wire_result frames[] = { { .frame = WIRE_MACHINE, .name = STR("auto-reply"), .bytes = STR("Auto-Submitted") },
		{ .frame = WIRE_SENDER, .name = STR(ADDRESS), .bytes = STR("attested") } };

	return take(n, a, frames, 2, false, e);
}

static int button(struct nth *n, struct arena *a, struct err *e)
{
	const struct wire_result frames[] = { { .frame = WIRE_MACHINE, .name = STR("generated"), .offset = 1, .bytes = STR("Auto-Submitted") },
		{ .frame = WIRE_SENDER, .name = STR(ADDRESS), .bytes = STR("attested") } };

	return take(n, a, frames, 2, true, e);
}

static int returned(struct nth *n, struct arena *a, struct str status, struct err *e)
{
	struct wire_result frames[] = { { .frame = WIRE_MACHINE, .name = STR("delivery-report"), .bytes = STR("Content-Type") },
		{ .frame = WIRE_NAMED, .offset = WIRE_NAMED_ABOUT },
		{ .frame = WIRE_OUTCOME, .name = status, .bytes = STR("failed\nno such user") },
		{ .frame = WIRE_SENDER, .name = STR("mailer-daemon@aoi.example"), .bytes = STR("no-attestation") } };

	struct str id;

	if (last_notice(n, a, &id, e) < 0)
		return -1;
	frames[1].name = return_path_of(n->hub, a, id);
	return take(n, a, frames, 4, false, e);
}

static int comes_back(struct nth *n, struct arena *a, struct err *e) { return returned(n, a, STR("5.1.1"), e); }
static int comes_back_once_more(struct nth *n, struct arena *a, struct err *e) { return returned(n, a, STR("5.7.1"), e); }

/* ---- the rest ---- */

static int acknowledge(struct nth *n, struct arena *a, struct err *e)
{
	(void)a;
	return acknowledge_due(n->hub, at(n, 1), e);
}

static int told(struct nth *n, struct arena *a, struct err *e)
{
	int status;

	if (db_begin(n->hub->db, e) < 0)
		return -1;
	status = notice_add_number(n->hub->db, at(n, 5), a, STR("a-1"), "receipt", STR("R-1"), e) == 1 ? 0 : -1;
	if (status == 0)
		return db_commit(n->hub->db, e);
	db_rollback(n->hub->db);
	return -1;
}

/* As a mail server that took it leaves it. */
static void is_sent(struct nth *n)
{
	struct arena *a = arena_new(1 << 20, arena_full_exit);
	struct err e;
	struct str id;

	assert_ok(last_notice(n, a, &id, &e), e);
	assert_true(DB_EXEC(n->hub->db, &e, "UPDATE notice SET post = 'sent', state = 'sent', address = $2 WHERE id = $1", DB_TEXT(id),
	    DB_TEXT(STR(ADDRESS))) == 1);
	arena_free(a);
}

static int works(struct nth *n, struct arena *a, struct err *e)
{
	return address_works(n->hub->db, at(n, 3), a, STR("a-1"), STR(ADDRESS), e);
}

static int retry(struct nth *n, struct arena *a, struct err *e)
{
	struct str id;

	return last_notice(n, a, &id, e) < 0 ? -1 : outbox_retry(n->hub->db, at(n, 3), a, id, e);
}

static int cancel(struct nth *n, struct arena *a, struct err *e)
{
	struct str id;

	return last_notice(n, a, &id, e) < 0 ? -1 : outbox_cancel(n->hub->db, at(n, 4), a, id, STR("called them"), e);
}

static int retry_failed(struct nth *n, struct arena *a, struct err *e)
{
	(void)a;
	return outbox_retry_failed(n->hub->db, at(n, 4), e) < 0 ? -1 : 0;
}

#define RUN(deed) nth_run(&n, #deed, deed, NULL)
#define NEW_MAIL nth_run(&n, "receive_unknown", deed_receive_unknown, NULL)

static void all_deeds(const char *place, void *ctx)
{
	struct hub *hub = test_hub(place);
	struct story s = { .arena = arena_new(1 << 20, arena_full_exit) };
	struct nth n;

	(void)ctx;
	hub->conf.smtp_from = STR("post@hub.example");
	hub->conf.bounces_most = 1;
	nth_start(&n, hub, &s);
	nth_run(&n, "import", deed_import, NULL);
	NEW_MAIL;
	RUN(attested);
	nth_run(&n, "acknowledge", acknowledge, "notice hand_in_mail");         /* each person is a deed of its own */
	assert_int_equal(count(&n, "receipt"), 1);
	NEW_MAIL;
	RUN(machine);
	NEW_MAIL;
	RUN(button);
	nth_run(&n, "acknowledge", acknowledge, "notice hand_in_mail");         /* each person is a deed of its own */
	assert_int_equal(count(&n, "receipt") + count(&n, "receipts"), 1);
	is_sent(&n);
	NEW_MAIL;
	RUN(comes_back);
	RUN(works);
	RUN(retry);
	is_sent(&n);
	NEW_MAIL;
	RUN(comes_back_once_more);
	RUN(cancel);
	RUN(told);
	RUN(retry_failed);
	fprintf(stderr, "%ld failures injected\n", n.failures);
	assert_int_equal(n.bad, 0);
	assert_true(n.failures > 60);
	nth_end(&n);
	arena_free(s.arena);
	test_hub_close(hub);
}

/* ---- when ---- */

static void acknowledge_at(struct nth *n, long long minutes, long long single, long long together)
{
	struct err e;

	assert_ok(acknowledge_due(n->hub, at(n, minutes), &e), e);
	assert_int_equal(count(n, "receipt"), single);
	assert_int_equal(count(n, "receipts"), together);
}

static void one_mail(struct nth *n)
{
	struct arena *a = arena_new(1 << 20, arena_full_exit);
	struct err e;

	assert_ok(deed_receive_unknown(n, a, &e), e);
	assert_ok(attested(n, a, &e), e);
	arena_free(a);
}

/* At once, then once in an hour, all that came together. */
static void who_is_told_when(const char *place, void *ctx)
{
	struct hub *hub = test_hub(place);
	struct story s = { .arena = arena_new(1 << 20, arena_full_exit) };
	struct nth n = { .hub = hub, .by = test_act(0), .ctx = &s };
	struct err e;

	(void)ctx;
	assert_ok(deed_import(&n, s.arena, &e), e);
	one_mail(&n);
	acknowledge_at(&n, 0, 1, 0);
	acknowledge_at(&n, 1, 1, 0);
	for (int i = 0; i < 3; i++)
		one_mail(&n);
	acknowledge_at(&n, 59, 1, 0);
	acknowledge_at(&n, 61, 1, 1);
	acknowledge_at(&n, 200, 1, 1);
	one_mail(&n);
	acknowledge_at(&n, 200, 2, 1);
	hub->conf.receipt_minutes = 0;          /* the control: nobody is told anything */
	one_mail(&n);
	acknowledge_at(&n, 1000, 2, 1);
	arena_free(s.arena);
	test_hub_close(hub);
}

static void run_all(void **state)
{
	(void)state;
	test_on_databases(all_deeds, NULL);
}

static void run_when(void **state)
{
	(void)state;
	test_on_databases(who_is_told_when, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(run_all), cmocka_unit_test(run_when) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
