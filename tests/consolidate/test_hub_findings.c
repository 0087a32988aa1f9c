/* test_hub_findings.c - what only the hub sees, on both databases, each with its controls. */
#include "rows.h"

#include "base/time.h"
#include "consolidate/cases.h"
#include "consolidate/consolidate.h"
#include "consolidate/hub_findings.h"
#include "registry/change.h"
#include "testhub.h"

static const char long_text[] = "Dear partner, you have a new voice message of 35 seconds. Sign in with your account to listen "
    "to it before it is deleted tomorrow. Your service desk keeps messages for thirty days and answers questions by mail.";

struct scene {
	struct hub *hub;
	struct arena *arena;
	struct act by;
};

static long long day(const char *date)
{
	struct err e;
	long long ms;

	assert_ok(time_parse(str_of(date), 0, &ms, &e), e);
	return ms;
}

static void add_org(struct scene *s, const char *id, const char *domain)
{
	struct org_row org = { str_of(id), STR("member"), STR_NONE, day("2018-01-01"), TIME_FOREVER };
	struct err e;

	assert_ok(org_add(s->hub->db, &s->by, &org, &e), e);
	assert_ok(org_name_add(s->hub->db, &s->by, s->arena, org.id, STR("legal"), STR("ja"),
	    arena_printf(s->arena, "%s社", id), &e), e);
	assert_ok(org_domain_add(s->hub->db, &s->by, s->arena, org.id, STR("domain"), str_of(domain), false, &e), e);
}

static void open_scene(struct scene *s, const char *place)
{
	*s = (struct scene){ .hub = test_hub(place), .arena = arena_new(64 << 20, arena_full_exit),
		.by = test_act(1546300800000LL) };
	add_org(s, "a", "a-company.example");
	add_org(s, "b", "b-company.example");
	add_org(s, "c", "c-company.example");
}

static void close_scene(struct scene *s)
{
	arena_free(s->arena);
	test_hub_close(s->hub);
}

/* A hand-in of one submission, as the worker leaves it before it looks for neighbours. */
static void add_submission(struct scene *s, const char *id, const char *org, const char *date, const char *nature)
{
	struct db *db = s->hub->db;
	struct str receipt = arena_printf(s->arena, "R-%s", id);
	struct err e;

	assert_ok(DB_EXEC(db, &e, "INSERT INTO data_key (id, wrapped, made_ms, destroyed_ms) VALUES ($1, $2, 1, $3)",
	    DB_TEXT(receipt), DB_BYTES(STR("k")), DB_NULL), e);
	assert_ok(DB_EXEC(db, &e, "INSERT INTO blob (id, key_id, role, bytes, chunks, made_ms) VALUES ($1, $1, 'raw', 0, 0, 1)",
	    DB_TEXT(receipt)), e);
	assert_ok(DB_EXEC(db, &e, "INSERT INTO hand_in (id, receipt, org_id, kind, channel, name, state, state_reason, received_ms,"
	    " key_id, blob_id, bytes, content_hash) VALUES ($1, $1, $2, 'mail', 'cli', '', 'split', '', $3, $1, $1, 0, '')",
	    DB_TEXT(receipt), DB_TEXT(str_of(org)), DB_INT(day(date))), e);
	assert_ok(DB_EXEC(db, &e, "INSERT INTO submission (id, hand_in_id, number, org_id, kind, received_ms, copies, state, examined,"
	    " examined_reason, key_id, nature, strength, bec_type, language) VALUES ($1, $2, 1, $3, 'mail', $4, 1, 'parsed', 'fully',"
	    " '', $2, $5, 'medium', 0, 'en')", DB_TEXT(str_of(id)), DB_TEXT(receipt), DB_TEXT(str_of(org)), DB_INT(day(date)),
	    DB_TEXT(str_of(nature))), e);
}

static void add_indicator(struct scene *s, const char *submission, const char *type, const char *value, const char *role)
{
	struct str id = arena_printf(s->arena, "%s %s", type, value);
	struct err e;

	assert_ok(DB_EXEC(s->hub->db, &e, "INSERT INTO indicator (id, type, value, first_ms) VALUES ($1, $2, $3, 1) ON CONFLICT DO"
	    " NOTHING", DB_TEXT(id), DB_TEXT(str_of(type)), DB_TEXT(str_of(value))), e);
	assert_ok(DB_EXEC(s->hub->db, &e, "INSERT INTO submission_indicator (submission_id, indicator_id, role) VALUES ($1, $2, $3)",
	    DB_TEXT(str_of(submission)), DB_TEXT(id), DB_TEXT(str_of(role))), e);
}

static void consolidate(struct scene *s, const char *id, const char *org, const char *date, const char *nature,
    const char *text, const char *from)
{
	struct consolidate_submission c = { .id = str_of(id), .org_id = str_of(org), .nature = str_of(nature),
		.received_ms = day(date), .text = str_of(text), .subject = STR(""), .from_address = str_of(from) };
	struct err e;

	assert_ok(db_begin(s->hub->db, &e), e);
	assert_ok(consolidate_add(s->hub, &s->by, s->arena, &c, &e), e);
	assert_ok(db_commit(s->hub->db, &e), e);
}

