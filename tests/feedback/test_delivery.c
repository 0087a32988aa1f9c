/* Deliveries: states that never go back, readers of other organisations, answers and what they are worth. */
#include "rows.h"

#include "base/time.h"
#include "circle.h"
#include "feedback/answer.h"
#include "share/outbox.h"
#include "share/release.h"
#include "testhub.h"

#define ADDRESS "203.0.113.9"

struct scene {
	struct hub *hub;
	struct arena *a;
	struct str number;              /* released on 2019-07-17 at 10:00 to everybody */
};

static struct scene scene_new(const char *place)
{
	struct scene s = { test_hub(place), arena_new(256 << 20, arena_full_exit), STR_NONE };

	test_circle(s.hub, test_time("2018-04-02"));
	s.number = test_share_own(s.hub, s.a, "2019-07-17", "ipv4", ADDRESS, NULL);
	return s;
}

static void scene_end(struct scene *s)
{
	arena_free(s->a);
	test_hub_close(s->hub);
}

static int get(struct scene *s, const char *person, struct str number, const char *when, struct delivery *d, struct err *e)
{
	struct reader reader;

	if (reader_get(s->hub->db, s->a, str_of(person), test_time(when), &reader, e) < 0)
		return -1;
	return delivery_get(s->hub->db, s->a, &reader, number, test_time(when), d, e);
}

static struct str state_of(struct scene *s, const char *person, const char *when)
{
	struct delivery d;
	struct err e;

	assert_ok(get(s, person, s->number, when, &d, &e), e);
	return d.state;
}

static void flush(struct scene *s, const char *when)
{
	struct act by = test_act_as(test_time(when), "hub");
	struct outbox_result result;
	struct err e;

	assert_ok(outbox_flush(s->hub, &by, s->a, &result, &e), e);
}

static int open_as(struct scene *s, const char *person, const char *when, struct str *bytes)
{
	struct act by = test_act_as(test_time(when), person);
	struct delivery d;
	struct err e;

	assert_ok(get(s, person, s->number, when, &d, &e), e);
	return delivery_open(s->hub->db, &by, s->a, &d, STR("text"), STR("ja"), bytes, &e);
}

static int ack_as(struct scene *s, const char *person, const char *when, struct err *e)
{
	struct act by = test_act_as(test_time(when), person);
	struct delivery d;

	assert_ok(get(s, person, s->number, when, &d, e), *e);
	return delivery_ack(s->hub->db, &by, s->a, &d, e);
}

static void states_on(const char *place, void *ctx)
{
	struct scene s = scene_new(place);
	struct delivery d;
	struct str bytes;
	struct err e;

	(void)ctx;
	/* before its slot it is not there */
	assert_int_equal(get(&s, "org-a-contact", s.number, "2019-07-17T09:45:00+09:00", &d, &e), -1);
	assert_int_equal(e.kind, ERR_UNKNOWN);
	flush(&s, "2019-07-17T09:45:00+09:00");
	assert_true(str_eq(state_of(&s, "org-a-contact", "2019-07-17T10:00:00+09:00"), STR("queued")));
	/* acknowledging what was never opened is refused, and nothing moves */
	assert_int_equal(ack_as(&s, "org-a-contact", "2019-07-17T10:01:00+09:00", &e), -1);
	assert_int_equal(e.kind, ERR_CONFLICT);
	assert_true(str_eq(state_of(&s, "org-a-contact", "2019-07-17T10:02:00+09:00"), STR("queued")));
	/* one who opens before the notice left is not put back by the notice */
	assert_int_equal(open_as(&s, "org-b-contact", "2019-07-17T10:05:00+09:00", &bytes), 0);
	flush(&s, "2019-07-17T10:10:00+09:00");
	assert_true(str_eq(state_of(&s, "org-a-contact", "2019-07-17T10:11:00+09:00"), STR("notified")));
	assert_true(str_eq(state_of(&s, "org-b-contact", "2019-07-17T10:11:00+09:00"), STR("opened")));
	assert_int_equal(open_as(&s, "org-a-contact", "2019-07-17T11:00:00+09:00", &bytes), 0);
	assert_true(str_has(bytes, STR("203[.]0[.]113[.]9")) && str_has(bytes, s.number));
	assert_int_equal(ack_as(&s, "org-a-contact", "2019-07-17T11:01:00+09:00", &e), 0);
	assert_int_equal(ack_as(&s, "org-a-contact", "2019-07-17T11:02:00+09:00", &e), 0);
	assert_int_equal(open_as(&s, "org-a-contact", "2019-07-17T11:03:00+09:00", &bytes), 0);
	flush(&s, "2019-07-17T12:00:00+09:00");
	assert_true(str_eq(state_of(&s, "org-a-contact", "2019-07-17T12:00:00+09:00"), STR("acked")));
	assert_ok(get(&s, "org-a-approver", s.number, "2019-07-17T12:00:00+09:00", &d, &e), e);
	assert_int_equal(d.acked_ms, test_time("2019-07-17T11:01:00+09:00"));
	assert_int_equal(d.opened_ms, test_time("2019-07-17T11:00:00+09:00"));
	scene_end(&s);
}

