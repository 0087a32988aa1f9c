/* test_approval.c - approval as it is in companies: deputies, absence, the own round, reminders in business days, lines;
 * and the property that nothing but a yes is a yes, whatever else is done in whatever order. */
#include "rows.h"
#include "circle.h"
#include "testhub.h"

#include "approve/answers.h"
#include "approve/approve.h"
#include "approve/approver.h"
#include "approve/requests.h"
#include "base/time.h"
#include "share/change.h"
#include "share/outbox.h"
#include "share/release.h"

/* A re-share of one organisation's rows, drafted and asked about on Monday 2019-07-08 at 10:00; Marine Day is the 15th. */
struct desk {
	struct hub *hub;
	struct arena *a;
	struct share_made made;
};

static struct act at(const char *when, const char *who)
{
	return test_act_as(test_time(when), who);
}

static void ask(struct desk *d)
{
	const struct share_target all = { STR("all"), STR(""), 0, TIME_FOREVER };
	struct act by = at("2019-07-08T10:00:00+09:00", "an-1");
	struct share_spec spec = { .origin = STR("member"), .class = STR("normal"), .tlp = STR("AMBER"), .lane = STR("narrative"),
		.search = STR("both"), .expires_ms = TIME_NONE, .audience = &all, .audience_count = 1 };
	struct asked asked;
	struct err e;

	spec.sightings_of = test_share_own(d->hub, d->a, "2019-07-01", "ipv4", "203.0.113.9", NULL);
	test_sightings(d->hub, d->a, "2019-07-03", "org-a", spec.sightings_of, test_row(d->a, "203.0.113.9", "2019-06-01",
	    "2019-06-20", 74), "");
	assert_ok(share_draft(d->hub, &by, d->a, &spec, &d->made, &e), e);
	assert_ok(approve_ask(d->hub, &by, d->a, d->made.number, &asked, &e), e);
	assert_int_equal(asked.requests, 1);
}

static void open_desk(struct desk *d, const char *place)
{
	*d = (struct desk){ .hub = test_hub(place), .a = arena_new(256 << 20, arena_full_exit) };
	test_circle(d->hub, test_time("2019-06-01"));
	ask(d);
}

static void close_desk(struct desk *d)
{
	arena_free(d->a);
	test_hub_close(d->hub);
}

static int answer(struct desk *d, const char *when, const char *who, const char *word, bool over, struct err *e)
{
	struct act by = at(when, who);

	return approve_answer(d->hub, &by, d->a, &(struct answer){ .number = d->made.number, .digest = d->made.digest, .word = str_of(word),
	    .person = by.actor, .medium = MEDIUM_PORTAL, .code = STR(""), .reference = STR(""), .second = STR(""), .over = over }, e);
}

static int release(struct desk *d, const char *when, struct err *e)
{
	struct act by = at(when, "an-2");
	struct share_released out;

	return share_release(d->hub, &by, d->a, d->made.number, &out, e);
}

static int replace(struct desk *d, const char *when, const char *who, const char *approver, const char *deputy, const char *from, const char *to,
    const char *reference, struct err *e)
{
	struct act by = at(when, who);
	const struct standing_in s = { .person_id = str_of(approver), .deputy_id = str_of(deputy), .from_ms = test_time(from), .to_ms = test_time(to),
		.reference = str_of(reference) };
	struct str id;

	return approver_replace(d->hub->db, &by, d->a, &s, &id, e);
}

static long long remind(struct desk *d, const char *when)
{
	struct act by = at(when, "hub");
	struct err e;
	long long n = approve_remind(d->hub, &by, d->a, &e);

	assert_ok(n, e);
	return n;
}

static struct request_row request(struct desk *d, const char *when)
{
	struct act by = at(when, "an-1");
	struct request_row *rows;
	struct err e;
	size_t n;

	assert_ok(request_list(d->hub->db, &by, d->a, STR("org-a"), d->made.number, true, &rows, &n, &e), e);
	assert_int_equal(n, 1);
	return rows[0];
}

