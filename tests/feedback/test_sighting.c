/* Sightings: the lines of an answer, the merged table of a line of shares, its windows, its re-share, its lags. */
#include "rows.h"

#include "base/time.h"
#include "circle.h"
#include "feedback/answer.h"
#include "feedback/loop.h"
#include "feedback/table.h"
#include "intake/withdraw.h"
#include "testhub.h"

#define ADDRESS "203.0.113.9"

/* ---- lines ---- */

#define HEAD "{\"schema\":\"noroshi/sighting/1\",\"indicator\":\"203.0.113.9\",\"type\":\"ipv4\""
#define TIMES "\"first\":\"2018-12-14T00:10:00Z\",\"last\":\"2019-02-03T11:00:00Z\""

static const struct line_row {
	const char *name, *line;
	enum sighting_line kind;
	const char *why;
} line_rows[] = {
	{ "as the hunt writes it", HEAD ",\"direction\":\"from\",\"port\":1433,\"proto\":\"tcp\",\"action\":\"deny\"," TIMES ",\"count\":74}", LINE_SIGHTING, NULL },
	{ "lookup without a port", HEAD ",\"direction\":\"lookup\",\"port\":null," TIMES ",\"count\":1}", LINE_SIGHTING, NULL },
	{ "summary", "{\"schema\":\"noroshi/hunt-summary/1\",\"searched\":{\"first\":\"2018-10-01T00:00:00Z\",\"last\":\"2019-07-01T00:00:00Z\"}}", LINE_SUMMARY, NULL },
	{ "summary without a window", "{\"schema\":\"noroshi/hunt-summary/1\",\"searched\":null}", LINE_BAD, "window" },
	{ "window backwards", "{\"schema\":\"noroshi/hunt-summary/1\",\"searched\":{\"first\":\"2019-10-01T00:00:00Z\",\"last\":\"2019-07-01T00:00:00Z\"}}", LINE_BAD, "period" },
	{ "no JSON", "203.0.113.9 74", LINE_BAD, "json" },
	{ "an array", "[1]", LINE_BAD, "json" },
	{ "a key twice", HEAD ",\"type\":\"ipv4\"}", LINE_BAD, "json" },
	{ "another schema", "{\"schema\":\"noroshi/sighting/2\"}", LINE_BAD, "schema" },
	{ "unknown type", "{\"schema\":\"noroshi/sighting/1\",\"indicator\":\"x\",\"type\":\"mutex\"}", LINE_BAD, "type" },
	{ "no indicator", "{\"schema\":\"noroshi/sighting/1\",\"indicator\":\" \",\"type\":\"ipv4\"}", LINE_BAD, "indicator" },
	{ "direction", HEAD ",\"direction\":\"in\"," TIMES ",\"count\":1}", LINE_BAD, "direction" },
	{ "port too large", HEAD ",\"direction\":\"to\",\"port\":65536," TIMES ",\"count\":1}", LINE_BAD, "port" },
	{ "port as text", HEAD ",\"direction\":\"to\",\"port\":\"1433\"," TIMES ",\"count\":1}", LINE_BAD, "port" },
	{ "count of none", HEAD ",\"direction\":\"to\"," TIMES ",\"count\":0}", LINE_BAD, "count" },
	{ "count that overflows", HEAD ",\"direction\":\"to\"," TIMES ",\"count\":9223372036854775807}", LINE_BAD, "count" },
	{ "no time", HEAD ",\"direction\":\"to\",\"count\":1}", LINE_BAD, "time" },
	{ "impossible day", HEAD ",\"direction\":\"to\",\"first\":\"2019-02-31T00:00:00Z\",\"last\":\"2019-03-01T00:00:00Z\",\"count\":1}", LINE_BAD, "time" },
	{ "ends before it begins", HEAD ",\"direction\":\"to\",\"first\":\"2019-03-02T00:00:00Z\",\"last\":\"2019-03-01T00:00:00Z\",\"count\":1}", LINE_BAD, "period" },
};

