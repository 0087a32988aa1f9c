/* test_nth_mailbox.c - what of a mailbox is here: every question to the database failing once; and each mail once, whatever UID it has. */
#include "rows.h"
#include "testhub.h"

#include "base/buf.h"
#include "intake/mailbox.h"
#include "nth.h"

#define RUN(deed) nth_run(&n, #deed, deed_##deed, NULL)

#define NAME { "intake@mx.example/INBOX", sizeof "intake@mx.example/INBOX" - 1 }
static const struct mailbox box = { NAME, 7 }, renewed = { NAME, 8 };

static int take(struct hub *hub, const struct act *by, struct arena *a, const struct mailbox *m, long long uid, const char *text,
    enum mailbox_take *what, struct receipt *receipt, struct err *e)
{
	const struct content content = content_of(str_of(text));

	return mailbox_take(hub, by, a, m, uid, &content, false, what, receipt, e);
}

static int took(struct nth *n, struct arena *a, const struct mailbox *m, long long uid, const char *text, enum mailbox_take wanted,
    struct err *e)
{
	enum mailbox_take what;
	struct receipt receipt;

	if (take(n->hub, &n->by, a, m, uid, text, &what, &receipt, e) < 0)
		return -1;
	assert_int_equal(what, wanted);
	return 0;
}

static int deed_take(struct nth *n, struct arena *a, struct err *e)
{
	return took(n, a, &box, 1, "From: a\n\n1\n", MAILBOX_TAKEN, e);
}

static int deed_note(struct nth *n, struct arena *a, struct err *e)
{
	(void)a;
	return mailbox_note(n->hub, &n->by, &box, 2, 100, "broken", e);
}

static int deed_take_noted(struct nth *n, struct arena *a, struct err *e)
{
	return took(n, a, &box, 2, "From: a\n\n2\n", MAILBOX_TAKEN, e);
}

static int deed_take_known_bytes(struct nth *n, struct arena *a, struct err *e)
{
	return took(n, a, &renewed, 1, "From: a\n\n2\n", MAILBOX_KNOWN, e);
}

static int deed_done(struct nth *n, struct arena *a, struct err *e)
{
	(void)a;
	return mailbox_done(n->hub, &box, 1, e);
}

static int deed_begin(struct nth *n, struct arena *a, struct err *e)
{
	long long highest;

	return mailbox_begin(n->hub, &renewed, a, &highest, e);
}

static void deeds_fail(const char *place, void *ctx)
{
	struct hub *hub = test_hub(place);
	struct nth n;

	(void)ctx;
	nth_start(&n, hub, NULL);
	n.by = test_act(1563289200000);
	RUN(take);
	RUN(note);
	RUN(take_noted);
	RUN(take_known_bytes);
	RUN(done);
	RUN(note);
	RUN(begin);
	fprintf(stderr, "%ld failures injected\n", n.failures);
	assert_int_equal(n.bad, 0);
	assert_true(n.failures > 20);
	nth_end(&n);
	test_hub_close(hub);
}

/* What is here, in a word a mail: the UIDs that are to be done, tried again, left. */
static struct str standing(struct hub *hub, struct arena *a, const struct mailbox *m)
{
	struct mailbox_left *list;
	struct buf out;
	struct err e;
	size_t n;

	buf_init_arena(&out, a, 4096);
	assert_int_equal(mailbox_undone(hub, a, m, &list, &n, &e), 0);
	for (size_t i = 0; i < n; i++)
		buf_printf(&out, "d%lld ", list[i].uid);
	assert_int_equal(mailbox_again(hub, a, m, &list, &n, &e), 0);
	for (size_t i = 0; i < n; i++)
		buf_printf(&out, "a%lld ", list[i].uid);
	assert_int_equal(mailbox_left(hub, a, &list, &n, &e), 0);
	for (size_t i = 0; i < n; i++)
		buf_printf(&out, "l%lld ", list[i].uid);
	return buf_str(&out);
}

static long long receipts(struct hub *hub, struct arena *a)
{
	struct db_rows rows;
	struct err e;

	assert_int_equal(DB_QUERY(hub->db, a, &rows, &e, "SELECT COUNT(*) FROM hand_in"), 0);
	return db_int(&rows, 0, 0);
}

static void each_once(const char *place, void *ctx)
{
	struct hub *hub = test_hub(place);
	struct arena *a = arena_new(16 << 20, arena_full_exit);
	struct act by = test_act(1563289200000);
	enum mailbox_take what;
	struct receipt first, receipt;
	long long highest;
	struct err e;

	(void)ctx;
	assert_int_equal(mailbox_begin(hub, &box, a, &highest, &e), 0);
	assert_int_equal(highest, 0);
	assert_int_equal(take(hub, &by, a, &box, 3, "From: a\n\nx\n", &what, &first, &e), 0);
	assert_int_equal(what, MAILBOX_TAKEN);
	assert_int_equal(take(hub, &by, a, &box, 3, "From: a\n\nother bytes\n", &what, &receipt, &e), 0);         /* that UID is settled */
	assert_int_equal(what, MAILBOX_KNOWN);
	assert_int_equal(take(hub, &by, a, &box, 4, "From: a\n\nx\n", &what, &receipt, &e), 0);
	assert_int_equal(what, MAILBOX_KNOWN);
	assert_true(str_eq(receipt.number, first.number));
	assert_int_equal(receipts(hub, a), 1);
	assert_int_equal(mailbox_note(hub, &by, &box, 3, 9, "too-large", &e), 0);       /* what is here is not left */
	assert_int_equal(mailbox_note(hub, &by, &box, 5, 900LL << 20, "too-large", &e), 0);
	assert_int_equal(mailbox_note(hub, &by, &box, 6, 9, "broken", &e), 0);
	assert_int_equal(mailbox_note(hub, &by, &box, 7, 9, "gone", &e), 0);
	assert_int_equal(mailbox_done(hub, &box, 4, &e), 0);
	assert_true(str_eq(standing(hub, a, &box), STR("d3 a6 l5 l6 ")));
	hub->conf.hand_in_mb = 1000;
	assert_true(str_eq(standing(hub, a, &box), STR("d3 a5 a6 l5 l6 ")));
	assert_int_equal(mailbox_begin(hub, &box, a, &highest, &e), 0);
	assert_int_equal(highest, 7);
	assert_int_equal(mailbox_begin(hub, &renewed, a, &highest, &e), 0);
	assert_int_equal(highest, 0);
	assert_true(str_eq(standing(hub, a, &renewed), STR("")));
	arena_free(a);
	test_hub_close(hub);
}

static void fails(void **state)
{
	(void)state;
	test_on_databases(deeds_fail, NULL);
}

static void once(void **state)
{
	(void)state;
	test_on_databases(each_once, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(fails), cmocka_unit_test(once) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