/* ---- deputies ---- */

static const struct named {
	const char *name, *who, *approver, *deputy, *from, *to, *reference;
	enum err_kind kind;     /* ERR_OK: taken */
} named[] = {
	{ "the approver in person", "org-a-approver", "org-a-approver", "org-a-contact", "2019-07-09", "2019-07-20", "", ERR_OK },
	{ "somebody of another firm", "org-a-approver", "org-a-approver", "org-b-contact", "2019-07-09", "2019-07-20", "", ERR_DENIED },
	{ "oneself", "org-a-approver", "org-a-approver", "org-a-approver", "2019-07-09", "2019-07-20", "", ERR_DENIED },
	{ "by a colleague", "org-a-contact", "org-a-approver", "org-a-contact", "2019-07-09", "2019-07-20", "", ERR_DENIED },
	{ "by another firm's approver", "org-b-approver", "org-a-approver", "org-a-contact", "2019-07-09", "2019-07-20", "", ERR_DENIED },
	{ "by the hub with nothing in its hands", "an-1", "org-a-approver", "org-a-ceo", "2019-07-09", "2019-07-20", "", ERR_USAGE },
	{ "by the hub with a mail", "an-1", "org-a-approver", "org-a-ceo", "2019-07-09", "2019-07-10", "mail 3", ERR_OK },
	{ "for who is no approver", "org-a-contact", "org-a-contact", "org-a-ceo", "2019-07-09", "2019-07-20", "", ERR_DENIED },
	{ "backwards", "org-a-approver", "org-a-approver", "org-a-contact", "2019-07-20", "2019-07-19", "", ERR_INPUT },
	{ "over already", "org-a-approver", "org-a-approver", "org-a-contact", "2019-07-01", "2019-07-02", "", ERR_INPUT },
	{ "for more than a year", "org-a-approver", "org-a-approver", "org-a-contact", "2019-07-09", "2020-08-20", "", ERR_INPUT },
};

static void deputies(const char *place, void *ctx)
{
	struct desk d;
	struct err e;
	int bad = 0;
	struct answered *said;
	struct act an;
	size_t n;

	(void)ctx;
	open_desk(&d, place);
	for (size_t i = 0; i < COUNT_OF(named); i++) {
		const struct named *r = &named[i];
		int done = replace(&d, "2019-07-08T11:00:00+09:00", r->who, r->approver, r->deputy, r->from, r->to, r->reference, &e);

		ROW_CHECK(bad, r->name, (done == 0) == (r->kind == ERR_OK) && (done == 0 || e.kind == r->kind));
	}
	ROW_CHECK(bad, "before its time", answer(&d, "2019-07-08T12:00:00+09:00", "org-a-contact", "yes", false, &e) < 0 && e.kind == ERR_DENIED);
	ROW_CHECK(bad, "a deputy of the firm only", answer(&d, "2019-07-09T12:00:00+09:00", "org-b-contact", "yes", false, &e) < 0);
	ROW_CHECK(bad, "after its time", answer(&d, "2019-07-10T12:00:00+09:00", "org-a-ceo", "yes", false, &e) < 0);
	ROW_CHECK(bad, "the approver says no", answer(&d, "2019-07-09T09:00:00+09:00", "org-a-approver", "no", false, &e) == 0);
	/* at the same time the deputy says yes: both words are shown, nothing is overwritten */
	ROW_CHECK(bad, "changed meanwhile", answer(&d, "2019-07-09T09:01:00+09:00", "org-a-contact", "yes", false, &e) < 0 && e.kind == ERR_CONFLICT);
	ROW_CHECK(bad, "with both words", str_has(str_of(e.text), STR("“no” by org-a-approver")) && str_has(str_of(e.text), STR("you say “yes”")));
	ROW_CHECK(bad, "no is no", release(&d, "2019-07-09T09:30:00+09:00", &e) < 0);
	ROW_CHECK(bad, "over it on purpose", answer(&d, "2019-07-09T10:01:00+09:00", "org-a-contact", "yes", true, &e) == 0);
	an = at("2019-07-09T11:00:00+09:00", "an-1");
	assert_ok(answers_list(d.hub->db, &an, d.a, STR_NONE, d.made.number, &said, &n, &e), e);
	ROW_CHECK(bad, "said for whom", n == 2 && str_eq(said[0].person_id, STR("org-a-contact")) && str_eq(said[0].deputy_of, STR("org-a-approver")));
	ROW_CHECK(bad, "a deputy's yes is a yes", release(&d, "2019-07-09T11:30:00+09:00", &e) == 0);
	assert_int_equal(bad, 0);
	close_desk(&d);
}