static void lines(void **state)
{
	struct arena *a = arena_new(1 << 20, arena_full_exit);
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(line_rows); i++) {
		struct searched searched = { .present = false };
		const char *why = NULL;
		struct sighting s;
		enum sighting_line kind = sighting_read_line(a, str_of(line_rows[i].line), &s, &searched, &why);

		ROW_CHECK(bad, line_rows[i].name, kind == line_rows[i].kind);
		ROW_CHECK(bad, line_rows[i].name, line_rows[i].why == NULL ? why == NULL : why != NULL && strcmp(why, line_rows[i].why) == 0);
		ROW_CHECK(bad, line_rows[i].name, kind != LINE_BAD || (sighting_why(LANG_JA, str_of(why)) && sighting_why(LANG_EN, str_of(why))));
		ROW_CHECK(bad, line_rows[i].name, searched.present == (kind == LINE_SUMMARY));
	}
	assert_int_equal(bad, 0);
	arena_free(a);
}

/* ---- the seed's loop ---- */

struct scene {
	struct hub *hub;
	struct arena *a;
	struct str number, reshare, last;       /* 07-17; 08-01 of A's rows; 08-21, exact, of all three */
	struct str submissions[3];
	struct share_made made[2];
};

static const char *rows_of(struct arena *a, const char *first, const char *last, int count)
{
	return arena_printf(a, "%s%s", test_row(a, ADDRESS, first, last, count), test_summary(a, "2018-10-01", "2019-07-01")).p;
}

static struct scene loop_new(const char *place)
{
	struct scene s = { .hub = test_hub(place), .a = arena_new(512 << 20, arena_full_exit) };

	test_circle(s.hub, test_time("2018-04-02"));
	s.number = test_share_own(s.hub, s.a, "2019-07-17", "ipv4", ADDRESS, NULL);
	s.submissions[0] = test_sightings(s.hub, s.a, "2019-07-19T16:10:00+09:00", "org-a", s.number, rows_of(s.a, "2018-12-14", "2019-02-03", 74), "");
	s.reshare = test_reshare(s.hub, s.a, "2019-08-01", s.number, false, &s.made[0]);
	s.submissions[1] = test_sightings(s.hub, s.a, "2019-08-02T11:30:00+09:00", "org-b", s.reshare, rows_of(s.a, "2018-12-26", "2019-02-12", 7), "");
	s.submissions[2] = test_sightings(s.hub, s.a, "2019-08-05T14:20:00+09:00", "org-c", s.reshare, rows_of(s.a, "2018-12-10", "2019-02-13", 67), "");
	return s;
}

static void loop_end(struct scene *s)
{
	arena_free(s->a);
	test_hub_close(s->hub);
}

static struct table_row *table_as(struct scene *s, const char *person, struct str number, size_t *n)
{
	struct act by = test_act_as(test_time("2019-08-20"), person);
	struct table_row *rows;
	struct err e;

	assert_ok(table_read(s->hub->db, &by, s->a, number, LANG_EN, &rows, n, &e), e);
	return rows;
}

static void table_on(const char *place, void *ctx)
{
	static const char *const orgs[] = { "org-c", "org-a", "org-b" };
	static const int days[] = { 66, 52, 49 }, counts[] = { 67, 74, 7 };
	struct scene s = loop_new(place);
	struct act member = test_act_as(test_time("2019-08-20"), "org-a-contact");
	struct table_totals t;
	struct table_row *rows;
	struct err e;
	size_t n;
	int bad = 0;

	(void)ctx;
	/* the answers to the re-share stand in the same table, whichever share of the line is asked for */
	(void)table_as(&s, "an-1", s.reshare, &n);
	assert_int_equal(n, 3);
	rows = table_as(&s, "an-1", s.number, &n);
	assert_int_equal(n, 3);
	for (size_t i = 0; i < n; i++) {
		ROW_STR(bad, orgs[i], rows[i].org_id, orgs[i]);
		ROW_CHECK(bad, orgs[i], rows[i].s.count == counts[i] && rows[i].s.port == 1433 && rows[i].searched.present);
		ROW_CHECK(bad, orgs[i], table_days(rows[i].s.first_ms, rows[i].s.last_ms, ZONE_JST) == days[i]);
	}
	assert_int_equal(bad, 0);
	assert_int_equal(table_group(rows, n, 0), 3);
	t = table_total(s.a, rows, n, ZONE_JST);
	assert_true(t.organisations == 3 && t.count == 148 && t.union_days == 66 && t.common_days == 40);
	assert_true(str_eq(time_date((char[TIME_TEXT]){ 0 }, t.common_from_ms, ZONE_JST), STR("2018-12-26")));
	assert_true(str_eq(time_date((char[TIME_TEXT]){ 0 }, t.common_to_ms, ZONE_JST), STR("2019-02-03")));
	/* for members it is not */
	assert_int_equal(table_read(s.hub->db, &member, s.a, s.number, LANG_EN, &rows, &n, &e), -1);
	assert_int_equal(e.kind, ERR_DENIED);
	loop_end(&s);
}

