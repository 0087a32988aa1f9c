/* test_ask.c - A1 and A2 for the talk with one organisation: what is asked and answered leads nobody else anywhere.
 *
 * A1: a mail and a consultation are handed in by X or by Y, asked about, answered and answered again; what Z, V and the
 * liaison group get and can ask for does not differ in a byte.  A2: no word of another organisation gets into a question or
 * an answer, in any way of hiding it.  Controls: words that no dictionary holds, sent to Z, make a difference; the
 * organisation's own words may be written to it. */
#include "rows.h"

#include <stdlib.h>

#include "ask/consultation.h"
#include "ask/names.h"
#include "ask/question.h"
#include "base/time.h"
#include "copies.h"
#include "encode.h"
#include "outward.h"
#include "testhub.h"
#include "worker/job.h"

static struct pool *pool;

/* ---- A1 ---- */

static void ask_and_answer(struct stage *s, const struct stage_org *o, struct str mail, struct str *number_r)
{
	const struct question_asked q = { .template = STR("mail.recipients"), .en = arena_printf(s->arena, "Who else at %s got it?", o->en),
		.ja = arena_printf(s->arena, "%s では何名ですか。", o->ja) };
	struct act by = stage_act(s, "an-1"), member;
	struct str *receipts;
	struct err e;

	assert_ok(question_ask(s->hub, &by, s->arena, mail, &q, number_r, &e), e);
	s->now_ms += MS_HOUR;
	member = stage_act(s, arena_printf(s->arena, "%s-contact", o->id).p);
	assert_ok(question_answer(s->hub, &member, s->arena, *number_r, &(struct question_reply){ .words = arena_printf(s->arena, "%s の %s です。", o->ja,
	    o->person_ja) }, &receipts, &e), e);
}

static void answer_consultation(struct stage *s, struct str submission, const char *about, const char *more)
{
	struct act first = stage_act(s, "an-1"), second = stage_act(s, "an-2");
	struct err e;

	assert_ok(consultation_draft(s->hub, &first, s->arena, submission, &(struct consultation_text){ .template = STR("freeware"),
	    .about = str_of(about), .ja = str_of(more), .en = str_of(more) }, &e), e);
	assert_ok(consultation_review(s->hub, &second, s->arena, submission, 1, &e), e);
	assert_ok(consultation_send(s->hub, &second, s->arena, submission, &e), e);
}

/* What an organisation's person is answered, beside what it was sent. */
static void put_talk(struct stage *s, const struct stage_org *o, struct str question, struct str consultation, struct str own, struct buf *out)
{
	struct act by = stage_act(s, arena_printf(s->arena, "%s-contact", o->id).p);
	struct consultation_row *answers, c;
	struct consultation_words w;
	struct question_row *questions, q;
	struct err e = { 0 };
	bool staff;
	size_t n, m;

	assert_ok(question_list(s->hub->db, s->arena, str_of(o->id), STR_NONE, true, s->now_ms, &questions, &n, &e), e);
	assert_ok(consultation_list(s->hub->db, s->arena, str_of(o->id), true, s->now_ms, &answers, &m, &e), e);
	buf_printf(out, "%s: %zu questions, %zu answers\n", o->id, n, m);
	assert_int_equal(question_get(s->hub->db, &by, s->arena, question, &q, &staff, &e), -1);
	buf_printf(out, "%s\n", e.text);
	assert_int_equal(consultation_get(s->hub->db, &by, s->arena, consultation, &c, &staff, &e), -1);
	buf_printf(out, "%s\n", e.text);
	for (size_t i = 0; i < m; i++) {
		assert_ok(consultation_get(s->hub->db, &by, s->arena, own, &c, &staff, &e), e);
		assert_ok(consultation_read(s->hub, &by, s->arena, &c, staff, &w, &e), e);
		buf_add(out, w.ja), buf_add(out, w.en);
	}
}

/* `leak`: a word that no dictionary holds goes to Z: the control. */
static struct str run_once(const struct hub_original *original, struct arena *a, const struct stage_org *o, bool leak)
{
	struct stage s = { .hub = hub_copy_open(original), .arena = a, .rng = rng_seeded(11), .pool = pool };
	struct str mail, theirs, own, number;
	struct buf out;

