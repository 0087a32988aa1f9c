/* A6: an approval binds bytes.  Any change afterwards voids it; the statement of the release refuses, asked
 * directly on the sealed connection too; other connections may not write what approvals are bound to.
 * Control: with everything in order the same statement gives a row. */
#include "rows.h"

#include "base/time.h"
#include "circle.h"
#include "registry/change.h"
#include "share/change.h"
#include "share/look.h"
#include "share/release.h"
#include "approve/approve.h"
#include "approve/consent.h"
#include "testhub.h"

#define DAY "2019-08-05"

struct bound {
	struct hub *hub;
	struct arena *arena;
	struct str own;                 /* a share that is out, with sightings of org-a and org-b */
};

static const struct share_target everybody = { { "all", 3 }, { "", 0 }, 0, TIME_FOREVER };

static struct act at(const char *person, int hour)
{
	return test_act_as(test_time(DAY) + hour * (long long)MS_HOUR, person);
}

static void start(struct bound *b, const char *place)
{
	*b = (struct bound){ .hub = test_hub(place), .arena = arena_new((size_t)1 << 30, arena_full_exit) };
	test_circle(b->hub, test_time("2019-07-01"));
	b->own = test_share_own(b->hub, b->arena, "2019-07-17", "ipv4", "203.0.113.9", NULL);
	test_sightings(b->hub, b->arena, "2019-07-19T10:00:00+09:00", "org-a", b->own, test_row(b->arena, "203.0.113.9", "2018-12-14", "2019-02-03", 74), "");
	test_sightings(b->hub, b->arena, "2019-07-20T10:00:00+09:00", "org-b", b->own, test_row(b->arena, "203.0.113.9", "2018-12-26", "2019-02-12", 7), "");
}

static void end(struct bound *b)
{
	test_hub_close(b->hub);
	arena_free(b->arena);
}

static struct share_made draft(struct bound *b, const char *lane)
{
	struct share_spec spec = { .sightings_of = b->own, .origin = STR("member"), .class = STR("normal"), .tlp = STR("AMBER"),
		.lane = str_of(lane), .search = STR("both"), .expires_ms = TIME_NONE, .audience = &everybody, .audience_count = 1 };
	struct act by = at("an-1", 9);
	struct share_made made;
	struct asked asked;
	struct err e;

	assert_ok(share_draft(b->hub, &by, b->arena, &spec, &made, &e), e);
	assert_int_equal(made.leaks.count, 0);
	assert_ok(approve_ask(b->hub, &by, b->arena, made.number, &asked, &e), e);
	return made;
}

static void say(struct bound *b, const struct share_made *made, const char *org, const char *word, enum approve_medium medium, int hour)
{
	struct str person = arena_printf(b->arena, "%s-approver", org);
	struct act by = medium == MEDIUM_PORTAL ? at(person.p, hour) : at("an-1", hour);
	const struct answer n = { .number = made->number, .digest = made->digest, .word = str_of(word), .person = person, .medium = medium,
		.reference = STR("note 1"), .second = STR("an-2"), .second_digest = made->digest, .exact_figures = true };
	struct err e;

	assert_ok(approve_answer(b->hub, &by, b->arena, &n, &e), e);
}

static struct share_made approved(struct bound *b, const char *lane)
{
	struct share_made made = draft(b, lane);

	say(b, &made, "org-a", "yes", MEDIUM_PORTAL, 10);
	say(b, &made, "org-b", "yes", MEDIUM_SPOKEN, 10);
	return made;
}

