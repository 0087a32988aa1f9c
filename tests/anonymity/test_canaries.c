/* A2: words that only one organisation has stand in nothing that leaves, in no encoding.
 *
 * Every member hands in every place and encoding of stage_places.c with its own words; each becomes a case of all
 * of them and a case of one of them alone; both are shared.  Then everything that is emitted is searched twice:
 * for every word in every encoding, written from the encodings' definitions (encode.c), and decoded first.  An
 * organisation's own address on its own notice is the one exception.  Controls: every encoding of every word,
 * planted, is found both ways; and with the gate's answer replaced by the bare value, the words do leave. */
#include "rows.h"

#include <stdlib.h>

#include "anonymise/terms.h"
#include "base/time.h"
#include "encode.h"
#include "outward.h"
#include "testhub.h"
#include "worker/job.h"

static struct pool *pool;
static struct str own_share;

/* All words but those of `o` (NULL: all). */
static struct needles *needles_without(struct arena *a, const struct stage_org *o)
{
	struct needles *n = needles_new(a);

	for (size_t i = 0; i < STAGE_ORGS; i++) {
		const char *const *words = stage_words(a, &stage_orgs[i]);

		for (; &stage_orgs[i] != o && *words != NULL; words++)
			needles_add(n, *words);
	}
	return n;
}

static struct terms *words_as_terms(struct arena *a)
{
	struct terms *t = terms_new(a, NULL);

	for (size_t i = 0; i < STAGE_ORGS; i++)
		for (const char *const *words = stage_words(a, &stage_orgs[i]); *words != NULL; words++)
			terms_add_name(t, TERM_NAME, str_of(*words));
	terms_seal(t);
	return t;
}

static int search(struct arena *a, struct needles *n, const struct terms *t, const char *name, struct str stream)
{
	const char *way, *word = needles_find(n, stream, &way);
	struct term_hits hits = { 0 };

	if (word != NULL)
		fprintf(stderr, "%s holds %s (%s)\n", name, word, way);
	if (t != NULL)
		terms_find_decoded(t, a, stream, false, &hits);
	for (size_t i = 0; i < hits.count; i++) {
		if (hits.list[i].kind == TERM_PATTERN)
			continue;       /* figures of the report look like telephone numbers */
		fprintf(stderr, "%s holds, decoded, " STR_FMT " (%s)\n", name, STR_ARG(hits.list[i].found), hits.list[i].how);
		return 1;
	}
	return word != NULL;
}

/* ---- the year of these hubs ---- */

static void share_case(struct stage *s, struct str case_id, bool narrative, bool behind)
{
	struct share_spec spec = { .case_number = case_id, .origin = STR("member"), .class = STR("normal"), .tlp = STR("AMBER"),
		.lane = narrative ? STR("narrative") : STR("technical"), .search = STR("both"), .expires_ms = TIME_NONE, .liaison_ok = true,
		.audience = stage_everybody, .audience_count = 2 };
	struct share_made made;

	assert_true(stage_release(s, &spec, &made));
	if (behind)
		stage_aftermath(s, &spec, narrative ? STR_NONE : made.number, narrative ? made.number : STR_NONE);
}

static void one_place(struct stage *s, const struct place *p, size_t at)
{
	bool sighting = strcmp(p->kind, "sighting") == 0;
	struct str submissions[4], case_id;

	for (size_t i = 0; i < 4; i++)
		submissions[i] = stage_hand_in(s, &stage_orgs[i], p->kind, stage_fill(s->arena, p->text, &stage_orgs[i]), sighting ? own_share : STR_NONE);
	if (sighting)
		return;
	case_id = stage_case(s, submissions, 4);
	share_case(s, case_id, at % 2 == 0, at % 12 < 2);
	if (at % 10 == 0)
		stage_call(s, case_id, "", &stage_orgs[at / 10 % 4]);
	share_case(s, stage_case(s, submissions + at % 4, 1), at % 2 == 1, false);
}

static void share_sightings(struct stage *s)
{
	struct share_spec spec = { .sightings_of = own_share, .origin = STR("member"), .class = STR("reference"), .tlp = STR("AMBER"),
		.lane = STR("technical"), .search = STR("both"), .expires_ms = TIME_NONE, .liaison_ok = true, .audience = stage_everybody,
		.audience_count = 2 };
	struct share_made made;

	assert_true(stage_release(s, &spec, &made));
}

