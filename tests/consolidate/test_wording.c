/* test_wording.c - templates come back out of the mails that were made from them. */
#include "rows.h"

#include <stdlib.h>

#include "base/buf.h"
#include "consolidate/wording.h"

struct find {
	struct wording *list;
	size_t count;
};

static struct find find(struct arena *a, const struct str *texts, size_t n)
{
	struct find f;

	f.count = wordings_of(a, texts, n, &f.list);
	return f;
}

static void slots_of_a_template(void **state)
{
	static const char *const firms[] = { "Kita Plant", "Minami Engineering Works", "Nishi", "Higashi Trading" };
	static const char *const goods[] = { "valves", "pumps", "two compressors" };
	struct arena *a = arena_new(64 << 20, arena_full_exit);
	struct str texts[14];
	struct find f;

	(void)state;
	for (int i = 0; i < 12; i++)
		texts[i] = arena_printf(a, "Dear Sirs,\n\nwe from %s invite you to quote for %s under tender no. %d.\n"
		    "Please see the attached archive and answer until Friday.\n\nKind regards\n", firms[i % 4], goods[i % 3], 1000 + i);
	texts[12] = STR("The cafeteria is closed on Monday. Bring your lunch.");
	texts[13] = STR("Minutes of the board meeting are on the usual drive, nothing else to report this week from us.");
	f = find(a, texts, 14);
	assert_int_equal(f.count, 1);
	assert_int_equal(f.list[0].mail_count, 12);
	assert_string_equal(f.list[0].text.p, "Dear Sirs,\n\nwe from {1} invite you to quote for {2} under tender no. {3}\n"
	    "Please see the attached archive and answer until Friday.\n\nKind regards");
	assert_int_equal(f.list[0].slot_count, 3);
	assert_int_equal(f.list[0].slots[0].distinct, 4);
	assert_int_equal(f.list[0].slots[0].counts[0], 3);
	assert_int_equal(f.list[0].slots[1].distinct, 3);
	assert_int_equal(f.list[0].slots[2].distinct, 12);
	arena_free(a);
}

static void japanese_and_two_wordings(void **state)
{
	static const char *const names[] = { "青木", "田中", "鈴木", "高橋" };
	struct arena *a = arena_new(64 << 20, arena_full_exit);
	struct str texts[10];
	struct find f;

	(void)state;
	for (int i = 0; i < 6; i++)
		texts[i] = arena_printf(a, "%s様\nお見積書（番号%d）をお送りします。今月末までにご返信ください。", names[i % 4], 100 + i);
	for (int i = 6; i < 10; i++)
		texts[i] = arena_printf(a, "%s様\nプラント拡張工事の入札にご参加ください。図面は添付の書庫にあります。締切は%d日です。", names[i % 4], i);
	f = find(a, texts, 10);
	assert_int_equal(f.count, 2);
	assert_int_equal(f.list[0].mail_count, 6);
	assert_int_equal(f.list[1].mail_count, 4);
	assert_true(str_has(f.list[0].text, STR("をお送りします。今月末までにご返信ください。")));
	assert_false(str_has(f.list[0].text, STR("青木")));
	assert_int_equal(f.list[0].slots[0].distinct, 4);
	arena_free(a);
}

/* Long, empty and many: bounded, and nothing is made up. */
static void bounds(void **state)
{
	struct arena *a = arena_new(512 << 20, arena_full_exit);
	struct str *texts = ARENA_ARRAY(a, struct str, 700);
	struct buf words;
	struct find f;

	(void)state;
	assert_int_equal(find(a, texts, 0).count, 0);
	texts[0] = texts[1] = STR("");
	assert_int_equal(find(a, texts, 2).count, 0);
	buf_init_arena(&words, a, 1 << 20);
	for (int i = 0; i < 5000; i++)
		buf_printf(&words, "word%d ", i);
	texts[0] = texts[1] = buf_str(&words);
	f = find(a, texts, 2);
	assert_int_equal(f.count, 1);
	assert_int_equal(f.list[0].slot_count, 0);
	for (int i = 0; i < 700; i++)
		texts[i] = STR("the same text in every mail of this list");
	f = find(a, texts, 700);
	assert_int_equal(f.count, 1);
	assert_int_equal(f.list[0].mail_count, WORDING_TEXTS);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(slots_of_a_template), cmocka_unit_test(japanese_and_two_wordings), cmocka_unit_test(bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