static long long told(struct desk *d, const char *person)
{
	struct db_rows r;
	struct err e;

	assert_ok(DB_QUERY(d->hub->db, d->a, &r, &e, "SELECT COUNT(*) FROM notice WHERE person_id = $1 AND kind = 'approval'",
	    DB_TEXT(str_of(person))), e);
	return db_int(&r, 0, 0);
}

static void absence(const char *place, void *ctx)
{
	struct desk d;
	struct err e;
	int bad = 0;

	(void)ctx;
	open_desk(&d, place);
	ROW_CHECK(bad, "asked", told(&d, "org-a-approver") == 1 && told(&d, "org-a-contact") == 0);
	assert_ok(replace(&d, "2019-07-08T11:00:00+09:00", "org-a-approver", "org-a-approver", NULL, "2019-07-10", "2019-07-20", "", &e), e);
	ROW_CHECK(bad, "nobody is there", request(&d, "2019-07-11").is_absent && !request(&d, "2019-07-09").is_absent);
	/* away without a deputy: the approver is told all the same */
	ROW_CHECK(bad, "away alone", remind(&d, "2019-07-12T09:00:00+09:00") == 1 && told(&d, "org-a-approver") == 2);
	assert_ok(replace(&d, "2019-07-12T11:00:00+09:00", "an-1", "org-a-approver", "org-a-contact", "2019-07-12", "2019-07-20", "call", &e), e);
	ROW_CHECK(bad, "somebody stands in", !request(&d, "2019-07-13").is_absent);
	ROW_CHECK(bad, "the deputy is told instead", remind(&d, "2019-07-16T09:00:00+09:00") == 1 && told(&d, "org-a-approver") == 2 &&
	    told(&d, "org-a-contact") == 1);
	ROW_CHECK(bad, "who is away may answer", answer(&d, "2019-07-16T10:00:00+09:00", "org-a-approver", "yes", false, &e) == 0);
	assert_int_equal(bad, 0);
	close_desk(&d);
}

/* ---- reminders and the own round ---- */

