/* test_cases.c - whatever is done to cases: each step keeps its history, can be undone, and no submission is altered. */
#include "rows.h"
#include "testhub.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/time.h"
#include "consolidate/cases.h"
#include "intake/intake.h"

enum { MAILS = 6 };

struct desk_of_tests {
	struct hub *hub;
	struct arena *arena;
	struct act by;
	struct rng rng;
	struct str submission[MAILS], cases[3];
};

static void hand_in_mails(struct desk_of_tests *d)
{
	struct err e;

	for (int i = 0; i < MAILS; i++) {
		const struct offer offer = { .org_id = STR("a"), .kind = STR("mail"), .channel = STR("cli"), .name = STR("x.eml"),
			.bytes = arena_printf(d->arena, "Subject: %d\r\n\r\nText.\r\n", i), .received_ms = TIME_NONE };
		const struct piece piece = { .number = 1, .kind = STR("mail"), .bytes = offer.bytes, .copies = 1 };
		struct receipt receipt;

		assert_ok(intake_receive(d->hub, &d->by, d->arena, &offer, &receipt, &e), e);
		assert_ok(db_begin(d->hub->db, &e), e);
		assert_ok(intake_store_submission(d->hub, d->hub->db, &d->by, d->arena, receipt.hand_in_id, &piece, &d->submission[i], &e), e);
		assert_ok(db_commit(d->hub->db, &e), e);
	}
}

/* Three cases: {0, 1}, {2, 3}, {4}; mail 5 stands in none. */
static void set_up(struct desk_of_tests *d, const char *place)
{
	struct err e;

	*d = (struct desk_of_tests){ .hub = test_hub(place), .arena = arena_new(64 << 20, abort), .rng = rng_seeded(7) };
	d->by = test_act(1565000000000LL);
	d->by.rng = &d->rng;
	assert_ok(DB_EXEC(d->hub->db, &e, "INSERT INTO org (id, kind, from_ms, to_ms, made_ms) VALUES ('a', 'outside', 0, $1, 0)",
	    DB_INT(TIME_FOREVER)), e);
	hand_in_mails(d);
	for (int i = 0; i < 3; i++)
		assert_ok(case_open(d->hub->db, &d->by, d->arena, STR("t"), d->submission[2 * i], "new", 0, &d->cases[i], &e), e);
	for (int i = 0; i < 2; i++)
		assert_ok(case_add(d->hub->db, &d->by, d->arena, d->cases[i], d->submission[2 * i + 1], "near", 700, &e), e);
}

/* "01|23|4": which mails stand where, in the cases' order, merged ones included. */
static struct str picture(struct desk_of_tests *d)
{
	struct buf out;
	struct err e;

	buf_init_arena(&out, d->arena, 1000);
	for (int c = 0; c < 3; c++) {
		struct case_member *members;
		size_t n;

		if (c > 0)
			buf_char(&out, '|');
		assert_ok(case_members(d->hub->db, d->arena, d->cases[c], &members, &n, &e), e);
		for (int i = 0; i < MAILS; i++)
			for (size_t k = 0; k < n; k++)
				if (str_eq(members[k].submission_id, d->submission[i]))
					buf_printf(&out, "%d", i);
	}
	return buf_str(&out);
}

/* Every column of every submission but the state that says "linked". */
static struct str all_submissions(struct desk_of_tests *d)
{
	struct db_rows r;
	struct buf out;
	struct err e;

	assert_ok(DB_QUERY(d->hub->db, d->arena, &r, &e, "SELECT id, hand_in_id, org_id, kind, examined, nature, raw_blob, key_id, received_ms, "
	    "copies FROM submission ORDER BY id COLLATE \"C\""), e);
	buf_init_arena(&out, d->arena, 1 << 16);
	for (size_t i = 0; i < r.count; i++) {
		for (size_t c = 0; c < 8; c++)
			buf_printf(&out, STR_FMT " ", STR_ARG(db_text(&r, i, c)));
		buf_printf(&out, "%lld %lld\n", db_int(&r, i, 8), db_int(&r, i, 9));
	}
	return buf_str(&out);
}

enum deed { MERGE, UNMERGE, ADD, REMOVE, SPLIT, CLOSE, REOPEN };

static int take(struct desk_of_tests *d, enum deed deed, int c, int x, struct err *e)
{
	struct db *db = d->hub->db;
	struct str made;

	d->by.now_ms += 1000;
	switch (deed) {
	case MERGE:
		return case_merge(db, &d->by, d->arena, d->cases[c], d->cases[x], e);
	case UNMERGE:
		return case_unmerge(db, &d->by, d->arena, d->cases[c], e);
	case ADD:
		return case_add(db, &d->by, d->arena, d->cases[c], d->submission[x], "analyst", 1000, e);
	case REMOVE:
		return case_remove(db, &d->by, d->arena, d->cases[c], d->submission[x], STR(""), e);
	case SPLIT:
		return case_split(db, &d->by, d->arena, d->cases[c], &d->submission[x], 1, STR("part"), &made, e);
	case CLOSE:
		return case_close(db, &d->by, d->arena, d->cases[c], e);
	case REOPEN:
		return case_reopen(db, &d->by, d->arena, d->cases[c], e);
	}
	return -1;
}

