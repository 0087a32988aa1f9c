/* What the worker keeps of a quarter is what a full count says, and is neither kept for few rows nor shown when it is old. */
#include <sys/wait.h>
#include <unistd.h>

#include "circle.h"
#include "rows.h"
#include "testhub.h"

#include "base/time.h"
#include "intake/intake.h"
#include "report/quarter.h"

enum { MANY = 2600 };

/* Submissions like one that was received: of five organisations, of several kinds, decided and not. */
static void fill(struct hub *hub, struct arena *a, long long from_ms)
{
	const struct offer offer = { .org_id = STR("org-a"), .person_id = STR("org-a-contact"), .kind = STR("mail"), .channel = STR("cli"), .name = STR("a.eml"),
		.bytes = STR("Subject: x\r\n\r\nx"), .client_key = STR_NONE, .received_ms = from_ms, .supplements = STR_NONE, .answers_share = STR_NONE };
	struct act by = test_act_as(from_ms, "org-a-contact");
	struct receipt receipt;
	struct err e = { 0 };

	assert_ok(intake_receive(hub, &by, a, &offer, &receipt, &e), e);
	assert_true(DB_EXEC(hub->db, &e, "INSERT INTO hand_in (id, receipt, org_id, person_id, kind, channel, name, state, state_reason, received_ms, key_id, blob_id, bytes,"
	    " content_hash) SELECT 'h' || i, 'R-20190717-' || i, 'org-' || substr('abcde', 1 + i % 5, 1), person_id, CASE WHEN i % 4 = 0 THEN 'traffic' ELSE 'mail' END, channel,"
	    " name, 'split', '', received_ms + i * 1000, key_id, blob_id, bytes, 'x' || i FROM hand_in,"
	    " (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $2) SELECT i FROM n) m WHERE id = $1", DB_TEXT(receipt.hand_in_id), DB_INT(MANY)) == MANY);
	assert_true(DB_EXEC(hub->db, &e, "INSERT INTO submission (id, hand_in_id, number, org_id, kind, received_ms, copies, state, examined, examined_reason, nature, strength,"
	    " bec_type, language, class, targeted) SELECT 's' || id, id, 1, org_id, kind, received_ms, 1, 'parsed', 'fully', '', CASE WHEN received_ms % 3000 = 0 THEN 'targeted'"
	    " ELSE 'bulk' END, 'none', 0, 'ja', CASE WHEN received_ms % 7000 = 0 THEN 'drill' WHEN received_ms % 11000 = 0 THEN 'bec' END, NULL FROM hand_in WHERE id LIKE 'h%' AND state = 'split'") == MANY);
}

static long long tallied(const struct quarter_figures *q, enum counted_by by, struct str key)
{
	for (size_t i = 0; i < q->counted.by[by].n; i++)
		if (str_eq(q->counted.by[by].list[i].key, key))
			return q->counted.by[by].list[i].count;
	return 0;
}

static bool is_same(const struct quarter_figures *x, const struct quarter_figures *y)
{
	bool same = memcmp(x->counted.count, y->counted.count, sizeof x->counted.count) == 0 && memcmp(x->counted.entered, y->counted.entered, sizeof x->counted.entered) == 0 &&
	    memcmp(&x->loop, &y->loop, sizeof x->loop) == 0 && memcmp(&x->talk, &y->talk, sizeof x->talk) == 0;

	for (int by = 0; by < COUNTED_BY; by++) {
		same &= x->counted.by[by].n == y->counted.by[by].n;
		for (size_t i = 0; i < x->counted.by[by].n; i++)
			same &= tallied(y, (enum counted_by)by, x->counted.by[by].list[i].key) == x->counted.by[by].list[i].count;
	}
	return same;
}