static void reminders(const char *place, void *ctx)
{
	struct desk d;
	struct act by;
	struct err e;
	struct db_rows r;
	int bad = 0;
	long long n;

	(void)ctx;
	open_desk(&d, place);
	/* five business days: Tue 9, Wed 10, Thu 11, Fri 12, Tue 16 */
	ROW_CHECK(bad, "due", request(&d, "2019-07-08").due_ms == test_time("2019-07-16T23:59:59+09:00"));
	ROW_CHECK(bad, "too early", remind(&d, "2019-07-11T09:00:00+09:00") == 0);
	ROW_CHECK(bad, "a business day before", remind(&d, "2019-07-12T11:00:00+09:00") == 1);
	ROW_CHECK(bad, "once a day", remind(&d, "2019-07-12T15:00:00+09:00") == 0);
	ROW_CHECK(bad, "not at a weekend", remind(&d, "2019-07-13T11:00:00+09:00") == 0);
	ROW_CHECK(bad, "not on a holiday", remind(&d, "2019-07-15T11:00:00+09:00") == 0);
	ROW_CHECK(bad, "the next business day", remind(&d, "2019-07-16T08:00:00+09:00") == 1);
	assert_ok(DB_QUERY(d.hub->db, d.a, &r, &e, "SELECT not_before_ms FROM notice WHERE kind = 'approval' ORDER BY not_before_ms"), e);
	ROW_CHECK(bad, "in slots", r.count == 3 && db_int(&r, 1, 0) == test_time("2019-07-12T13:00:00+09:00") &&
	    db_int(&r, 2, 0) == test_time("2019-07-16T10:00:00+09:00"));
	/* the organisation's own round */
	by = at("2019-07-16T12:00:00+09:00", "org-b-contact");
	ROW_CHECK(bad, "not others'", approve_review(d.hub, &by, d.a, d.made.number, STR(""), STR(""), test_time("2019-07-25"), &e) < 0 &&
	    e.kind == ERR_UNKNOWN);
	by = at("2019-07-16T12:00:00+09:00", "org-a-contact");
	ROW_CHECK(bad, "past", approve_review(d.hub, &by, d.a, d.made.number, STR(""), STR(""), test_time("2019-07-16"), &e) < 0);
	ROW_CHECK(bad, "too long", approve_review(d.hub, &by, d.a, d.made.number, STR(""), STR(""), test_time("2019-09-16"), &e) < 0);
	ROW_CHECK(bad, "in review", approve_review(d.hub, &by, d.a, d.made.number, STR(""), STR(""), test_time("2019-07-24T23:59:59+09:00"), &e) == 0);
	ROW_CHECK(bad, "shown to the hub", request(&d, "2019-07-17").review_until_ms == test_time("2019-07-24T23:59:59+09:00") &&
	    !request(&d, "2019-07-20").is_late);
	ROW_CHECK(bad, "no reminder meanwhile", remind(&d, "2019-07-17T11:00:00+09:00") + remind(&d, "2019-07-22T11:00:00+09:00") == 0);
	ROW_CHECK(bad, "but before it ends", remind(&d, "2019-07-23T11:00:00+09:00") == 1);
	ROW_CHECK(bad, "and it is late then", remind(&d, "2019-07-25T11:00:00+09:00") == 1 && str_eq(request(&d, "2019-07-25").state, STR("timed-out")));
	ROW_CHECK(bad, "no answer", release(&d, "2019-07-25T12:00:00+09:00", &e) < 0);
	/* late: reminded at once, with more time; the deputies only where there are some */
	by = at("2019-07-25T12:00:00+09:00", "an-1");
	ROW_CHECK(bad, "no deputy", approve_late(d.hub, &by, d.a, d.made.number, STR_NONE, LATE_DEPUTY, &n, &e) < 0 && e.kind == ERR_DENIED);
	ROW_CHECK(bad, "reminded", approve_late(d.hub, &by, d.a, d.made.number, STR_NONE, LATE_REMIND, &n, &e) == 0 && n == 1);
	ROW_CHECK(bad, "more time", request(&d, "2019-07-25").due_ms == test_time("2019-07-29T23:59:59+09:00"));
	ROW_CHECK(bad, "not late now", approve_late(d.hub, &by, d.a, d.made.number, STR_NONE, LATE_REMIND, &n, &e) < 0 && e.kind == ERR_CONFLICT);
	by = at("2019-07-25T12:00:00+09:00", "org-a-contact");
	ROW_CHECK(bad, "staff only", approve_late(d.hub, &by, d.a, d.made.number, STR_NONE, LATE_REMIND, &n, &e) < 0 && e.kind == ERR_DENIED);
	ROW_CHECK(bad, "answered", answer(&d, "2019-07-26T12:00:00+09:00", "org-a-approver", "yes", false, &e) == 0);
	by = at("2019-07-26T13:00:00+09:00", "org-a-contact");
	ROW_CHECK(bad, "no round behind an answer", approve_review(d.hub, &by, d.a, d.made.number, STR(""), STR(""), test_time("2019-08-01"), &e) < 0 &&
	    e.kind == ERR_CONFLICT);
	assert_int_equal(bad, 0);
	close_desk(&d);
}

