/* test_ordinary.c - which names a member's administrator may enter: people's, and no words that every share needs. */
#include "rows.h"

#include "anonymise/terms.h"
#include "registry/ordinary.h"

static const struct { const char *name; bool ordinary; } rows[] = {
	/* what would keep shares from saying what they have to say */
	{ "請求", true }, { "請求 担当", true }, { "担当 変更", true }, { "メール", true }, { "パスワード 変更", true }, { "組織", true },
	{ "Payment", true }, { "invoice payment", true }, { "The Account", true }, { "MAIL", true }, { "ＭＡＩＬ", true }, { "Will", true },
	{ "請 求", true }, { "求 請", true }, { "請・求", true }, { "メ ー ル", true }, { "Pay Ment", true }, { "Ment Pay", true }, { "Pay-Ment", true }, { "p.a.y.m.e.n.t", true },
	{ "求書", true }, { "求 書", true }, { "請求担当", true },
	/* people */
	{ "佐藤 正一", false }, { "鈴木 正規", false }, { "田中 希望", false }, { "担当 太郎", false }, { "山田 求書", false },
	{ "山田 太郎", false }, { "佐藤 花子", false }, { "鈴木一郎", false }, { "高橋 健", false }, { "田中 さくら", false }, { "渡辺 はな", false },
	{ "伊藤 誠", false }, { "中村 陽菜", false }, { "小林 大輔", false }, { "加藤 真由美", false }, { "吉田 翔太", false }, { "松本 恵", false },
	{ "ジョン スミス", false }, { "林", false }, { "森 一", false }, { "清水 愛", false }, { "上田 直樹", false }, { "前田 美咲", false },
	{ "Makoto Yamada", false }, { "Will Smith", false }, { "Mark Jones", false }, { "Anna Schmidt", false }, { "Grace Tanaka", false },
	{ "Suharto", false }, { "Bill Baker", false }, { "Jean-Luc Moreau", false },
};

static void names(void **state)
{
	struct arena *a = arena_new(8 << 20, arena_full_exit);
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		ROW_CHECK(bad, rows[i].name, name_is_ordinary(a, str_of(rows[i].name)) == rows[i].ordinary);
	assert_int_equal(bad, 0);
	arena_free(a);
}

/* What is let in is protected as before, an ordinary first name too. */
static void who_is_let_in_is_protected(void **state)
{
	static const char *const texts[] = { "Then Will Smith wrote.", "then willsmith wrote", "昨日、山田 太郎様から届いた", "山田太郎が" };
	struct arena *a = arena_new(8 << 20, arena_full_exit);
	struct terms *t = terms_new(a, NULL);
	int bad = 0;

	(void)state;
	terms_add_person(t, STR("Will Smith"));
	terms_add_person(t, STR("山田 太郎"));
	terms_seal(t);
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct term_hits hits = { 0 };

		terms_find(t, a, str_of(texts[i]), false, &hits);
		ROW_CHECK(bad, texts[i], hits.count > 0);
	}
	assert_int_equal(bad, 0);
	arena_free(a);
}

/* Who is called like a word stands in the dictionary with the whole name, with honours, and alone wherever it is no such word. */
static const struct { const char *text; bool parts, found; } said[] = {
	{ "佐藤 正一が", false, true }, { "佐藤正一が", false, true }, { "正一 佐藤", false, true }, { "正一様へ", false, true }, { "佐藤が", false, true }, { "正一が", false, true },
	{ "正一郎", false, true }, { "鈴木正規が", false, true }, { "正規さん", false, true }, { "Will Smith wrote", false, true }, { "from Smith", false, true },
	{ "w.smith", false, true }, { "山田が", false, true }, { "山田求書が", false, true }, { "http://x.example/?e=login%40a-company.example", true, true },
	{ "http://x.example/t.tanaka/", true, true }, { "http://x.example/tanaka", true, true },
	{ "訂正一覧", false, false }, { "正規のメール", false, false }, { "請求書を送る", false, false }, { "請求書番号", false, false }, { "Will you pay?", false, false },
	{ "http://x.example/login/", true, false }, { "http://x.example/login", true, false }, { "http://x.example/sign-in?mail=1", true, false },
};

static void words_stay_free(void **state)
{
	struct arena *a = arena_new(8 << 20, arena_full_exit);
	struct terms *t = terms_new(a, NULL);
	int bad = 0;

	(void)state;
	terms_add_person(t, STR("佐藤 正一"));
	terms_add_person(t, STR("鈴木 正規"));
	terms_add_person(t, STR("山田 求書"));
	terms_add_person(t, STR("Will Smith"));
	terms_add_address(t, STR("login@a-company.example"));
	terms_add_address(t, STR("mail@a-company.example"));
	terms_add_address(t, STR("sign-in@a-company.example"));
	terms_add_address(t, STR("tanaka@a-company.example"));
	terms_add_address(t, STR("t.tanaka@a-company.example"));
	terms_seal(t);
	for (size_t i = 0; i < COUNT_OF(said); i++) {
		struct term_hits hits = { 0 };

		terms_find_decoded(t, a, str_of(said[i].text), said[i].parts, &hits);
		ROW_CHECK(bad, said[i].text, (hits.count > 0) == said[i].found);
	}
	assert_int_equal(bad, 0);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(names), cmocka_unit_test(who_is_let_in_is_protected), cmocka_unit_test(words_stay_free) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
