/* Figures over many rows are kept for as many milliseconds as rows were counted; those of few rows are not. */
#include "rows.h"

#include "web/kept.h"

enum { MANY = 5000, FEW = 1999, NOON = 1000000 };

static struct hub hub;
static struct web web = { .hub = &hub };
static struct http_request q;
static const struct web_call call = { .web = &web, .q = &q };

static int begin(void **state)
{
	(void)state;
	hub.arena = arena_new(1 << 20, arena_full_exit);
	web.kept = NULL;
	q.now_ms = NOON;
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena_free(hub.arena);
	return 0;
}

static void keep(long long rows, long long from_ms, long long value) { kept_put(&call, "sums", from_ms, from_ms + 1, rows, &value, sizeof value); }

/* -1: it is not there. */
static long long kept_at(long long now_ms, const char *what, long long from_ms, long long to_ms)
{
	long long value;

	q.now_ms = now_ms;
	return kept_find(&call, what, from_ms, to_ms, &value, sizeof value) ? value : -1;
}

static void many_rows(void **state)
{
	(void)state;
	keep(MANY, 0, 7);
	assert_int_equal(kept_at(NOON, "sums", 0, 1), 7);
	assert_int_equal(kept_at(NOON + MANY - 1, "sums", 0, 1), 7);
	assert_int_equal(kept_at(NOON + MANY, "sums", 0, 1), -1);
	assert_int_equal(kept_at(NOON, "others", 0, 1), -1);
	assert_int_equal(kept_at(NOON, "sums", 0, 2), -1);
	assert_int_equal(kept_at(NOON, "sums", 1, 1), -1);
	/* a clock that was set back knows nothing of later */
	assert_int_equal(kept_at(NOON - 1, "sums", 0, 1), -1);
}

static void few_rows(void **state)
{
	(void)state;
	keep(FEW, 0, 7);
	assert_int_equal(kept_at(NOON, "sums", 0, 1), -1);
	keep(FEW + 1, 0, 7);
	assert_int_equal(kept_at(NOON, "sums", 0, 1), 7);
}

/* However many rows, it is looked at again after ten minutes; and what ends first gives its place. */
static void bounds(void **state)
{
	(void)state;
	keep(100000000, 0, 7);
	assert_int_equal(kept_at(NOON + 599999, "sums", 0, 1), 7);
	assert_int_equal(kept_at(NOON + 600000, "sums", 0, 1), -1);
	q.now_ms = NOON;
	for (long long i = 1; i <= 16; i++)
		keep(MANY + i, i, i);
	assert_int_equal(kept_at(NOON, "sums", 0, 1), 7);
	assert_int_equal(kept_at(NOON, "sums", 1, 2), -1);
	for (long long i = 2; i <= 16; i++)
		assert_int_equal(kept_at(NOON, "sums", i, i + 1), i);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test_setup_teardown(many_rows, begin, end), cmocka_unit_test_setup_teardown(few_rows, begin, end),
		cmocka_unit_test_setup_teardown(bounds, begin, end) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