/* ---- lines ---- */

static const struct lines_row {
	const char *name;
	struct answer_line lines[3];
	size_t count;
	const char *whole;      /* NULL: refused */
} lines_rows[] = {
	{ "one to change", { { 1, { "yes", 3 }, { "", 0 } }, { 2, { "change", 6 }, { "x", 1 } } }, 2, "change" },
	{ "one no", { { 2, { "change", 6 }, { "x", 1 } }, { 1, { "no", 2 }, { "", 0 } } }, 2, "no" },
	{ "a change without a wish", { { 2, { "change", 6 }, { "", 0 } } }, 1, NULL },
	{ "a line that is not there", { { 99, { "no", 2 }, { "", 0 } } }, 1, NULL },
	{ "line 0", { { 0, { "no", 2 }, { "", 0 } } }, 1, NULL },
	{ "twice", { { 1, { "no", 2 }, { "", 0 } }, { 1, { "yes", 3 }, { "", 0 } } }, 2, NULL },
	{ "another word", { { 1, { "maybe", 5 }, { "", 0 } } }, 1, NULL },
	{ "all yes", { { 1, { "yes", 3 }, { "", 0 } }, { 2, { "yes", 3 }, { "", 0 } } }, 2, "yes" },
};

static void line_by_line(const char *place, void *ctx)
{
	struct act by = at("2019-07-09T10:00:00+09:00", "org-a-approver"), an = at("2019-07-09T11:00:00+09:00", "an-1");
	struct answered *said;
	struct desk d;
	struct err e;
	int bad = 0;
	size_t n;

	(void)ctx;
	open_desk(&d, place);
	for (size_t i = 0; i < COUNT_OF(lines_rows); i++) {
		const struct lines_row *r = &lines_rows[i];
		struct answer a = { .number = d.made.number, .digest = d.made.digest, .person = by.actor, .medium = MEDIUM_PORTAL, .lines = r->lines,
			.line_count = r->count, .word = answer_of_lines(r->lines, r->count) };

		by.now_ms += MS_MINUTE;
		ROW_CHECK(bad, r->name, (approve_answer(d.hub, &by, d.a, &a, &e) == 0) == (r->whole != NULL));
		if (r->whole == NULL)
			continue;
		assert_ok(answers_list(d.hub->db, &an, d.a, STR("org-a"), d.made.number, &said, &n, &e), e);
		ROW_STR(bad, r->name, said[0].word, r->whole);
		ROW_CHECK(bad, r->name, said[0].line_count == r->count);
		ROW_CHECK(bad, r->name, (release(&d, "2019-07-09T12:00:00+09:00", &e) == 0) == (strcmp(r->whole, "yes") == 0));
	}
	/* a whole that does not fit its lines */
	ROW_CHECK(bad, "the whole fits", approve_answer(d.hub, &by, d.a, &(struct answer){ .number = d.made.number, .digest = d.made.digest,
	    .word = STR("yes"), .person = by.actor, .medium = MEDIUM_PORTAL, .lines = lines_rows[0].lines, .line_count = 2 }, &e) < 0);
	assert_int_equal(bad, 0);
	close_desk(&d);
}

/* ---- silence is never yes ---- */

