/* test_erased.c - after an older backup came back: what was erased is forgotten, wherever it had got to. */
#include "rows.h"
#include "testhub.h"

#include <stdlib.h>

#include "base/time.h"
#include "intake/intake.h"
#include "intake/look.h"
#include "intake/withdraw.h"
#include "store/vault.h"

/* What a backup held: how many pieces the worker had made, and whose keys the erasure list names. */
static const struct row {
	const char *name;
	int pieces;
	bool hand_in_erased, first_erased, second_erased;
	const char *hand_in_state;
	int left;                       /* submissions that are still there */
} rows[] = {
	{ "nothing erased", 2, false, false, false, "split", 2 },
	{ "not read yet, erased", 0, true, false, false, "withdrawn", 0 },
	{ "one of two erased, with the container", 2, true, true, false, "split", 1 },
	{ "all erased", 2, true, true, true, "withdrawn", 0 },
};

static void destroy_key(struct hub *hub, struct act *by, struct arena *a, const char *table, struct str id)
{
	struct db_rows r;
	struct err e;

	if (strcmp(table, "hand_in") == 0)
		assert_ok(DB_QUERY(hub->db, a, &r, &e, "SELECT key_id FROM hand_in WHERE id = $1", DB_TEXT(id)), e);
	else
		assert_ok(DB_QUERY(hub->db, a, &r, &e, "SELECT key_id FROM submission WHERE id = $1", DB_TEXT(id)), e);
	assert_ok(db_begin(hub->db, &e), e);
	assert_ok(vault_destroy(hub, hub->db, by, &(struct erasing){ .arena = a }, db_text(&r, 0, 0), &e), e);
	assert_ok(db_commit(hub->db, &e), e);
}

static struct str make(struct hub *hub, struct act *by, struct arena *a, const struct row *w)
{
	const struct offer offer = { .org_id = STR("a"), .kind = STR("mail"), .channel = STR("cli"), .name = STR("secret-plan.eml"),
		.bytes = arena_printf(a, "Subject: %s\r\n\r\nText.\r\n", w->name), .received_ms = TIME_NONE };
	struct receipt receipt;
	struct str id[2];
	struct err e;

	assert_ok(intake_receive(hub, by, a, &offer, &receipt, &e), e);
	for (int i = 0; i < w->pieces; i++) {
		const struct piece piece = { .number = i + 1, .kind = STR("mail"), .bytes = STR("piece"), .copies = 1 };

		assert_ok(db_begin(hub->db, &e), e);
		assert_ok(intake_store_submission(hub, hub->db, by, a, receipt.hand_in_id, &piece, &id[i], &e), e);
		assert_ok(db_commit(hub->db, &e), e);
	}
	if (w->pieces > 0)
		assert_ok(intake_set_state(hub->db, by, receipt.hand_in_id, "split", STR(""), &e), e);
	if (w->hand_in_erased)
		destroy_key(hub, by, a, "hand_in", receipt.hand_in_id);
	if (w->first_erased)
		destroy_key(hub, by, a, "submission", id[0]);
	if (w->second_erased)
		destroy_key(hub, by, a, "submission", id[1]);
	return receipt.number;
}

static void forgotten(const char *place, void *ctx)
{
	struct hub *hub = test_hub(place);
	struct arena *a = arena_new(64 << 20, abort);
	struct act by = test_act(1565000000000LL);
	struct str receipts[COUNT_OF(rows)];
	struct err e;
	int bad = 0;

	(void)ctx;
	assert_ok(DB_EXEC(hub->db, &e, "INSERT INTO org (id, kind, from_ms, to_ms, made_ms) VALUES ('a', 'outside', 0, $1, 0)",
	    DB_INT(TIME_FOREVER)), e);
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		receipts[i] = make(hub, &by, a, &rows[i]);
	assert_int_equal(submission_forget_erased(hub, &by, &e), 3);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct submission_row *list;
		struct hand_in_row h;
		int left = 0;
		size_t n;

		assert_ok(hand_in_get(hub->db, a, receipts[i], &h, &e), e);
		ROW_STR(bad, rows[i].name, h.state, rows[i].hand_in_state);
		ROW_CHECK(bad, rows[i].name, (h.name.n == 0) == rows[i].hand_in_erased);
		assert_ok(submission_of_hand_in(hub->db, a, h.id, &list, &n, &e), e);
		for (size_t k = 0; k < n; k++)
			left += !str_eq(list[k].state, STR("withdrawn"));
		ROW_CHECK(bad, rows[i].name, left == rows[i].left && (int)n == rows[i].pieces);   /* number and date stay */
	}
	assert_int_equal(submission_forget_erased(hub, &by, &e), 0);
	arena_free(a);
	test_hub_close(hub);
	assert_int_equal(bad, 0);
}

static void on_both(void **state)
{
	(void)state;
	test_on_databases(forgotten, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(on_both) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