/* Does the statement itself let it out?  Undone at once. */
static bool lets_out(struct bound *b, const struct share_made *made, const char *releaser, int hour)
{
	struct act by = at(releaser, hour);
	struct db_rows rows, rev;
	struct db *sealed;
	struct err e;

	assert_ok(hub_open_sealed(b->hub, &sealed, &e), e);
	assert_ok(DB_QUERY(sealed, b->arena, &rev, &e, "SELECT rev FROM share WHERE id = $1", DB_TEXT(made->id)), e);
	assert_ok(db_begin(sealed, &e), e);
	assert_ok(DB_QUERY(sealed, b->arena, &rows, &e, SQL_RELEASE, DB_TEXT(rng_uuid(by.rng, b->arena)), DB_INT(by.now_ms), DB_TEXT(by.actor),
	    DB_INT(by.now_ms), DB_TEXT(made->id), DB_INT(db_int(&rev, 0, 0))), e);
	db_rollback(sealed);
	db_close(sealed);
	return rows.count > 0;
}

static bool releases(struct bound *b, const struct share_made *made, const char *releaser, int hour, struct err *e)
{
	struct act by = at(releaser, hour);
	struct share_released out;

	return share_release(b->hub, &by, b->arena, made->number, &out, e) == 0;
}

/* ---- who must have said what ---- */

static void conditions(const char *place, void *ctx)
{
	struct share_made made, other;
	struct bound b;
	struct err e;
	int bad = 0;

	(void)ctx;
	start(&b, place);
	made = draft(&b, "narrative");
	ROW_CHECK(bad, "nobody approved", !lets_out(&b, &made, "an-2", 11));
	say(&b, &made, "org-a", "yes", MEDIUM_PORTAL, 10);
	ROW_CHECK(bad, "one of two approved", !lets_out(&b, &made, "an-2", 11));
	ROW_CHECK(bad, "it says how many", !releases(&b, &made, "an-2", 11, &e) && strstr(e.text, "1 source ") != NULL);
	ROW_CHECK(bad, "and not who", strstr(e.text, "org-") == NULL);
	say(&b, &made, "org-b", "yes", MEDIUM_SPOKEN, 10);
	ROW_CHECK(bad, "control: all is in order", lets_out(&b, &made, "an-2", 11));
	ROW_CHECK(bad, "the author", !lets_out(&b, &made, "an-1", 11));
	ROW_CHECK(bad, "a member's person", !lets_out(&b, &made, "org-c-approver", 11));
	ROW_CHECK(bad, "nobody of the registry", !lets_out(&b, &made, "hub", 11));
	ROW_CHECK(bad, "before it was said", !lets_out(&b, &made, "an-2", 9));
	ROW_CHECK(bad, "a yes is good for a time", !lets_out(&b, &made, "an-2", 10 + 24 * (APPROVE_VALID_DAYS + 1)));
	say(&b, &made, "org-b", "no", MEDIUM_SIGNED_MAIL, 12);
	ROW_CHECK(bad, "no is no", !lets_out(&b, &made, "an-2", 13));
	say(&b, &made, "org-b", "yes", MEDIUM_SIGNED_MAIL, 14);
	ROW_CHECK(bad, "yes again", lets_out(&b, &made, "an-2", 15));
	assert_ok(approve_recall(b.hub, &(struct act){ .now_ms = test_time(DAY) + 15 * MS_HOUR, .actor = STR("org-a-approver"), .os_user = STR("t"),
	    .rng = at("x", 1).rng }, b.arena, &(struct answer){ .number = made.number, .person = STR("org-a-approver"), .medium = MEDIUM_PORTAL },
	    &(bool){ false }, &e), e);
	ROW_CHECK(bad, "taken back", !lets_out(&b, &made, "an-2", 16));
	other = approved(&b, "narrative");
	ROW_CHECK(bad, "the sources' requests are asked per share", lets_out(&b, &other, "an-2", 11) && !lets_out(&b, &made, "an-2", 16));
	assert_int_equal(bad, 0);
	end(&b);
}

