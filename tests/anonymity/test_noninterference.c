/* A1: whoever handed it in, the others get the same bytes.
 *
 * Every place and encoding of stage_places.c is handed in twice (alone, or beside another organisation's), once by X with X's words and once by Y with
 * Y's; roster, clock, seed and the other hand-ins stay.  What Z, V, the liaison group and the public
 * receive must not differ in a single byte: artefacts, what an association passes on, calls for information, notices, their order, ids, times, sizes, refusals, the
 * report.  Controls: an analyst's text with the submitter's domain, let through by force, and a template that
 * prints it, must differ. */
#include "rows.h"

#include <stdlib.h>

#include "base/time.h"
#include "copies.h"
#include "outward.h"
#include "testhub.h"
#include "worker/job.h"

enum { LEAST_PAIRS = 50 };

static struct pool *pool;
static struct str own_share;

enum control { NONE, LEAKY_TEXT, LEAKY_TEMPLATE, LEAKY_CALL, LEAKY_LETTER };

/* What comes behind: silence and reminders, a correction, a retraction (stage_aftermath). */
struct behind {
	struct share_spec ask;
	struct str correct, retract;
};

/* What the hub's people would do: a share of the indicators, one of the story, or the table of sightings. */
static void share_all(struct stage *s, struct str case_id, size_t sources, bool sighting, enum control control, const struct stage_org *o,
    struct behind *behind)
{
	struct share_spec technical = { .case_number = case_id, .origin = STR("member"), .class = STR("normal"), .tlp = STR("AMBER"),
		.lane = STR("technical"), .search = STR("both"), .expires_ms = TIME_NONE, .liaison_ok = true, .audience = stage_everybody,
		.audience_count = 2 }, narrative = technical, table = technical;
	struct share_made made, first;
	struct db_rows rows;
	struct err e;

	if (sighting) {
		table.case_number = STR_NONE;
		table.sightings_of = own_share;
		assert_true(stage_release(s, &table, &made));
		*behind = (struct behind){ .ask = table, .retract = made.number };
		return;
	}
	assert_true(stage_release(s, &technical, &made));
	first = made;
	assert_ok(DB_QUERY(s->hub->db, s->arena, &rows, &e, "SELECT COUNT(DISTINCT org_id) FROM share_source WHERE share_id = $1",
	    DB_TEXT(made.id)), e);
	assert_int_equal(db_int(&rows, 0, 0), sources);
	narrative.lane = STR("narrative");
	texts_add(s->arena, &narrative.title, STR("請求を装うメール"), STR("Mails that pretend to be invoices"));
	texts_add(s->arena, &narrative.summary, STR("支払いを急がせるメールが複数の組織に届いた。"), STR("Mails that press for payment reached several organisations."));
	if (control == LEAKY_TEXT)      /* a word that no dictionary holds: read and overlooked by two people */
		texts_add(s->arena, &narrative.summary, arena_printf(s->arena, "提供元の拠点は %.3s です。", o->ad), arena_printf(s->arena,
		    "The site of the source is %.3s.", o->ad));
	assert_true(stage_release(s, &narrative, &made));
	*behind = (struct behind){ .ask = technical, .correct = first.number, .retract = made.number };
}

/* The control that the product must not have: a template with a way to the source. */
static void leaky_template(struct stage *s, struct buf *out)
{
	struct db_rows r;
	struct err e;

	assert_ok(DB_QUERY(s->hub->db, s->arena, &r, &e, "SELECT d.value FROM share_source s JOIN org_domain d ON d.org_id = s.org_id "
	    "ORDER BY d.value"), e);
	for (size_t i = 0; i < r.count; i++)
		buf_printf(out, "from " STR_FMT "\n", STR_ARG(db_text(&r, i, 0)));
}

static void views(struct stage *s, struct buf *out)
{
	outward_org(s, &stage_orgs[STAGE_Z], out);
	outward_org(s, &stage_orgs[STAGE_V], out);
	outward_org(s, &stage_orgs[STAGE_LIAISON], out);
}

