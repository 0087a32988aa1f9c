/* test_url_text.c - URLs in running text: as people write, disarm and disguise them. */
#include "rows.h"

#include "parse/url.h"

static const struct {
	const char *name, *text, *url, *where;
	bool defanged;
} rows[] = {
	{ "plain", "see https://a.example/b, please", "https://a.example/b", "https://a.example/b", false },
	{ "Japanese behind it", "è©³ç´°ã¯https://a.example/bãè¦ã", "https://a.example/b", "https://a.example/b", false },
	{ "disarmed", "hxxps[:]//a[.]example/b", "https://a.example/b", "hxxps[:]//a[.]example/b", true },
	{ "full width", "：ｈｔｔｐｓ：／／ａ．ｅｘａｍｐｌｅ／ｂ？ｃ＝１、", "https://a.example/b?c=1", "ｈｔｔｐｓ：／／ａ．ｅｘａｍｐｌｅ／ｂ？ｃ＝１", true },
	{ "full width without scheme", "ｗｗｗ．ａ．ｅｘａｍｐｌｅです", "http://www.a.example", "ｗｗｗ．ａ．ｅｘａｍｐｌｅ", true },
	{ "full width capitals", "ＨＴＴＰ：／／Ａ．ｅｘａｍｐｌｅ", "HTTP://A.example", "ＨＴＴＰ：／／Ａ．ｅｘａｍｐｌｅ", true },
	{ "full width behind more of the same letter", "ｈｈｈｈｈｈｈｈｈｈｈｈｔｔｐｓ：／／ａ．ｅｘａｍｐｌｅ", "https://a.example", "ｈｔｔｐｓ：／／ａ．ｅｘａｍｐｌｅ", true },
	{ "full width scheme alone", "ｈｔｔｐ：／／", NULL, NULL, false },
	{ "full width words are none", "ｈｅｌｌｏ．ｗｏｒｌｄ", NULL, NULL, false },
	{ "ideographic dots in the host", "https://a。b。example/c を", "https://a。b。example/c", "https://a。b。example/c", false },
	{ "full-width dots in the host", "https://a．b．example/c", "https://a．b．example/c", "https://a．b．example/c", false },
	{ "a sentence that ends behind a host", "https://a.example。next", "https://a.example", "https://a.example", false },
	{ "a sentence that ends behind a path", "https://a.example/b。next", "https://a.example/b", "https://a.example/b", false },
	{ "a full-width dot behind a path", "https://a.example/b．next", "https://a.example/b", "https://a.example/b", false },
};

static void finds(void **state)
{
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct arena *a = arena_new(1 << 20, arena_full_exit);
		struct str text = str_of(rows[i].text);
		const struct url_found *found;
		size_t n;

		url_find(a, text, &found, &n);
		ROW_CHECK(bad, rows[i].name, n == (rows[i].url != NULL ? 1u : 0u));
		if (n == 1 && rows[i].url != NULL) {
			ROW_STR(bad, rows[i].name, found[0].url, rows[i].url);
			ROW_STR(bad, rows[i].name, str_at(text, found[0].from, found[0].to - found[0].from), rows[i].where);
			ROW_CHECK(bad, rows[i].name, found[0].defanged == rows[i].defanged);
		}
		arena_free(a);
	}
	assert_int_equal(bad, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(finds) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