/* What went to others only, what waits for its slot and what does not exist are answered alike. */
static void strangers_on(const char *place, void *ctx)
{
	static const char *const people[] = { "org-b-contact", "org-e-approver", "med-1-contact" };
	struct scene s = scene_new(place);
	struct str only_a = test_share_own(s.hub, s.a, "2019-07-18", "ipv4", "203.0.113.20", "org-a"), absent = STR("J-2222222");
	struct delivery d, *list;
	struct err there = { 0 }, missing = { 0 }, e;
	int bad = 0;
	size_t n;

	(void)ctx;
	assert_ok(get(&s, "org-a-contact", only_a, "2019-07-19", &d, &e), e);   /* the control: for A it is there */
	for (size_t i = 0; i < COUNT_OF(people); i++) {
		ROW_CHECK(bad, people[i], get(&s, people[i], only_a, "2019-07-19", &d, &there) < 0);
		ROW_CHECK(bad, people[i], get(&s, people[i], absent, "2019-07-19", &d, &missing) < 0);
		ROW_CHECK(bad, people[i], there.kind == ERR_UNKNOWN && missing.kind == ERR_UNKNOWN);
		/* the same sentence, with what was asked for in it */
		ROW_STR(bad, people[i], str_of(there.text), arena_printf(s.a, "there is no share " STR_FMT, STR_ARG(only_a)).p);
		ROW_STR(bad, people[i], str_of(missing.text), arena_printf(s.a, "there is no share " STR_FMT, STR_ARG(absent)).p);
	}
	assert_int_equal(bad, 0);
	/* who has no role for it reads nothing, whatever the share */
	assert_int_equal(get(&s, "org-a-ceo", only_a, "2019-07-19", &d, &there), -1);
	assert_int_equal(get(&s, "org-a-ceo", absent, "2019-07-19", &d, &missing), -1);
	assert_true(there.kind == ERR_DENIED && strcmp(there.text, missing.text) == 0);
	assert_ok(delivery_list(s.hub->db, s.a, STR("org-b"), test_time("2019-07-19"), &list, &n, &e), e);
	assert_int_equal(n, 1);
	assert_ok(delivery_list(s.hub->db, s.a, STR("org-a"), test_time("2019-07-19"), &list, &n, &e), e);
	assert_int_equal(n, 2);
	assert_true(str_eq(list[0].number, only_a));
	scene_end(&s);
}

static const struct answer_row {
	const char *name, *answer, *reason, *from, *to;
	int useful;
	enum err_kind refused;          /* ERR_OK: taken */
} answer_rows[] = {
	{ "no hit with its window",     "no-hit",      "", "2018-10-01", "2019-07-01", 4, ERR_OK },
	{ "no hit without a window",    "no-hit",      "", NULL, NULL, 0, ERR_USAGE },
	{ "window backwards",           "no-hit",      "", "2019-07-01", "2018-10-01", 0, ERR_INPUT },
	{ "window in the future",       "no-hit",      "", "2019-07-01", "2019-12-01", 0, ERR_INPUT },
	{ "in part, which part",        "partly",      "proxy only", "2019-07-01", "2019-07-10", 0, ERR_OK },
	{ "in part, not said which",    "partly",      "proxy only", NULL, NULL, 0, ERR_USAGE },
	{ "not checked, why",           "not-checked", "no-logs", NULL, NULL, 0, ERR_OK },
	{ "not checked, no reason",     "not-checked", "", NULL, NULL, 0, ERR_USAGE },
	{ "working",                    "working",     "", NULL, NULL, 0, ERR_OK },
	{ "useful beyond the scale",    "working",     "", NULL, NULL, 6, ERR_USAGE },
	{ "no such word",               "clean",       "", NULL, NULL, 0, ERR_USAGE },
	{ "hit",                        "hit",         "", NULL, NULL, 5, ERR_OK },
};

static void answers_on(const char *place, void *ctx)
{
	struct scene s = scene_new(place);
	struct delivery d, *list;
	struct delivery_counts c;
	struct err e;
	size_t n;
	int bad = 0;

	(void)ctx;
	for (size_t i = 0; i < COUNT_OF(answer_rows); i++) {
		const struct answer_row *r = &answer_rows[i];
		const char *when = arena_printf(s.a, "2019-07-20T09:%02d:00+09:00", (int)i).p;
		struct act by = test_act_as(test_time(when), "org-a-contact");
		struct answer_given g = { .answer = str_of(r->answer), .reason = str_of(r->reason), .useful = r->useful,
			.from_ms = r->from != NULL ? test_time(r->from) : TIME_NONE, .to_ms = r->to != NULL ? test_time(r->to) : TIME_NONE };
		int status;

		e = (struct err){ 0 };
		assert_ok(get(&s, "org-a-contact", s.number, when, &d, &e), e);
		status = answer_give(s.hub->db, &by, s.a, &d, &g, &e);
		ROW_CHECK(bad, r->name, status == (r->refused == ERR_OK ? 0 : -1) && e.kind == r->refused);
		assert_ok(get(&s, "org-a-contact", s.number, "2019-07-21", &d, &e), e);
		ROW_CHECK(bad, r->name, (r->refused == ERR_OK) == str_eq(d.answer.answer, g.answer) || r->refused != ERR_OK);
	}
	assert_int_equal(bad, 0);
	/* the newest counts; answering moved the delivery on */
	assert_true(str_eq(d.answer.answer, STR("hit")) && str_eq(d.state, STR("acked")) && d.answer.useful == 5);
	assert_ok(delivery_of_share(s.hub->db, s.a, s.number, test_time("2019-07-21"), &list, &n, &e), e);
	assert_ok(delivery_count(s.hub->db, s.a, list, n, &c, &e), e);
	assert_int_equal(n, 6);
	assert_true(c.hit == 1 && c.silent == 5 && c.acked == 1 && c.no_hit == 0 && c.searched == 0 && c.useful_sum == 5);
	scene_end(&s);
}