/* Nobody answered: whatever time passes, whoever is reminded. */
static void silence(const char *place, void *ctx)
{
	struct share_made made;
	struct bound b;
	struct err e;
	int bad = 0;

	(void)ctx;
	start(&b, place);
	made = draft(&b, "narrative");
	for (int day = 1; day < 30; day++) {
		struct act by = at("an-1", 24 * day);

		assert_true(approve_remind(b.hub, &by, b.arena, &e) >= 0);
		ROW_CHECK(bad, "silence", !lets_out(&b, &made, "an-2", 24 * day + 1));
	}
	assert_int_equal(bad, 0);
	end(&b);
}

/* ---- every change ---- */

struct change_row {
	const char *name;
	void (*set)(struct share_change *c, struct arena *a);
};

static void set_title(struct share_change *c, struct arena *a) { texts_add(a, &c->title, STR("題"), STR("Title")); }
static void set_summary(struct share_change *c, struct arena *a) { texts_add(a, &c->summary, STR("概要。"), STR("Summary.")); }
static void set_actions(struct share_change *c, struct arena *a) { texts_add(a, &c->actions, STR("確認してください。"), STR("Please check.")); }
static void set_class(struct share_change *c, struct arena *a) { (void)a; c->class = STR("urgent"); }
static void set_tlp(struct share_change *c, struct arena *a) { (void)a; c->tlp = STR("GREEN"); }
static void set_search(struct share_change *c, struct arena *a) { (void)a; c->search = STR("from"); }
static void set_expires(struct share_change *c, struct arena *a) { (void)a; c->set_expires = true; c->expires_ms = test_time("2020-01-01"); }
static void set_drop(struct share_change *c, struct arena *a)
{
	struct str *drop = ARENA_ARRAY(a, struct str, 1);

	drop[0] = STR("203.0.113.9");
	c->drop = drop;
	c->drop_count = 1;
}
static const struct share_target one_sig = { { "sig", 3 }, { "power", 5 }, 0, TIME_FOREVER };
static void set_audience(struct share_change *c, struct arena *a) { (void)a; c->audience = &one_sig; c->audience_count = 1; }

static const struct change_row changes[] = { { "title", set_title }, { "summary", set_summary }, { "actions", set_actions },
	{ "class", set_class }, { "tlp", set_tlp }, { "search", set_search }, { "expires", set_expires }, { "a value less", set_drop },
	{ "audience", set_audience } };

static void changes_void(const char *place, void *ctx)
{
	struct bound b;
	struct err e;
	int bad = 0;

	(void)ctx;
	start(&b, place);
	for (size_t i = 0; i < COUNT_OF(changes); i++) {
		struct share_made made = approved(&b, "narrative"), now;
		struct share_change c = { .kind = SHARE_EDIT, .number = made.number, .without_org = STR(""), .without_submission = STR("") };
		struct act by = at("an-1", 11);

		ROW_CHECK(bad, changes[i].name, lets_out(&b, &made, "an-2", 12));
		changes[i].set(&c, b.arena);
		assert_ok(share_change(b.hub, &by, b.arena, &c, &now, &e), e);
		ROW_CHECK(bad, changes[i].name, !str_eq(now.digest, made.digest));
		ROW_CHECK(bad, changes[i].name, !lets_out(&b, &made, "an-2", 12));
		ROW_CHECK(bad, changes[i].name, !releases(&b, &made, "an-2", 12, &e) && e.kind == ERR_DENIED);
	}
	assert_int_equal(bad, 0);
	end(&b);
}