/* Periods that do not meet: days of the gap are in neither sum. */
static void totals(void **state)
{
	struct arena *a = arena_new(1 << 20, arena_full_exit);
	const struct table_row rows[] = {
		{ .s = { .first_ms = test_time("2019-01-01T10:00:00+09:00"), .last_ms = test_time("2019-01-05T10:00:00+09:00"), .count = 1 } },
		{ .s = { .first_ms = test_time("2019-01-10T00:00:00+09:00"), .last_ms = test_time("2019-01-10T23:59:59+09:00"), .count = 2 } },
		{ .s = { .first_ms = test_time("2019-01-03T10:00:00+09:00"), .last_ms = test_time("2019-01-06T10:00:00+09:00"), .count = 3 } } };
	struct table_totals t = table_total(a, rows, 3, ZONE_JST);

	(void)state;
	assert_true(t.count == 6 && t.union_days == 7 && t.common_days == 0);
	t = table_total(a, rows, 1, ZONE_JST);
	assert_true(t.union_days == 5 && t.common_days == 5);
	arena_free(a);
}

/* What replaces, takes back and keeps out. */
static void counted_on(const char *place, void *ctx)
{
	struct scene s = loop_new(place);
	struct act by = test_act_as(test_time("2019-08-12T10:00:00+09:00"), "org-b-contact");
	struct answer_given no_hit = { .answer = STR("no-hit"), .reason = STR(""), .from_ms = test_time("2018-10-01"), .to_ms = test_time("2019-07-01") };
	struct certificate certificate;
	struct table_row *rows;
	struct reader reader;
	struct delivery d;
	struct db_rows receipt;
	struct err e;
	size_t n;

	(void)ctx;
	/* A answers again, with a longer window: its own row is replaced, not added to */
	test_sightings(s.hub, s.a, "2019-08-06T10:00:00+09:00", "org-a", s.reshare, rows_of(s.a, "2018-12-14", "2019-02-05", 80), "");
	rows = table_as(&s, "an-1", s.number, &n);
	assert_int_equal(n, 3);
	assert_int_equal(table_total(s.a, rows, n, ZONE_JST).count, 154);
	/* that hand-in is withdrawn: the first one counts again */
	assert_ok(DB_QUERY(s.hub->db, s.a, &receipt, &e, "SELECT receipt FROM hand_in WHERE org_id = 'org-a' ORDER BY received_ms DESC"), e);
	by.actor = STR("org-a-contact");
	assert_ok(submission_withdraw(s.hub, &by, s.a, db_text(&receipt, 0, 0), &certificate, &e), e);
	rows = table_as(&s, "an-1", s.number, &n);
	assert_int_equal(table_total(s.a, rows, n, ZONE_JST).count, 148);
	/* B takes its hit back */
	by.actor = STR("org-b-contact");
	assert_ok(reader_get(s.hub->db, s.a, by.actor, by.now_ms, &reader, &e), e);
	assert_ok(delivery_get(s.hub->db, s.a, &reader, s.reshare, by.now_ms, &d, &e), e);
	assert_ok(answer_give(s.hub->db, &by, s.a, &d, &no_hit, &e), e);
	rows = table_as(&s, "an-1", s.number, &n);
	assert_int_equal(n, 2);
	/* an indicator that the share never showed, and rows of which a line could not be read: seen inside, kept out of a share */
	test_sightings(s.hub, s.a, "2019-08-13T10:00:00+09:00", "org-d", s.number, test_row(s.a, "192.0.2.77", "2019-01-01", "2019-01-02", 5), "");
	test_sightings(s.hub, s.a, "2019-08-13T11:00:00+09:00", "org-e", s.number, rows_of(s.a, "2019-01-01", "2019-01-02", 5), "2:json");
	rows = table_as(&s, "an-1", s.number, &n);
	assert_int_equal(n, 4);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(rows[i].asked_for, !str_eq(rows[i].org_id, STR("org-d")));
		assert_int_equal(rows[i].readable, !str_eq(rows[i].org_id, STR("org-e")));
	}
	s.last = test_reshare(s.hub, s.a, "2019-08-21", s.number, false, &s.made[1]);
	assert_int_equal(s.made[1].unread, 1);
	assert_ok(DB_QUERY(s.hub->db, s.a, &receipt, &e, "SELECT DISTINCT org_id FROM share_source WHERE share_id = $1 ORDER BY org_id",
	    DB_TEXT(s.made[1].id)), e);
	assert_int_equal(receipt.count, 2);
	assert_true(str_eq(db_text(&receipt, 0, 0), STR("org-a")) && str_eq(db_text(&receipt, 1, 0), STR("org-c")));
	loop_end(&s);
}

