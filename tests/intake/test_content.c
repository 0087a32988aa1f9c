/* test_content.c - contents that nobody holds whole: what is stored is what was hashed, any part can be read. */
#include "rows.h"
#include "testhub.h"

#include <stdlib.h>

#include "base/time.h"
#include "intake/intake.h"
#include "store/vault.h"

enum { LENGTH = (5 << 20) / 2 };        /* two and a half chunks */

static char byte_at(size_t i)
{
	return (char)((i * 2654435761u) >> 13);
}

/* Made as it is read: what the second reading finds. */
enum later { STAYS, CHANGES, ENDS };
struct made {
	enum later later;
	size_t read;
};

static int read_made(void *ctx, size_t at, char *into, size_t n, struct err *e)
{
	struct made *m = ctx;
	bool again = m->read >= LENGTH;

	if (again && m->later == ENDS)
		return err_set(e, ERR_INPUT, "%s changed while it was read", "it");
	for (size_t i = 0; i < n; i++)
		into[i] = (char)(byte_at(at + i) ^ (again && m->later == CHANGES && at + i == LENGTH - 1));
	m->read += n;
	return 0;
}

static const struct row {
	const char *name;
	enum later later;
	bool received;
	const char *said;
} rows[] = {
	{ "a byte changes", CHANGES, false, "the hand-in changed while it was read; nothing was received" },
	{ "it becomes shorter", ENDS, false, "it changed while it was read" },
	{ "it stays as it is", STAYS, true, "" },       /* the control */
};

static void check_parts(struct hub *hub, struct arena *a, int *bad)
{
	static const struct { const char *name; size_t at, n; } parts[] = {
		{ "all", 0, LENGTH }, { "first", 0, 1 }, { "last", LENGTH - 1, 1 }, { "over an edge", (1 << 20) - 1, 2 },
		{ "a chunk", 1 << 20, 1 << 20 }, { "backwards", 7, 100 }, { "nothing", LENGTH, 0 },
	};
	char *bytes = malloc(LENGTH);
	struct content whole;
	enum vault_found found;
	struct db_rows r;
	struct err e;

	assert_ok(DB_QUERY(hub->db, a, &r, &e, "SELECT blob_id FROM hand_in"), e);
	assert_int_equal(r.count, 1);
	assert_ok(vault_open(hub, hub->db, a, db_text(&r, 0, 0), &found, &whole, &e), e);
	assert_int_equal(found, VAULT_FOUND);
	for (size_t k = 0; k < COUNT_OF(parts); k++) {
		const struct content part = content_window(&whole, parts[k].at, parts[k].n);
		size_t same = 0;

		assert_ok(content_read(&part, 0, bytes, part.n, &e), e);
		while (same < part.n && bytes[same] == byte_at(parts[k].at + same))
			same++;
		ROW_CHECK(*bad, parts[k].name, same == parts[k].n);
	}
	free(bytes);
}

static void received_as_read(const char *place, void *ctx)
{
	struct hub *hub = test_hub(place);
	struct arena *a = arena_new(64 << 20, abort);
	struct act by = test_act(1565000000000LL);
	struct err e;
	int bad = 0;

	(void)ctx;
	assert_ok(DB_EXEC(hub->db, &e, "INSERT INTO org (id, kind, from_ms, to_ms, made_ms) VALUES ('a', 'outside', 0, $1, 0)",
	    DB_INT(TIME_FOREVER)), e);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct made made = { .later = rows[i].later };
		const struct content content = { .n = LENGTH, .read = read_made, .ctx = &made };
		const struct offer offer = { .org_id = STR("a"), .kind = STR("mail"), .channel = STR("cli"), .name = STR("x"),
			.from = &content, .received_ms = TIME_NONE };
		struct receipt receipt;
		struct db_rows r;
		bool received = intake_receive(hub, &by, a, &offer, &receipt, &e) == 0;

		ROW_CHECK(bad, rows[i].name, received == rows[i].received && (received || strcmp(e.text, rows[i].said) == 0));
		assert_ok(DB_QUERY(hub->db, a, &r, &e, "SELECT (SELECT COUNT(*) FROM hand_in), (SELECT COUNT(*) FROM blob_chunk)"), e);
		ROW_CHECK(bad, rows[i].name, db_int(&r, 0, 0) == (received ? 1 : 0) && db_int(&r, 0, 1) == (received ? 3 : 0));
	}
	check_parts(hub, a, &bad);
	arena_free(a);
	test_hub_close(hub);
	assert_int_equal(bad, 0);
}

static void on_both(void **state)
{
	(void)state;
	test_on_databases(received_as_read, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(on_both) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