	s.now_ms = time_of(&(struct civil){ .year = 2019, .month = 8, .day = 5, .hour = 9 }, ZONE_JST);
	mail = stage_hand_in(&s, o, "mail", stage_fill(a, "From: x@evil-pay.example\r\nTo: {address}\r\nSubject: Payment\r\n\r\nPay today.\r\n", o), STR_NONE);
	theirs = stage_hand_in(&s, o, "consultation", stage_fill(a, "{ja} で警告が出ました。\n", o), STR_NONE);
	own = stage_hand_in(&s, &stage_orgs[STAGE_Z], "consultation", STR("an alarm\n"), STR_NONE);
	ask_and_answer(&s, o, mail, &number);
	answer_consultation(&s, theirs, "更新後に対策ソフトが警告を出した", "ハッシュ値は一致しました。");
	answer_consultation(&s, own, "更新後に対策ソフトが警告を出した", leak ? arena_printf(a, "同じ警告が %.3s でも出ています。", o->ad).p :
	    "ハッシュ値は一致しました。");
	stage_flush(&s);
	buf_init_arena(&out, a, 64 << 20);
	for (int i = STAGE_Z; i < STAGE_ORGS; i++) {
		outward_org(&s, &stage_orgs[i], &out);
		put_talk(&s, &stage_orgs[i], number, theirs, own, &out);
	}
	hub_copy_close(original, s.hub);
	return buf_str(&out);
}

static bool differs(const struct hub_original *original, bool leak)
{
	struct arena *a = arena_new((size_t)1 << 30, arena_full_exit);
	struct str x = run_once(original, a, &stage_orgs[STAGE_X], leak), y = run_once(original, a, &stage_orgs[STAGE_Y], leak);
	bool same = str_eq(x, y);
	size_t at = 0;

	assert_true(x.n > 500);
	while (!same && at < x.n && at < y.n && x.p[at] == y.p[at])
		at++;
	if (!same && !leak)
		fprintf(stderr, "byte %zu of %zu and %zu:\n  X: %.160s\n  Y: %.160s\n", at, x.n, y.n, x.p + (at > 60 ? at - 60 : 0), y.p + (at > 60 ? at - 60 : 0));
	arena_free(a);
	return !same;
}

static void noninterference(const char *place, void *ctx)
{
	struct hub *hub = test_hub(place);
	struct hub_original *original;

	(void)ctx;
	stage_build(hub, time_of(&(struct civil){ .year = 2019, .month = 8, .day = 1, .hour = 9 }, ZONE_JST));
	original = hub_original_new(hub, place);
	assert_false(differs(original, false));
	assert_true(differs(original, true));
	hub_original_free(original);
}

static void others_get_the_same(void **state)
{
	(void)state;
	test_on_databases(noninterference, NULL);
}

/* ---- A2 ---- */

static bool is_hash(const char *way)
{
	return strcmp(way, "md5") == 0 || strcmp(way, "sha1") == 0 || strcmp(way, "sha256") == 0;
}

static bool refused(struct hub *hub, struct arena *a, const char *to, struct str hidden)
{
	struct err e = { 0 };

	return names_check(hub->db, a, str_of(to), arena_printf(a, "See " STR_FMT " for more.", STR_ARG(hidden)), &e) < 0 && e.kind == ERR_DENIED;
}

static void no_word_of_others(void **state)
{
	struct arena *a = arena_new((size_t)2 << 30, abort);
	const struct stage_org *y = &stage_orgs[STAGE_Y];
	const char *words[] = { y->domain, y->ja, y->en, y->person_ja, y->project, arena_printf(a, "%s@%s", y->local, y->domain).p };
	struct hub *hub = test_hub("");
	int bad = 0, tried = 0;

	(void)state;
	stage_build(hub, time_of(&(struct civil){ .year = 2019, .month = 8, .day = 1, .hour = 9 }, ZONE_JST));
	for (size_t w = 0; w < COUNT_OF(words); w++)
		for (size_t i = 0; i < test_way_count; i++) {
			struct str hidden = test_encode(a, test_ways[i], str_of(words[w]));

			if (hidden.p == NULL || (is_hash(test_ways[i]) && w != COUNT_OF(words) - 1))
				continue;       /* a digest is looked for of addresses only */
			ROW_CHECK(bad, arena_printf(a, "%s %s", test_ways[i], words[w]).p, refused(hub, a, stage_orgs[STAGE_X].id, hidden));
			tried++;
		}
	assert_true(tried > 100);
	/* the controls: its own words may be written to it, and a harmless text to anybody */
	for (size_t w = 0; w < COUNT_OF(words); w++)
		ROW_CHECK(bad, words[w], !refused(hub, a, y->id, str_of(words[w])));
	ROW_CHECK(bad, "harmless", !refused(hub, a, stage_orgs[STAGE_X].id, STR("the hash of the file")));
	assert_int_equal(bad, 0);
	test_hub_close(hub);
	arena_free(a);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(others_get_the_same), cmocka_unit_test(no_word_of_others) };
	struct err e;
	int failed;

	zygote_role(argc, argv, &job_work);
	assert_ok(pool_open(1, &pool, &e), e);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	pool_close(pool);
	return failed;
}