/* C's rows come later: A and B, whose part is the same, need not say it again; C must. */
static void others_part_stays(const char *place, void *ctx)
{
	struct share_made made, now;
	struct share_change c = { .kind = SHARE_EDIT, .again = true, .without_org = STR(""), .without_submission = STR("") };
	struct act by = at("an-1", 11);
	struct share_row row;
	struct asked asked;
	struct bound b;
	struct err e;

	(void)ctx;
	start(&b, place);
	made = approved(&b, "narrative");
	test_sightings(b.hub, b.arena, "2019-07-21T10:00:00+09:00", "org-c", b.own, test_row(b.arena, "203.0.113.9", "2018-12-10", "2019-02-13", 67), "");
	c.number = made.number;
	assert_ok(share_change(b.hub, &by, b.arena, &c, &now, &e), e);
	assert_ok(approve_ask(b.hub, &by, b.arena, made.number, &asked, &e), e);
	assert_int_equal(asked.already, 2);
	assert_int_equal(asked.requests, 1);
	assert_false(lets_out(&b, &now, "an-2", 12));
	say(&b, &now, "org-c", "yes", MEDIUM_PORTAL, 12);
	assert_ok(share_get(b.hub->db, b.arena, made.number, test_time(DAY) + 13 * MS_HOUR, &row, &e), e);
	assert_int_equal(row.approved, 3);
	assert_true(lets_out(&b, &now, "an-2", 13));
	end(&b);
}

/* ---- behind the hub's back ---- */

static bool may_write(struct db *db, int n, struct err *e)
{
	switch (n) {
	case 0: return DB_EXEC(db, e, "INSERT INTO release (id, share_id, rev, digest, released_by, at_ms, published_ms) SELECT 'x', id, rev, '', 'an-2', 0, 0 FROM share") >= 0;
	case 1: return DB_EXEC(db, e, "UPDATE approval SET answer = 'yes'") >= 0;
	case 2: return DB_EXEC(db, e, "UPDATE share_rev SET leak_hits = 0") >= 0;
	case 3: return DB_EXEC(db, e, "DELETE FROM share_source") >= 0;
	case 4: return DB_EXEC(db, e, "UPDATE artefact SET bytes = $1", DB_BYTES(STR("x"))) >= 0;
	case 5: return DB_EXEC(db, e, "UPDATE audience SET kind = 'public'") >= 0;
	case 6: return DB_EXEC(db, e, "DELETE FROM identity") >= 0;
	default: return DB_EXEC(db, e, "UPDATE share_indicator SET treatment = 'kept'") >= 0;
	}
}

static void only_sealed_writes(const char *place, void *ctx)
{
	struct bound b;
	struct err e;
	int bad = 0;

	(void)ctx;
	start(&b, place);
	approved(&b, "narrative");
	for (int i = 0; i < 8; i++) {
		struct db *sealed;

		ROW_CHECK(bad, arena_printf(b.arena, "statement %d", i).p, !may_write(b.hub->db, i, &e));
		/* control: it is the connection that refuses, not the statement */
		assert_ok(hub_open_sealed(b.hub, &sealed, &e), e);
		assert_ok(db_begin(sealed, &e), e);
		ROW_CHECK(bad, arena_printf(b.arena, "statement %d, sealed", i).p, i == 0 || may_write(sealed, i, &e));
		db_rollback(sealed);
		db_close(sealed);
	}
	assert_int_equal(bad, 0);
	end(&b);
}

static void tamper(struct bound *b, const struct share_made *made, int n)
{
	struct db *sealed;
	struct err e;
	long long done = -1;

	assert_ok(hub_open_sealed(b->hub, &sealed, &e), e);
	if (n == 0)
		done = DB_EXEC(sealed, &e, "UPDATE artefact SET bytes = $2 WHERE share_id = $1 AND format = 'csv'", DB_TEXT(made->id), DB_BYTES(STR("x")));
	else if (n == 1)
		done = DB_EXEC(sealed, &e, "UPDATE artefact SET bytes = $2, sha256 = '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881' WHERE share_id = $1 AND format = 'csv'",
		    DB_TEXT(made->id), DB_BYTES(STR("x")));
	else if (n == 2)
		done = DB_EXEC(sealed, &e, "UPDATE audience SET kind = 'public' WHERE share_id = $1", DB_TEXT(made->id));
	else if (n == 3)
		done = DB_EXEC(sealed, &e, "UPDATE share SET class = 'urgent' WHERE id = $1", DB_TEXT(made->id));
	else if (n == 4)
		done = DB_EXEC(sealed, &e, "UPDATE share SET tlp = 'CLEAR' WHERE id = $1", DB_TEXT(made->id));
	else
		done = DB_EXEC(sealed, &e, "DELETE FROM artefact WHERE share_id = $1 AND format = 'json'", DB_TEXT(made->id));
	assert_true(done > 0);
	db_close(sealed);
}