/* Everything that may happen while nobody says yes, in a random order over two months. */
static void something(struct desk *d, struct rng *rng, long long now_ms)
{
	static const char *const actors[] = { "an-1", "org-a-approver", "org-a-contact", "hub" };
	struct act by = test_act_as(now_ms, actors[rng_below(rng, 4)]), staff = test_act_as(now_ms, "an-1"), own = test_act_as(now_ms, "org-a-approver");
	const struct standing_in deputy = { .person_id = STR("org-a-approver"), .deputy_id = STR("org-a-contact"), .from_ms = now_ms,
		.to_ms = now_ms + 5 * (long long)MS_DAY, .reference = STR("mail") };
	struct standing_in away = deputy;
	struct outbox_result flushed;
	struct asked asked;
	struct err e;
	struct str id;
	long long n;
	int ignored = 0;

	away.deputy_id = STR_NONE;
	switch (rng_below(rng, 9)) {
	case 0:
		ignored = (int)approve_remind(d->hub, &by, d->a, &e);
		break;
	case 1:
		ignored = approve_late(d->hub, &staff, d->a, d->made.number, STR_NONE, LATE_REMIND, &n, &e);
		break;
	case 2:
		ignored = approve_late(d->hub, &staff, d->a, d->made.number, STR("org-a"), LATE_DEPUTY, &n, &e);
		break;
	case 3:
		ignored = approve_review(d->hub, &own, d->a, d->made.number, STR(""), STR(""), now_ms + 3 * (long long)MS_DAY, &e);
		break;
	case 4:
		ignored = approver_replace(d->hub->db, &own, d->a, &deputy, &id, &e);
		break;
	case 5:
		ignored = approver_replace(d->hub->db, &staff, d->a, &away, &id, &e);
		break;
	case 6:
		ignored = approve_ask(d->hub, &staff, d->a, d->made.number, &asked, &e);
		break;
	case 7:
		ignored = approve_answer(d->hub, &own, d->a, &(struct answer){ .number = d->made.number, .digest = d->made.digest,
		    .word = rng_below(rng, 2) == 0 ? STR("no") : STR("change"), .person = own.actor, .medium = MEDIUM_PORTAL }, &e);
		break;
	default:
		ignored = outbox_flush(d->hub, &by, d->a, &flushed, &e);
	}
	(void)ignored;
}

static void silence(const char *place, void *ctx)
{
	int runs = str_starts(str_of(place), STR("postgresql:")) ? 1 : 12, bad = 0, tried = 0;

	(void)ctx;
	for (int run = 0; run < runs; run++) {
		struct rng rng = rng_seeded((uint64_t)run + 100);
		struct desk d;
		struct err e;
		long long now = test_time("2019-07-08T11:00:00+09:00");

		open_desk(&d, place);
		for (int step = 0; step < 30; step++, now += (long long)(rng_below(&rng, 48) + 1) * MS_HOUR) {
			struct act second = test_act_as(now, "an-2");
			struct share_released out;

			something(&d, &rng, now);
			tried++;
			ROW_CHECK(bad, "out without a yes", share_release(d.hub, &second, d.a, d.made.number, &out, &e) < 0);
		}
		/* the control: with a yes it does go */
		assert_ok(approve_answer(d.hub, &(struct act){ .now_ms = now, .actor = STR("org-a-approver"), .os_user = STR("test"), .rng = &rng }, d.a,
		    &(struct answer){ .number = d.made.number, .digest = d.made.digest, .word = STR("yes"), .person = STR("org-a-approver"),
		    .medium = MEDIUM_PORTAL }, &e), e);
		{
			struct act second = test_act_as(now + MS_MINUTE, "an-2");
			struct share_released out;

			assert_ok(share_release(d.hub, &second, d.a, d.made.number, &out, &e), e);
		}
		close_desk(&d);
	}
	fprintf(stderr, "%d releases tried without a yes\n", tried);
	assert_int_equal(bad, 0);
}

#define ON_DATABASES(name) static void test_##name(void **state) { (void)state; test_on_databases(name, NULL); }
ON_DATABASES(deputies)
ON_DATABASES(absence)
ON_DATABASES(reminders)
ON_DATABASES(line_by_line)
ON_DATABASES(silence)

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_deputies), cmocka_unit_test(test_absence), cmocka_unit_test(test_reminders),
		cmocka_unit_test(test_line_by_line), cmocka_unit_test(test_silence) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