/* Artefacts are the same for all who got them: each once, decoded too. */
static int search_artefacts(struct stage *s, struct arena *a)
{
	struct needles *n = needles_without(a, NULL);
	struct terms *t = words_as_terms(a);
	struct db_rows r;
	struct err e;
	int bad = 0;

	assert_ok(DB_QUERY(s->hub->db, a, &r, &e, "SELECT f.format, f.bytes, sh.number FROM artefact f JOIN release x ON x.share_id = f.share_id "
	    "AND x.rev = f.rev JOIN share sh ON sh.id = f.share_id"), e);
	assert_true(r.count > 100);
	for (size_t i = 0; i < r.count; i++)
		bad += search(a, n, t, arena_printf(a, STR_FMT " " STR_FMT, STR_ARG(db_text(&r, i, 2)), STR_ARG(db_text(&r, i, 0))).p, db_bytes(&r, i, 1));
	fprintf(stderr, "%zu artefacts\n", r.count);
	return bad;
}

static int search_views(struct stage *s, struct arena *a)
{
	struct buf out;
	int bad = 0;

	for (size_t i = 0; i < STAGE_ORGS; i++) {
		buf_init(&out, 256 << 20);
		outward_org(s, &stage_orgs[i], &out);
		bad += search(a, needles_without(a, &stage_orgs[i]), NULL, stage_orgs[i].id, buf_str(&out));
		buf_fini(&out);
	}
	buf_init(&out, 64 << 20);
	outward_public(s, &out);
	bad += search(a, needles_without(a, NULL), words_as_terms(a), "the report", buf_str(&out));
	buf_fini(&out);
	return bad;
}

static void on_database(const char *place, void *ctx)
{
	struct hub *hub = test_hub(place);
	struct stage s = { .hub = hub, .rng = rng_seeded(5), .pool = pool };
	struct arena *a = arena_new((size_t)1 << 30, arena_full_exit);
	size_t step = strncmp(place, "postgresql://", 13) == 0 ? 5 : 1;

	(void)ctx;
	s.now_ms = time_of(&(struct civil){ .year = 2019, .month = 7, .day = 1, .hour = 9 }, ZONE_JST);
	own_share = stage_build(hub, s.now_ms - MS_DAY);
	for (size_t i = 0; i < stage_place_count(); i++) {
		long long began_ms = s.now_ms;
		struct place p;

		s.arena = arena_new(512 << 20, arena_full_exit);
		p = stage_place(s.arena, i);
		if (i % step == 0 || strcmp(p.kind, "mail") != 0)
			one_place(&s, &p, i);
		s.now_ms = began_ms + MS_HOUR;          /* all within one quarter */
		arena_free(s.arena);
	}
	s.arena = arena_new((size_t)1 << 30, arena_full_exit);
	share_sightings(&s);
	s.now_ms += 200LL * MS_DAY;
	stage_flush(&s);
	assert_int_equal(search_artefacts(&s, a) + search_views(&s, a), 0);
	arena_free(s.arena);
	arena_free(a);
	test_hub_close(hub);
}

static void nothing_leaves(void **state)
{
	(void)state;
	test_on_databases(on_database, NULL);
}

/* ---- controls ---- */

static void every_encoding_is_found(void **state)
{
	struct arena *a = arena_new((size_t)1 << 30, arena_full_exit);
	struct needles *n = needles_without(a, NULL);
	int bad = 0;

	(void)state;
	for (size_t o = 0; o < STAGE_ORGS; o++)
		for (const char *const *words = stage_words(a, &stage_orgs[o]); *words != NULL; words++)
			for (size_t i = 0; i < test_way_count; i++) {
				struct str coded = test_encode(a, test_ways[i], str_of(*words)), stream = arena_printf(a,
				    "TLP:AMBER\nurl hxxp://evil[.]example/t?x=" STR_FMT "&y=1\n", STR_ARG(coded));
				const char *way;

				if (strlen(*words) < 7 && strcmp(test_ways[i], "b64b64") == 0)
					continue;       /* too little of a short word is left in every alignment */
				ROW_CHECK(bad, arena_printf(a, "%s %s", *words, test_ways[i]).p, needles_find(n, stream, &way) != NULL);
			}
	assert_null(needles_find(n, STR("TLP:AMBER\nurl hxxp://evil[.]example/t?x=aGVsbG8gd29ybGQ\n"), &(const char *){ NULL }));
	assert_int_equal(bad, 0);
	arena_free(a);
}