static void may_not_merge_on(const char *place, void *ctx)
{
	struct scene s = loop_new(place);
	struct act by = test_act_as(test_time("2019-08-12T10:00:00+09:00"), "org-c-contact");
	struct answer_given hit = { .answer = STR("hit"), .reason = STR(""), .from_ms = TIME_NONE, .to_ms = TIME_NONE };
	struct table_row *rows;
	struct reader reader;
	struct delivery d;
	struct outward o;
	struct err e;
	size_t n;

	(void)ctx;
	assert_ok(reader_get(s.hub->db, s.a, by.actor, by.now_ms, &reader, &e), e);
	assert_ok(delivery_get(s.hub->db, s.a, &reader, s.reshare, by.now_ms, &d, &e), e);
	assert_ok(answer_give(s.hub->db, &by, s.a, &d, &hit, &e), e);   /* without saying that it may be merged */
	rows = table_as(&s, "an-1", s.number, &n);
	assert_int_equal(n, 3);
	assert_int_equal(rows[0].may_merge, 0);
	assert_int_equal(rows[1].may_merge, 1);
	test_reshare(s.hub, s.a, "2019-08-21", s.number, false, &s.made[1]);
	assert_ok(table_outward(s.hub->db, s.a, s.number, &o, &e), e);
	assert_int_equal(o.shown.sightings.count, 2);
	loop_end(&s);
}

/* The re-share: every source approves, one share, months and classes unless all consent to exact figures. */
static void reshare_on(const char *place, void *ctx)
{
	struct scene s = loop_new(place);
	struct outward o;
	struct db_rows r;
	struct err e;
	int bad = 0;

	(void)ctx;
	assert_ok(table_outward(s.hub->db, s.a, s.number, &o, &e), e);
	assert_true(str_eq(o.number, s.reshare) && o.shown.sightings.count == 1 && str_eq(o.shown.parent, s.number));
	s.last = test_reshare(s.hub, s.a, "2019-08-20", s.reshare, false, &s.made[1]);
	assert_ok(table_outward(s.hub->db, s.a, s.number, &o, &e), e);
	assert_true(str_eq(o.number, s.last));
	assert_int_equal(o.shown.sightings.count, 3);
	for (size_t i = 0; i < 3; i++) {
		const struct shown_sighting *x = &o.shown.sightings.list[i];

		ROW_STR(bad, "letter", x->letter, i == 0 ? "A" : i == 1 ? "B" : "C");
		ROW_CHECK(bad, "months", x->first.n == 7 && str_eq(x->first, STR("2018-12")) && str_eq(x->last, STR("2019-02")));
		ROW_CHECK(bad, "classes", str_eq(x->count, STR("10-99")) || str_eq(x->count, STR("1-9")));
	}
	assert_ok(DB_QUERY(s.hub->db, s.a, &r, &e, "SELECT COUNT(DISTINCT org_id) FROM share_source WHERE share_id = $1", DB_TEXT(s.made[1].id)), e);
	assert_int_equal(db_int(&r, 0, 0), 3);
	assert_ok(DB_QUERY(s.hub->db, s.a, &r, &e, "SELECT COUNT(DISTINCT org_id) FROM approval WHERE share_id = $1 AND answer = 'yes' AND kind = 'explicit'",
	    DB_TEXT(s.made[1].id)), e);
	assert_int_equal(db_int(&r, 0, 0), 3);
	assert_ok(DB_QUERY(s.hub->db, s.a, &r, &e, "SELECT COUNT(*) FROM release WHERE share_id = $1", DB_TEXT(s.made[1].id)), e);
	assert_int_equal(db_int(&r, 0, 0), 1);
	test_reshare(s.hub, s.a, "2019-08-21", s.number, true, &s.made[1]);
	assert_ok(table_outward(s.hub->db, s.a, s.number, &o, &e), e);
	for (size_t i = 0; i < o.shown.sightings.count; i++)
		ROW_CHECK(bad, "exact", o.shown.sightings.list[i].first.n == 10 && !str_has(o.shown.sightings.list[i].count, STR("-")));
	assert_int_equal(bad, 0);
	loop_end(&s);
}