static void bytes_are_compared(const char *place, void *ctx)
{
	struct bound b;
	struct err e;
	int bad = 0;

	(void)ctx;
	start(&b, place);
	for (int i = 0; i < 6; i++) {
		struct share_made made = approved(&b, "narrative");

		tamper(&b, &made, i);
		ROW_CHECK(bad, arena_printf(b.arena, "tampering %d", i).p, !releases(&b, &made, "an-2", 12, &e));
	}
	{
		struct share_made made = approved(&b, "narrative");

		ROW_CHECK(bad, "control: untouched", releases(&b, &made, "an-2", 12, &e));
	}
	assert_int_equal(bad, 0);
	end(&b);
}

/* The dictionaries grow between check and release: a name that was nobody's is a hit then. */
static void checked_again(const char *place, void *ctx)
{
	struct share_made made;
	struct share_change c = { .kind = SHARE_EDIT, .without_org = STR(""), .without_submission = STR("") };
	struct act by;
	struct bound b;
	struct err e;

	(void)ctx;
	start(&b, place);
	made = draft(&b, "narrative");
	c.number = made.number;
	by = at("an-1", 9);
	texts_add(b.arena, &c.summary, STR("月影工房の件です。"), STR("About Tsukikage Works."));
	assert_ok(share_change(b.hub, &by, b.arena, &c, &made, &e), e);
	assert_ok(approve_ask(b.hub, &by, b.arena, made.number, &(struct asked){ 0 }, &e), e);
	say(&b, &made, "org-a", "yes", MEDIUM_PORTAL, 10);
	say(&b, &made, "org-b", "yes", MEDIUM_PORTAL, 10);
	assert_true(lets_out(&b, &made, "an-2", 11));
	assert_ok(org_name_add(b.hub->db, &by, b.arena, STR("org-d"), STR("brand"), STR("ja"), STR("月影工房"), &e), e);
	assert_false(releases(&b, &made, "an-2", 12, &e));
	assert_non_null(strstr(e.text, "leak check"));
	assert_false(lets_out(&b, &made, "an-2", 12));
	end(&b);
}

/* ---- standing consents ---- */