static void kept_is_counted(const char *place, void *ctx)
{
	struct hub *hub = test_hub(place);
	struct arena *a = arena_new(256 << 20, arena_full_exit);
	long long now_ms = test_time("2019-09-15T10:00:00+09:00"), next_ms = 0;
	struct quarter_figures shown, full;
	struct act by = test_act_as(now_ms, "hub");
	struct db_rows r;
	struct period p;
	struct err e = { 0 };

	(void)ctx;
	test_circle(hub, test_time("2019-04-01"));
	assert_ok(period_preset(PRESET_QUARTER, STR("2019-07"), ZONE_JST, &p, &e), e);
	assert_ok(quarter_keep(hub->db, &by, &next_ms, &e), e);
	assert_ok(DB_QUERY(hub->db, a, &r, &e, "SELECT COUNT(*) FROM quarter_kept"), e);
	assert_int_equal(db_int(&r, 0, 0), 0);          /* few rows are counted when they are asked for */
	fill(hub, a, test_time("2019-07-17"));
	assert_ok(quarter_keep(hub->db, &by, &next_ms, &e), e);
	assert_ok(quarter_figures(hub->db, a, &p, 1, now_ms + 1000, &shown, &e), e);
	assert_int_equal(shown.counted_ms, now_ms + 1000);      /* it was not due again */
	next_ms = 0;
	assert_ok(quarter_keep(hub->db, &by, &next_ms, &e), e);
	assert_true(next_ms >= now_ms + MS_MINUTE);
	assert_ok(DB_QUERY(hub->db, a, &r, &e, "SELECT COUNT(DISTINCT from_ms) FROM quarter_kept"), e);
	assert_int_equal(db_int(&r, 0, 0), 1);
	assert_ok(quarter_figures(hub->db, a, &p, 1, now_ms + 1000, &shown, &e), e);
	assert_int_equal(shown.counted_ms, now_ms);
	assert_ok(quarter_count(hub->db, a, &p, 1, now_ms, &full, &e), e);
	assert_true(is_same(&shown, &full));
	assert_int_equal(shown.counted.count[COUNTED_SUBMISSIONS], MANY + 1);
	assert_int_equal(tallied(&shown, BY_KIND, STR("traffic")), MANY / 4);

	/* control: what changes makes the kept another than the counted, until it is due */
	assert_true(DB_EXEC(hub->db, &e, "UPDATE submission SET class = 'targeted', targeted = 1 WHERE received_ms % 5000 = 0") > 0);
	assert_ok(quarter_count(hub->db, a, &p, 1, now_ms, &full, &e), e);
	assert_false(is_same(&shown, &full));
	by.now_ms = now_ms + MS_MINUTE - 1;
	assert_ok(quarter_keep(hub->db, &by, &next_ms, &e), e);
	assert_ok(quarter_figures(hub->db, a, &p, 1, by.now_ms, &shown, &e), e);
	assert_false(is_same(&shown, &full));
	by.now_ms = next_ms;
	assert_ok(quarter_keep(hub->db, &by, &next_ms, &e), e);
	assert_ok(quarter_figures(hub->db, a, &p, 1, by.now_ms, &shown, &e), e);
	assert_true(is_same(&shown, &full));
	assert_int_equal(shown.counted_ms, by.now_ms);

	/* the worker rests: what is old is not shown */
	assert_ok(quarter_figures(hub->db, a, &p, 1, by.now_ms + 10 * MS_MINUTE, &shown, &e), e);
	assert_int_equal(shown.counted_ms, by.now_ms + 10 * MS_MINUTE);
	arena_free(a);
	test_hub_close(hub);
}

/* One worker's round, in a process and on a connection of its own, from the moment that `start` is closed. */
static pid_t worker(const char *dir, const int start[2], long long now_ms)
{
	struct act by = test_act_as(now_ms, "hub");
	long long next_ms = 0;
	struct hub *hub;
	struct err e = { 0 };
	char byte;
	pid_t pid = fork();

	if (pid != 0)
		return pid;
	close(start[1]);
	if (hub_open(dir, &hub, &e) < 0 || read(start[0], &byte, 1) != 0 || quarter_keep(hub->db, &by, &next_ms, &e) < 0) {
		fprintf(stderr, "%s\n", e.text);
		_exit(1);
	}
	_exit(0);
}

/* Many that find the same quarter due keep it all, and one whole count is there. */
static void many_workers(const char *place, void *ctx)
{
	enum { WORKERS = 6 };
	struct hub *hub = test_hub(place);
	struct arena *a = arena_new(256 << 20, arena_full_exit);
	long long now_ms = test_time("2019-09-15T10:00:00+09:00");
	struct quarter_figures shown, full;
	struct db_rows r;
	struct period p;
	struct err e = { 0 };

	(void)ctx;
	test_circle(hub, test_time("2019-04-01"));
	assert_ok(period_preset(PRESET_QUARTER, STR("2019-07"), ZONE_JST, &p, &e), e);
	fill(hub, a, test_time("2019-07-17"));
	for (int round = 0; round < 20; round++) {
		pid_t workers[WORKERS];
		int start[2], status, failed = 0;

		now_ms += MS_HOUR;
		assert_int_equal(pipe(start), 0);
		for (int i = 0; i < WORKERS; i++)
			workers[i] = worker(hub->dir, start, now_ms + i);
		close(start[0]);
		close(start[1]);
		for (int i = 0; i < WORKERS; i++) {
			assert_int_equal(waitpid(workers[i], &status, 0), workers[i]);
			failed += status != 0;
		}
		assert_int_equal(failed, 0);
		assert_ok(quarter_figures(hub->db, a, &p, 1, now_ms + 1000, &shown, &e), e);
		assert_true(shown.counted_ms >= now_ms && shown.counted_ms < now_ms + WORKERS);
		assert_ok(quarter_count(hub->db, a, &p, 1, now_ms, &full, &e), e);
		assert_true(is_same(&shown, &full) && is_same(&full, &shown));
	}

	/* what another version kept under other names is not read as ours; control: it was, before */
	assert_true(DB_EXEC(hub->db, &e, "UPDATE quarter_kept SET item = '5' WHERE what = 'loop' AND item = 'sighted'") == 1);
	assert_ok(quarter_figures(hub->db, a, &p, 1, now_ms + 1000, &shown, &e), e);
	assert_int_equal(shown.counted_ms, now_ms + 1000);
	assert_ok(DB_QUERY(hub->db, a, &r, &e, "SELECT COUNT(*) FROM quarter_kept WHERE what = 'loop'"), e);
	assert_int_equal(db_int(&r, 0, 0), 13);
	arena_free(a);
	test_hub_close(hub);
}

static void workers_both(void **state)
{
	(void)state;
	test_on_databases(many_workers, NULL);
}

static void run_both(void **state)
{
	(void)state;
	test_on_databases(kept_is_counted, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(run_both), cmocka_unit_test(workers_both) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