static void add_whole(struct scene *s, const char *id, const char *org, const char *date, const char *nature, const char *text,
    const char *from)
{
	add_submission(s, id, org, date, nature);
	consolidate(s, id, org, date, nature, text, from);
}

/* The finding of that id at a submission, or NULL. */
static const struct hub_finding *found(struct scene *s, const char *submission, const char *id)
{
	struct hub_finding *list;
	struct err e;
	size_t n;

	assert_ok(hub_findings_list(s->hub, s->arena, str_of(submission), LANG_EN, &list, &n, &e), e);
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].id, str_of(id)))
			return &list[i];
	return NULL;
}

static void phishing_before_a_bec(const char *place, void *ctx)
{
	static const struct row {
		const char *name, *org, *date, *nature;
		bool counts;
	} rows[] = {
		{ "a year before",               "a", "2018-07-19", "phishing", true },
		{ "eighteen months to the day",  "a", "2018-01-19", "phishing", true },
		{ "a day too long ago",          "a", "2018-01-18", "phishing", false },
		{ "another organisation",        "b", "2018-07-19", "phishing", false },
		{ "afterwards",                  "a", "2019-07-20", "phishing", false },
		{ "no phishing",                 "a", "2018-07-19", "bulk",     false },
	};
	struct scene s;
	int bad = 0;

	(void)ctx;
	open_scene(&s, place);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char *bec = arena_printf(s.arena, "m%zu", i).p, *before = arena_printf(s.arena, "p%zu", i).p;
		const struct hub_finding *f;
		struct err e;

		add_whole(&s, before, rows[i].org, rows[i].date, rows[i].nature, "", "x@outside.example");
		add_whole(&s, bec, "a", "2019-07-19", "bec", "", "y@outside.example");
		f = found(&s, bec, "hub.phishing-earlier");
		ROW_CHECK(bad, rows[i].name, (f != NULL) == rows[i].counts);
		ROW_CHECK(bad, rows[i].name, f == NULL || (f->count == 1 && str_has(f->sentence, STR("unknown"))));
		assert_ok(DB_EXEC(s.hub->db, &e, "UPDATE submission SET state = 'withdrawn'"), e);
	}
	close_scene(&s);
	assert_int_equal(bad, 0);
}

/* The analyst's word counts, and a withdrawn submission does not. */
static void class_and_withdrawal_count(const char *place, void *ctx)
{
	struct scene s;
	struct err e;

	(void)ctx;
	open_scene(&s, place);
	add_whole(&s, "p", "a", "2018-07-19", "unknown", "", "x@outside.example");
	add_whole(&s, "m", "a", "2019-07-19", "bec", "", "y@outside.example");
	assert_null(found(&s, "m", "hub.phishing-earlier"));
	assert_ok(DB_EXEC(s.hub->db, &e, "UPDATE submission SET class = 'phishing' WHERE id = 'p'"), e);
	assert_ok(DB_EXEC(s.hub->db, &e, "DELETE FROM hub_finding"), e);
	consolidate(&s, "m", "a", "2019-07-19", "bec", "", "y@outside.example");
	assert_non_null(found(&s, "m", "hub.phishing-earlier"));
	assert_ok(DB_EXEC(s.hub->db, &e, "UPDATE submission SET state = 'withdrawn' WHERE id = 'p'"), e);
	assert_null(found(&s, "m", "hub.phishing-earlier"));
	close_scene(&s);
}

static void same_mail_elsewhere(const char *place, void *ctx)
{
	struct scene s;
	const struct hub_finding *f;

	(void)ctx;
	open_scene(&s, place);
	add_whole(&s, "m1", "a", "2019-08-16", "phishing", long_text, "x@outside.example");
	assert_null(found(&s, "m1", "hub.same-mail-elsewhere"));
	/* the same organisation once more is not "elsewhere"; neither is another text */
	add_whole(&s, "m2", "a", "2019-08-17", "phishing", long_text, "x@outside.example");
	add_whole(&s, "m3", "b", "2019-08-17", "phishing", "Minutes of the meeting on the new scanner: who tests what until when, "
	    "and what the budget says about it in spring.", "x@outside.example");
	assert_null(found(&s, "m2", "hub.same-mail-elsewhere"));
	assert_null(found(&s, "m3", "hub.same-mail-elsewhere"));
	add_whole(&s, "m4", "b", "2019-08-18", "phishing", long_text, "x@outside.example");
	add_whole(&s, "m5", "c", "2019-08-19", "phishing", long_text, "x@outside.example");
	f = found(&s, "m5", "hub.same-mail-elsewhere");
	assert_non_null(f);
	assert_int_equal(f->count, 2);
	/* seen from the first one too, and nobody is named */
	f = found(&s, "m1", "hub.same-mail-elsewhere");
	assert_non_null(f);
	assert_int_equal(f->count, 2);
	assert_false(str_has(f->sentence, STR("社")));
	assert_false(str_has(f->sentence, STR("company")));
	close_scene(&s);
}