static struct str run_once(const struct hub_original *original, struct arena *a, const struct place *p, const struct stage_org *o,
    bool alone, enum control control)
{
	struct stage s = { .hub = hub_copy_open(original), .arena = a, .rng = rng_seeded(11), .pool = pool };
	bool sighting = strcmp(p->kind, "sighting") == 0;
	struct str share = sighting ? own_share : STR_NONE, submissions[2], case_id;
	struct behind behind = { 0 };
	struct buf out;

	s.now_ms = time_of(&(struct civil){ .year = 2019, .month = 8, .day = 5, .hour = 9 }, ZONE_JST);
	if (control == LEAKY_LETTER)    /* stands in notices only */
		s.hub->conf.link = arena_printf(a, "https://%s/", o->domain);
	/* somebody else had the same from the same attacker */
	submissions[0] = stage_hand_in(&s, &stage_orgs[STAGE_Z], sighting ? "sighting" : "mail", stage_fill(a, sighting ? p->text :
	    "Received: from out.evil-pay.example [203.0.113.77] by mx.receiver.example; Wed, 31 Jul 2019 08:00:00 +0000\r\n"
	    "From: Billing <billing@evil-pay.example>\r\nTo: {address}\r\nSubject: Payment\r\nMessage-ID: <z@evil-pay.example>\r\n\r\n"
	    "Please pay the attached invoice today: http://evil-pay.example/login/index.php\r\n", &stage_orgs[STAGE_Z]), share);
	submissions[1] = stage_hand_in(&s, o, p->kind, stage_fill(a, p->text, o), share);
	case_id = stage_case(&s, alone ? submissions + 1 : submissions, alone ? 1 : 2);
	share_all(&s, case_id, alone ? 1 : 2, sighting, control, o, &behind);
	stage_call(&s, case_id, control == LEAKY_CALL ? arena_printf(a, " %.3s", o->ad).p : "", o);
	buf_init_arena(&out, a, 64 << 20);
	views(&s, &out);
	if (control == NONE && (alone || sighting)) {   /* every third, and every table of sightings */
		stage_aftermath(&s, &behind.ask, behind.correct, behind.retract);
		views(&s, &out);
	}
	outward_public(&s, &out);
	if (control == LEAKY_TEMPLATE)
		leaky_template(&s, &out);
	hub_copy_close(original, s.hub);
	return buf_str(&out);
}

static bool differs(const struct hub_original *original, const struct place *p, bool alone, enum control control)
{
	struct arena *a = arena_new((size_t)1 << 30, arena_full_exit);
	struct str x = run_once(original, a, p, &stage_orgs[STAGE_X], alone, control),
	    y = run_once(original, a, p, &stage_orgs[STAGE_Y], alone, control);
	bool same = str_eq(x, y);
	size_t at = 0;

	assert_true(x.n > 10000);
	while (!same && at < x.n && at < y.n && x.p[at] == y.p[at])
		at++;
	if (!same && control == NONE)
		fprintf(stderr, "%s (%zu, %zu bytes), byte %zu:\n  X: %.*s\n  Y: %.*s\n", p->name, x.n, y.n, at, 160, x.p + (at > 60 ? at - 60 : 0), 160,
		    y.p + (at > 60 ? at - 60 : 0));
	arena_free(a);
	return !same;
}

static bool is_postgres(const char *place)
{
	return strncmp(place, "postgresql://", 13) == 0;
}

static struct hub_original *original_of(const char *place)
{
	struct hub *hub = test_hub(place);

	own_share = stage_build(hub, time_of(&(struct civil){ .year = 2019, .month = 8, .day = 1, .hour = 9 }, ZONE_JST));
	return hub_original_new(hub, place);
}

static void on_database(const char *place, void *ctx)
{
	struct hub_original *original = original_of(place);
	struct arena *a = arena_new(8 << 20, arena_full_exit);
	size_t pairs = 0, step = is_postgres(place) ? 4 : 1;
	int bad = 0;

	(void)ctx;
	/* the server makes a database for every run: there every fourth, and every kind that is no mail */
	for (size_t i = 0; i < stage_place_count(); i++) {
		struct place p = stage_place(a, i);
		bool link = strncmp(p.name, "link", 4) == 0;

		if ((link && i % (2 * step) != 0) || (!link && strcmp(p.kind, "mail") == 0 && i % step != 0))
			continue;
		ROW_CHECK(bad, p.name, !differs(original, &p, i % 3 == 0, NONE));
		pairs++;
	}
	fprintf(stderr, "%zu pairs\n", pairs);
	assert_true(is_postgres(place) || pairs >= LEAST_PAIRS);
	assert_int_equal(bad, 0);
	hub_original_free(original);
	arena_free(a);
}

static void others_get_the_same(void **state)
{
	(void)state;
	test_on_databases(on_database, NULL);
}

static void controls(const char *place, void *ctx)
{
	struct hub_original *original = original_of(place);
	struct arena *a = arena_new(8 << 20, arena_full_exit);
	struct place p = stage_place(a, 0);

	(void)ctx;
	assert_false(differs(original, &p, false, NONE));
	assert_true(differs(original, &p, false, LEAKY_TEXT));
	assert_true(differs(original, &p, false, LEAKY_TEMPLATE));
	assert_true(differs(original, &p, false, LEAKY_CALL));
	assert_true(differs(original, &p, false, LEAKY_LETTER));
	hub_original_free(original);
	arena_free(a);
}

static void the_comparison_bites(void **state)
{
	(void)state;
	test_on_databases(controls, NULL);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(others_get_the_same), cmocka_unit_test(the_comparison_bites) };
	struct err e;
	int failed;

	zygote_role(argc, argv, &job_work);
	assert_ok(pool_open(1, &pool, &e), e);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	pool_close(pool);
	return failed;
}