static void standing_is_narrow(const char *place, void *ctx)
{
	struct share_made made;
	struct share_change c = { .kind = SHARE_EDIT, .without_org = STR(""), .without_submission = STR("") };
	struct act hub = at("hub", 1), by = at("an-1", 11);
	struct str policy;
	struct bound b;
	struct err e;
	int bad = 0;

	(void)ctx;
	start(&b, place);
	assert_ok(consent_policy_add(b.hub->db, &hub, b.arena, STR("t-1"), STR("technical"), STR("同意"), STR("agreed"), &policy, &e), e);
	ROW_CHECK(bad, "no policy for narratives", consent_policy_add(b.hub->db, &hub, b.arena, STR("n-1"), STR("narrative"), STR("同意"), STR("agreed"), &policy, &e) < 0);
	assert_ok(consent_policy_add(b.hub->db, &hub, b.arena, STR("t-2"), STR("technical"), STR("同意"), STR("agreed"), &policy, &e), e);
	assert_ok(consent_give(b.hub->db, &hub, b.arena, STR("org-a"), policy, STR(""), 0, TIME_FOREVER, &e), e);
	assert_ok(consent_give(b.hub->db, &hub, b.arena, STR("org-b"), policy, STR(""), 0, TIME_FOREVER, &e), e);
	made = draft(&b, "narrative");
	ROW_CHECK(bad, "never a narrative", !releases(&b, &made, "an-2", 12, &e));
	made = draft(&b, "technical");
	ROW_CHECK(bad, "control: the technical lane", releases(&b, &made, "an-2", 12, &e));
	made = draft(&b, "technical");
	c.number = made.number;
	set_summary(&c, b.arena);
	assert_ok(share_change(b.hub, &by, b.arena, &c, &made, &e), e);
	ROW_CHECK(bad, "never words of the analyst's own", !releases(&b, &made, "an-2", 12, &e));
	made = draft(&b, "technical");
	/* org-a says no in person: its standing yes does not speak over that */
	assert_true(DB_EXEC(b.hub->db, &e, "INSERT INTO approval_request (id, share_id, rev, org_id, digest, asked_ms, due_ms, state) VALUES ('r', $1, 1, "
	    "'org-a', $2, 0, 0, 'open')", DB_TEXT(made.id), DB_TEXT(made.digest)) >= 0);
	say(&b, &made, "org-a", "no", MEDIUM_PORTAL, 11);
	ROW_CHECK(bad, "an explicit no", !releases(&b, &made, "an-2", 12, &e));
	made = draft(&b, "technical");
	assert_true(consent_recall(b.hub->db, &hub, b.arena, STR("org-a"), STR("narrative"), test_time(DAY) + 11 * MS_HOUR, &e) == 0);
	ROW_CHECK(bad, "another lane's end ends nothing here", releases(&b, &made, "an-2", 12, &e));
	made = draft(&b, "technical");
	assert_true(consent_recall(b.hub->db, &hub, b.arena, STR("org-a"), STR("technical"), test_time(DAY) + 11 * MS_HOUR, &e) == 1);
	ROW_CHECK(bad, "recalled", !releases(&b, &made, "an-2", 12, &e));
	assert_int_equal(bad, 0);
	end(&b);
}

/* Whatever is left when the last source is gone was never approved by anybody. */
static void needs_a_source(const char *place, void *ctx)
{
	struct share_made made;
	struct db *sealed;
	struct bound b;
	struct err e;

	(void)ctx;
	start(&b, place);
	made = draft(&b, "narrative");
	assert_ok(hub_open_sealed(b.hub, &sealed, &e), e);
	assert_true(DB_EXEC(sealed, &e, "DELETE FROM share_source WHERE share_id = $1", DB_TEXT(made.id)) > 0);
	assert_false(lets_out(&b, &made, "an-2", 12));
	/* nor as a retraction of what was never out, nor as a correction */
	assert_true(DB_EXEC(sealed, &e, "UPDATE share_rev SET change_kind = 'retraction' WHERE share_id = $1", DB_TEXT(made.id)) > 0);
	assert_false(lets_out(&b, &made, "an-2", 12));
	db_close(sealed);
	end(&b);
}

#define ON_DATABASES(name) \
	static void test_##name(void **state) \
	{ \
		(void)state; \
		test_on_databases(name, NULL); \
	}
ON_DATABASES(conditions)
ON_DATABASES(silence)
ON_DATABASES(changes_void)
ON_DATABASES(others_part_stays)
ON_DATABASES(only_sealed_writes)
ON_DATABASES(bytes_are_compared)
ON_DATABASES(checked_again)
ON_DATABASES(standing_is_narrow)
ON_DATABASES(needs_a_source)

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_conditions), cmocka_unit_test(test_silence), cmocka_unit_test(test_changes_void),
		cmocka_unit_test(test_others_part_stays), cmocka_unit_test(test_only_sealed_writes), cmocka_unit_test(test_bytes_are_compared),
		cmocka_unit_test(test_checked_again), cmocka_unit_test(test_standing_is_narrow), cmocka_unit_test(test_needs_a_source) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