static void impersonated_member(const char *place, void *ctx)
{
	struct scene s;
	const struct hub_finding *f;

	(void)ctx;
	open_scene(&s, place);
	add_whole(&s, "m1", "a", "2019-08-16", "phishing", "", "info@b-company.example");
	f = found(&s, "m1", "hub.impersonated-member");
	assert_non_null(f);
	assert_true(str_eq(f->refs[0], STR("b")));
	assert_true(str_has(f->sentence, STR("b-company.example")));
	/* through an abused domain */
	add_submission(&s, "m2", "a", "2019-08-17", "bec");
	add_indicator(&s, "m2", "domain", "c-company.example", "abused");
	consolidate(&s, "m2", "a", "2019-08-17", "bec", "", "x@outside.example");
	f = found(&s, "m2", "hub.impersonated-member");
	assert_non_null(f);
	assert_true(str_eq(f->refs[0], STR("c")));
	/* its own name, an unknown domain, an honest mail, a victim's domain: nobody to tell */
	add_whole(&s, "m3", "a", "2019-08-18", "phishing", "", "info@a-company.example");
	add_whole(&s, "m4", "a", "2019-08-18", "phishing", "", "info@nobody.example");
	add_whole(&s, "m5", "a", "2019-08-18", "benign", "", "info@b-company.example");
	add_submission(&s, "m6", "a", "2019-08-18", "bec");
	add_indicator(&s, "m6", "domain", "c-company.example", "victim-named");
	consolidate(&s, "m6", "a", "2019-08-18", "bec", "", "x@outside.example");
	for (int i = 3; i <= 6; i++)
		assert_null(found(&s, arena_printf(s.arena, "m%d", i).p, "hub.impersonated-member"));
	close_scene(&s);
}

static void indicator_of_an_earlier_case(const char *place, void *ctx)
{
	struct scene s;
	const struct hub_finding *f;
	struct str case_id, other;
	struct err e;

	(void)ctx;
	open_scene(&s, place);
	add_submission(&s, "m1", "a", "2019-07-16", "bec");
	add_indicator(&s, "m1", "bank-account", "0123abcd", "malicious");
	consolidate(&s, "m1", "a", "2019-07-16", "bec", "", "x@outside.example");
	assert_ok(case_open(s.hub->db, &s.by, s.arena, STR("one"), STR("m1"), "new", 0, &case_id, &e), e);
	add_submission(&s, "m2", "b", "2019-08-16", "bec");
	add_indicator(&s, "m2", "bank-account", "0123abcd", "suspect");
	consolidate(&s, "m2", "b", "2019-08-16", "bec", "", "y@outside.example");
	f = found(&s, "m2", "hub.indicator-seen");
	assert_non_null(f);
	assert_int_equal(f->count, 1);
	assert_false(str_has(f->sentence, STR("0123abcd")));
	/* the same value only as a victim's name says nothing */
	add_submission(&s, "m3", "c", "2019-08-17", "bec");
	add_indicator(&s, "m3", "bank-account", "0123abcd", "victim-named");
	consolidate(&s, "m3", "c", "2019-08-17", "bec", "", "z@outside.example");
	assert_null(found(&s, "m3", "hub.indicator-seen"));
	/* handed in later, received earlier: the other one is no earlier case */
	add_submission(&s, "m4", "c", "2019-06-01", "bec");
	add_indicator(&s, "m4", "bank-account", "0123abcd", "malicious");
	consolidate(&s, "m4", "c", "2019-06-01", "bec", "", "z@outside.example");
	assert_null(found(&s, "m4", "hub.indicator-seen"));
	/* once it has joined that case, the case is its own */
	assert_ok(case_open(s.hub->db, &s.by, s.arena, STR("two"), STR("m2"), "new", 0, &other, &e), e);
	assert_non_null(found(&s, "m2", "hub.indicator-seen"));
	assert_ok(case_add(s.hub->db, &s.by, s.arena, case_id, STR("m2"), "analyst", 0, &e), e);
	assert_null(found(&s, "m2", "hub.indicator-seen"));
	close_scene(&s);
}

#define ON_DATABASES(name) \
	static void name##_on_databases(void **state) \
	{ \
		(void)state; \
		test_on_databases(name, NULL); \
	}
ON_DATABASES(phishing_before_a_bec)
ON_DATABASES(class_and_withdrawal_count)
ON_DATABASES(same_mail_elsewhere)
ON_DATABASES(impersonated_member)
ON_DATABASES(indicator_of_an_earlier_case)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(phishing_before_a_bec_on_databases),
		cmocka_unit_test(class_and_withdrawal_count_on_databases),
		cmocka_unit_test(same_mail_elsewhere_on_databases),
		cmocka_unit_test(impersonated_member_on_databases),
		cmocka_unit_test(indicator_of_an_earlier_case_on_databases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