/* The product's own decoder finds each of them too, but for hashes, which it knows of addresses only. */
static void every_encoding_is_decoded(void **state)
{
	struct arena *a = arena_new((size_t)1 << 30, arena_full_exit);
	const struct stage_org *o = &stage_orgs[STAGE_X];
	struct terms *t = words_as_terms(a);
	struct str address = arena_printf(a, "%s@%s", o->local, o->domain);
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < test_way_count; i++) {
		struct str coded = test_encode(a, test_ways[i], address);
		struct term_hits hits = { 0 };
		bool hash = strncmp(test_ways[i], "sha", 3) == 0 || strcmp(test_ways[i], "md5") == 0;

		terms_find_decoded(t, a, arena_printf(a, "http://evil.example/t?x=" STR_FMT "&y=1", STR_ARG(coded)), false, &hits);
		ROW_CHECK(bad, test_ways[i], hash || hits.count > 0);
	}
	assert_int_equal(bad, 0);
	arena_free(a);
}

/* What was handed in does hold the words, and what the gate was asked about too: without it they would leave. */
static void the_gate_is_what_holds(void **state)
{
	const char *place = test_dir();
	struct arena *a = arena_new((size_t)1 << 30, arena_full_exit);
	struct hub *hub = test_hub(arena_printf(a, "%s/x", place).p);
	struct stage s = { .hub = hub, .arena = a, .rng = rng_seeded(5), .pool = pool };
	struct needles *n = needles_without(a, NULL);
	size_t named = 0;
	struct db_rows r;
	struct err e;

	(void)state;
	s.now_ms = time_of(&(struct civil){ .year = 2019, .month = 7, .day = 1, .hour = 9 }, ZONE_JST);
	own_share = stage_build(hub, s.now_ms - MS_DAY);
	for (size_t i = 0; i < stage_place_count(); i += 7) {
		struct place p = stage_place(a, i);

		if (strcmp(p.kind, "mail") == 0)
			stage_hand_in(&s, &stage_orgs[i % 4], p.kind, stage_fill(a, p.text, &stage_orgs[i % 4]), STR_NONE);
	}
	assert_ok(DB_QUERY(hub->db, a, &r, &e, "SELECT value FROM indicator ORDER BY value"), e);
	for (size_t i = 0; i < r.count; i++) {
		const char *way;

		named += needles_find(n, db_text(&r, i, 0), &way) != NULL;
	}
	assert_true(named >= 8);
	arena_free(a);
	test_hub_close(hub);
	test_dir_remove(place);
}

/* The bytes that a mail server got are among what is searched: a word in a notice's From (encoded) or text (quoted-printable)
 * is found. */
static void a_word_in_a_mail_is_found(void **state)
{
	enum { PLAIN, IN_FROM, IN_TEXT, WAYS };

	(void)state;
	for (int way = PLAIN; way < WAYS; way++) {
		const char *place = test_dir();
		struct arena *a = arena_new((size_t)1 << 30, arena_full_exit);
		struct hub *hub = test_hub(arena_printf(a, "%s/x", place).p);
		struct stage s = { .hub = hub, .arena = a, .rng = rng_seeded(5), .pool = pool };
		const struct stage_org *x = &stage_orgs[STAGE_X], *z = &stage_orgs[STAGE_Z];
		struct buf out;
		struct err e;

		s.now_ms = time_of(&(struct civil){ .year = 2019, .month = 7, .day = 1, .hour = 9 }, ZONE_JST);
		stage_build(hub, s.now_ms - MS_DAY);
		if (way == IN_FROM)     /* before the share was written the leak check would have kept it in */
			hub->conf.hub_name_ja = str_of(x->ja);
		if (way == IN_TEXT)
			hub->conf.link = arena_printf(a, "https://%s/", x->domain);
		assert_true(DB_EXEC(hub->db, &e, "UPDATE notice SET post = 'waiting', next_ms = 0") > 0);
		stage_flush(&s);
		buf_init(&out, 64 << 20);
		outward_org(&s, z, &out);
		assert_true(str_has(buf_str(&out), STR("MAIL FROM:<post+b-")) && str_has(buf_str(&out), STR("quoted-printable\r\n")));
		assert_int_equal(search(a, needles_without(a, z), NULL, "a mail", buf_str(&out)), way != PLAIN);
		buf_fini(&out);
		arena_free(a);
		test_hub_close(hub);
		test_dir_remove(place);
	}
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(every_encoding_is_found), cmocka_unit_test(every_encoding_is_decoded),
		cmocka_unit_test(the_gate_is_what_holds), cmocka_unit_test(a_word_in_a_mail_is_found), cmocka_unit_test(nothing_leaves) };
	struct err e;
	int failed;

	zygote_role(argc, argv, &job_work);
	assert_ok(pool_open(1, &pool, &e), e);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	pool_close(pool);
	return failed;
}