/* 2019-07-17 share; +2 A; +13 re-share; +1 B; +4 C. */
static void lags_on(const char *place, void *ctx)
{
	static const struct { const char *name; enum loop_kind kind; long long days; } wanted[] = {
		{ "share", LOOP_SHARE, 0 }, { "A", LOOP_SIGHTING, 2 }, { "re-share", LOOP_RESHARE, 13 }, { "B", LOOP_SIGHTING, 1 },
		{ "C", LOOP_SIGHTING, 4 }, { "re-share of all", LOOP_RESHARE, 19 } };
	struct scene s = loop_new(place);
	struct loop_figures f;
	struct loop_step *steps;
	struct err e;
	size_t n;
	int bad = 0;

	(void)ctx;
	test_reshare(s.hub, s.a, "2019-08-21", s.number, true, &s.made[1]);
	assert_ok(loop_of(s.hub->db, s.a, s.reshare, ZONE_JST, &steps, &n, &e), e);
	assert_int_equal(n, COUNT_OF(wanted));
	for (size_t i = 0; i < n; i++)
		ROW_CHECK(bad, wanted[i].name, steps[i].kind == wanted[i].kind && steps[i].days == wanted[i].days);
	assert_int_equal(bad, 0);
	/* as it stood before B and C answered */
	assert_ok(loop_figures(s.hub->db, s.a, test_time("2019-07-01"), test_time("2019-10-01"), test_time("2019-08-02"), ZONE_JST, &f, &e), e);
	assert_true(f.sighted == 1 && f.to_first_sighting == 2 && f.to_reshare == 13);
	assert_ok(loop_figures(s.hub->db, s.a, test_time("2019-07-01"), test_time("2019-10-01"), test_time("2019-10-01"), ZONE_JST, &f, &e), e);
	assert_true(f.shares == 3 && f.answered == 3 && f.searched == 3 && f.to_reshare == 13 && f.to_answer == 2);
	assert_true(f.deliveries == 6 + 5 + 5 && f.acked == 3 && f.to_release == 13);
	assert_ok(loop_figures(s.hub->db, s.a, test_time("2018-07-01"), test_time("2018-10-01"), test_time("2019-10-01"), ZONE_JST, &f, &e), e);
	assert_true(f.shares == 0 && f.to_first_sighting == -1 && f.to_answer == -1);
	loop_end(&s);
}

#define ON_BOTH(name) static void name(void **state) { (void)state; test_on_databases(name##_on, NULL); }
ON_BOTH(table)
ON_BOTH(counted)
ON_BOTH(may_not_merge)
ON_BOTH(reshare)
ON_BOTH(lags)

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(lines), cmocka_unit_test(totals), cmocka_unit_test(table), cmocka_unit_test(counted),
		cmocka_unit_test(may_not_merge), cmocka_unit_test(reshare), cmocka_unit_test(lags) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