/* A hand-in without rows: with a summary a "no hit" of that window, without one a word of no value. */
static void empty_hands_on(const char *place, void *ctx)
{
	struct scene s = scene_new(place);
	struct delivery d, *list;
	struct delivery_counts c;
	struct err e;
	size_t n;

	(void)ctx;
	test_sightings(s.hub, s.a, "2019-07-18T10:00:00+09:00", "org-b", s.number, test_summary(s.a, "2018-10-01", "2019-07-01"), "");
	test_sightings(s.hub, s.a, "2019-07-18T11:00:00+09:00", "org-c", s.number, "\n", "");
	test_sightings(s.hub, s.a, "2019-07-18T12:00:00+09:00", "org-d", s.number, test_summary(s.a, "2018-10-01", "2019-07-01"), "2:json");
	assert_ok(delivery_of_share(s.hub->db, s.a, s.number, test_time("2019-07-19"), &list, &n, &e), e);
	assert_ok(delivery_count(s.hub->db, s.a, list, n, &c, &e), e);
	assert_true(c.no_hit == 1 && c.no_hit_without_window == 1 && c.searched == 1);
	assert_int_equal(c.silent, 4);          /* D's bad line keeps "nothing found" from being said */
	assert_ok(get(&s, "org-b-contact", s.number, "2019-07-19", &d, &e), e);
	assert_true(str_eq(answer_words(s.a, LANG_JA, &d.answer, ZONE_JST), STR("該当なし（確認期間 2018/10/1～2019/7/1）")));
	assert_true(str_eq(answer_words(s.a, LANG_EN, &d.answer, ZONE_JST), STR("no hit (searched 2018/10/1 - 2019/7/1)")));
	assert_ok(get(&s, "org-c-contact", s.number, "2019-07-19", &d, &e), e);
	assert_true(str_has(answer_words(s.a, LANG_JA, &d.answer, ZONE_JST), STR("件数に数えません")));
	assert_false(answer_searched(&d.answer));
	scene_end(&s);
}

static void cascades_on(const char *place, void *ctx)
{
	struct scene s = scene_new(place);
	struct act by = test_act_as(test_time("2019-07-19T10:00:00+09:00"), "med-1-contact");
	struct delivery d, *list;
	struct delivery_counts c;
	struct err e;
	size_t n;

	(void)ctx;
	assert_ok(get(&s, "med-1-contact", s.number, "2019-07-19T10:00:00+09:00", &d, &e), e);
	assert_ok(delivery_cascaded(s.hub->db, &by, s.a, &d, 5400, test_time("2019-07-18"), &e), e);
	assert_int_equal(delivery_cascaded(s.hub->db, &by, s.a, &d, 0, test_time("2019-07-18"), &e), -1);
	assert_int_equal(delivery_cascaded(s.hub->db, &by, s.a, &d, 10, test_time("2019-08-18"), &e), -1);
	by.actor = STR("org-a-contact");
	assert_ok(get(&s, "org-a-contact", s.number, "2019-07-19T10:00:00+09:00", &d, &e), e);
	assert_int_equal(delivery_cascaded(s.hub->db, &by, s.a, &d, 10, test_time("2019-07-18"), &e), -1);
	assert_int_equal(e.kind, ERR_DENIED);
	assert_ok(delivery_of_share(s.hub->db, s.a, s.number, test_time("2019-07-21"), &list, &n, &e), e);
	assert_ok(delivery_count(s.hub->db, s.a, list, n, &c, &e), e);
	assert_true(c.cascades == 1 && c.cascaded_members == 5400);
	scene_end(&s);
}

#define ON_BOTH(name) static void name(void **state) { (void)state; test_on_databases(name##_on, NULL); }
ON_BOTH(states)
ON_BOTH(strangers)
ON_BOTH(answers)
ON_BOTH(empty_hands)
ON_BOTH(cascades)

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(states), cmocka_unit_test(strangers), cmocka_unit_test(answers),
		cmocka_unit_test(empty_hands), cmocka_unit_test(cascades) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
