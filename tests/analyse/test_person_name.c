/* test_person_name.c - one name in many spellings, and other people's names. */
#include "rows.h"

#include "analyse/person_name.h"

static const struct row {
	const char *name, *roster, *shown;
	bool parts, same;
} rows[] = {
	{ "as it stands", "Taro Yamada", "Taro Yamada", true, true },
	{ "family first", "Taro Yamada", "YAMADA Taro", true, true },
	{ "a comma", "Taro Yamada", "Yamada, Taro", true, true },
	{ "an initial", "Taro Yamada", "T. Yamada", true, true },
	{ "an initial behind", "Taro Yamada", "Yamada T.", true, true },
	{ "katakana", "Taro Yamada", "\u30e4\u30de\u30c0 \u30bf\u30ed\u30a6", true, true },
	{ "katakana together", "Taro Yamada", "\u30e4\u30de\u30c0\u30bf\u30ed\u30a6", true, true },
	{ "half-width kana", "Taro Yamada", "\uff94\uff8f\uff80\uff9e \uff80\uff9b\uff73", true, true },
	{ "hiragana", "Taro Yamada", "\u3084\u307e\u3060 \u305f\u308d\u3046", true, true },
	{ "long vowel written", "Yuko Ono", "Yuuko Oono", true, true },
	{ "long vowel with h", "Yuko Ono", "Yuko Ohno", true, true },
	{ "long vowel with a mark", "Shoji Sato", "Sh\u014dji Sat\u014d", true, true },
	{ "Kunrei", "Shoji Tsuchiya", "Syozi Tutiya", true, true },
	{ "Kunrei, kana", "Shoji Tsuchiya", "\u30c4\u30c1\u30e4 \u30b7\u30e7\u30a6\u30b8", true, true },
	{ "a doubled consonant", "Kippei Hattori", "\u30cf\u30c3\u30c8\u30ea \u30ad\u30c3\u30da\u30a4", true, true },
	{ "m before b", "Jumpei Namba", "Junpei Nanba", true, true },
	{ "an apostrophe", "Ken'ichi Mori", "Kenichi Mori", true, true },
	{ "vowels meet", "Osamu Ono", "\u30aa\u30aa\u30ce\u30aa\u30b5\u30e0", true, true },
	{ "kanji without a blank", "\u5c71\u7530 \u592a\u90ce", "\u5c71\u7530\u592a\u90ce", true, true },
	{ "kanji with a title", "\u5c71\u7530 \u592a\u90ce", "\u4ee3\u8868\u53d6\u7de0\u5f79 \u5c71\u7530 \u592a\u90ce", false, true },
	{ "kanji with brackets", "\u5c71\u7530 \u592a\u90ce", "\u5c71\u7530\u592a\u90ce\uff08\u793e\u9577\uff09", false, true },
	{ "a title written on to it", "\u5c71\u7530 \u592a\u90ce", "\u5c71\u7530\u592a\u90ce\u526f\u793e\u9577", true, true },
	{ "titles in front, without a blank", "\u5c71\u7530 \u592a\u90ce", "\u5c02\u52d9\u53d6\u7de0\u5f79\u5c71\u7530\u592a\u90ce\u69d8", true, true },
	{ "another's name and title", "\u5c71\u7530 \u592a\u90ce", "\u5c71\u672c\u592a\u90ce\u793e\u9577", true, false },
	{ "another shape of a kanji", "\u9ad8\u6a4b \u592a\u90ce", "\u9ad9\u6a4b\u592a\u90ce", true, true },
	{ "beside a firm", "Taro Yamada", "Taro Yamada, A-Company Ltd", true, true },
	{ "with a title", "Taro Yamada", "Dr. Taro Yamada (CEO)", false, true },
	{ "invisible characters", "Taro Yamada", "Ta\u200bro Yamada", true, true },
	{ "beside a firm, the whole asked for", "Taro Yamada", "Taro Yamada will visit you", false, false },
	{ "another given name", "Taro Yamada", "Jiro Yamada", true, false },
	{ "the family alone", "Taro Yamada", "Yamada", true, false },
	{ "another initial", "Taro Yamada", "J. Yamada", true, false },
	{ "an initial of a short family", "Taro Ono", "T. Ono", true, false },
	{ "another kanji", "\u5c71\u7530 \u592a\u90ce", "\u5c71\u672c \u592a\u90ce", true, false },
	{ "nothing", "Taro Yamada", "", true, false },
	{ "only marks", "Taro Yamada", "--- (Taro Yamada)", true, false },
};

static bool meet(const struct person_keys *x, const struct person_keys *y)
{
	for (size_t i = 0; i < x->count; i++)
		for (size_t k = 0; k < y->count; k++)
			if (str_eq(x->list[i], y->list[k]))
				return true;
	return false;
}

static void spellings_meet(void **state)
{
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena *a = arena_new(4 << 20, arena_full_exit);
		struct person_keys forms, shown;

		person_name_forms(a, str_of(rows[i].roster), &forms);
		person_name_shown(a, str_of(rows[i].shown), rows[i].parts, &shown);
		ROW_CHECK(bad, rows[i].name, meet(&forms, &shown) == rows[i].same);
		arena_free(a);
	}
	assert_int_equal(bad, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(spellings_meet) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