/* In order; each row says what stands where afterwards. */
static const struct row {
	const char *name;
	enum deed deed;
	int c, x;
	bool good;
	const char *picture;
} rows[] = {
	{ "merge", MERGE, 0, 1, true, "0123||4" },
	{ "a merged case takes nothing in", ADD, 1, 5, false, "0123||4" },
	{ "a merged case is not merged again", MERGE, 2, 1, false, "0123||4" },
	{ "undone", UNMERGE, 1, 0, true, "01|23|4" },
	{ "not twice", UNMERGE, 1, 0, false, "01|23|4" },
	{ "not with itself", MERGE, 0, 0, false, "01|23|4" },
	{ "a chain: 1 into 0", MERGE, 0, 1, true, "0123||4" },
	{ "then 0 into 2", MERGE, 2, 0, true, "||01234" },
	{ "1 comes back from where 0 took it", UNMERGE, 1, 0, true, "|23|014" },
	{ "0 comes back with the rest", UNMERGE, 0, 0, true, "01|23|4" },
	{ "the chain again: 1 into 0", MERGE, 0, 1, true, "0123||4" },
	{ "0 into 2", MERGE, 2, 0, true, "||01234" },
	{ "0 comes back with all it had", UNMERGE, 0, 0, true, "0123||4" },
	{ "then 1 out of it", UNMERGE, 1, 0, true, "01|23|4" },
	{ "1 into 0 once more", MERGE, 0, 1, true, "0123||4" },
	{ "an analyst moves a mail of 1", ADD, 2, 2, true, "013||24" },
	{ "and the other one", ADD, 2, 3, true, "01||234" },
	{ "no empty case comes back", UNMERGE, 1, 0, false, "01||234" },
	{ "one is moved back", ADD, 0, 2, true, "012||34" },
	{ "what an analyst decided stays", UNMERGE, 1, 0, false, "012||34" },
	{ "and the other one is", ADD, 0, 3, true, "0123||4" },
	{ "a mail stands in one case at a time", ADD, 2, 3, true, "012||34" },
	{ "split off", SPLIT, 0, 1, true, "02||34" },
	{ "what does not stand there cannot be split off", SPLIT, 0, 5, false, "02||34" },
	{ "removed", REMOVE, 0, 2, true, "0||34" },
	{ "not twice", REMOVE, 0, 2, false, "0||34" },
	{ "the last one cannot be split off", SPLIT, 0, 0, false, "0||34" },
	{ "closed", CLOSE, 0, 0, true, "0||34" },
	{ "not twice", CLOSE, 0, 0, false, "0||34" },
	{ "open again", REOPEN, 0, 0, true, "0||34" },
	{ "what is open is not opened again", REOPEN, 0, 0, false, "0||34" },
};

static void deeds(const char *place, void *ctx)
{
	struct desk_of_tests d;
	struct str before;
	int bad = 0;

	(void)ctx;
	set_up(&d, place);
	before = all_submissions(&d);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct err e;

		ROW_CHECK(bad, rows[i].name, (take(&d, rows[i].deed, rows[i].c, rows[i].x, &e) == 0) == rows[i].good);
		ROW_STR(bad, rows[i].name, picture(&d), rows[i].picture);
	}
	ROW_CHECK(bad, "no submission was altered", str_eq(before, all_submissions(&d)));
	arena_free(d.arena);
	test_hub_close(d.hub);
	assert_int_equal(bad, 0);
}

/* Whatever was merged, split and undone: the history of a case tells who came, when, why, and who left. */
static void history(const char *place, void *ctx)
{
	struct desk_of_tests d;
	struct case_told told;
	struct err e;
	size_t joined = 0, left = 0, merged = 0;

	(void)ctx;
	set_up(&d, place);
	assert_ok(take(&d, MERGE, 0, 1, &e), e);
	assert_ok(take(&d, UNMERGE, 1, 0, &e), e);
	assert_ok(case_told(d.hub->db, d.arena, d.cases[1], &told, &e), e);
	for (size_t i = 0; i < told.step_count; i++) {
		joined += str_eq(told.steps[i].what, STR("joined"));
		left += str_eq(told.steps[i].what, STR("left"));
		merged += str_eq(told.steps[i].what, STR("merged")) && told.steps[i].undone;
		assert_true(i == 0 || told.steps[i - 1].at_ms <= told.steps[i].at_ms);
		assert_true(str_eq(told.steps[i].by, STR("tester")));
	}
	assert_int_equal(joined, 4);    /* two, and the same two again */
	assert_int_equal(left, 2);
	assert_int_equal(merged, 1);
	arena_free(d.arena);
	test_hub_close(d.hub);
}

static void targeted_needs_its_basis(const char *place, void *ctx)
{
	static const struct { const char *basis; bool good, targeted; } bases[] = { { "persists", true, true }, { "", true, false },
		{ "insider-knowledge", true, true }, { "feeling", false, true }, { "family", true, true }, { "judgement", true, true } };
	struct desk_of_tests d;
	struct case_row c;
	struct err e;
	int bad = 0;

	(void)ctx;
	set_up(&d, place);
	for (size_t i = 0; i < COUNT_OF(bases); i++) {
		ROW_CHECK(bad, bases[i].basis, (case_target(d.hub->db, &d.by, d.arena, d.cases[0], str_of(bases[i].basis), STR("plant"), &e) == 0) ==
		    bases[i].good);
		assert_ok(case_get(d.hub->db, d.arena, d.cases[0], &c, &e), e);
		ROW_CHECK(bad, bases[i].basis, c.targeted == bases[i].targeted && c.targeted == (c.targeted_basis.n > 0));
	}
	arena_free(d.arena);
	test_hub_close(d.hub);
	assert_int_equal(bad, 0);
}

static void deeds_on_both(void **state)
{
	(void)state;
	test_on_databases(deeds, NULL);
}

static void history_on_both(void **state)
{
	(void)state;
	test_on_databases(history, NULL);
}

static void basis_on_both(void **state)
{
	(void)state;
	test_on_databases(targeted_needs_its_basis, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(deeds_on_both), cmocka_unit_test(history_on_both),
		cmocka_unit_test(basis_on_both) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
