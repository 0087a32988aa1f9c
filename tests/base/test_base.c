/* test_base.c - the base room: views, buffers, JSON, CSV, time, text. */
#include "rows.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/csv.h"
#include "base/json.h"
#include "base/nearest.h"
#include "base/random.h"
#include "base/sha256.h"
#include "base/text.h"
#include "base/time.h"
#include "base/tr.h"

static struct arena *fresh(void)
{
	return arena_new(1 << 22, arena_full_exit);
}

static void numbers(void **state)
{
	static const struct { const char *text; bool good; long long value; } rows[] = {
		{ "0", true, 0 }, { "1072", true, 1072 }, { "-5", true, -5 }, { "", false, 0 }, { "-", false, 0 },
		{ "1x", false, 0 }, { " 1", false, 0 }, { "9223372036854775807", true, 9223372036854775807LL },
		{ "9223372036854775808", false, 0 }, { "99999999999999999999", false, 0 },
	};
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		long long value = 0;
		bool good = str_to_int(str_of(rows[i].text), &value);

		ROW_CHECK(bad, rows[i].text, good == rows[i].good && (!good || value == rows[i].value));
	}
	assert_int_equal(bad, 0);
}

static void searching(void **state)
{
	static const struct { const char *s, *part; long long at, iat; } rows[] = {
		{ "abcabc", "ca", 2, 2 }, { "abc", "abcd", -1, -1 }, { "aBc", "bC", -1, 1 }, { "abc", "", 0, 0 },
		{ "", "a", -1, -1 },
	};
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		ROW_CHECK(bad, rows[i].s, str_find(str_of(rows[i].s), str_of(rows[i].part)) == rows[i].at);
		ROW_CHECK(bad, rows[i].s, str_ifind(str_of(rows[i].s), str_of(rows[i].part)) == rows[i].iat);
	}
	assert_int_equal(bad, 0);
}

/* str_ifind looks at sixteen places at once: the part at each place of texts of each length, between bytes that
 * only look like it ('@' and '`', '[' and '{' differ in the same bit as letters do). */
static void ifind_everywhere(void **state)
{
	static const char *const parts[] = { "a", "aB", "Intended Recipient", "[x]", "@b", "受信者以外" };
	char text[80];
	int bad = 0;

	(void)state;
	for (size_t k = 0; k < COUNT_OF(parts); k++) {
		struct str part = str_of(parts[k]);

		for (size_t n = part.n; n <= 60; n++) {
			for (size_t at = 0; at + part.n <= n; at++) {
				for (size_t i = 0; i < n; i++)
					text[i] = "`{i}t"[i % 5];
				for (size_t i = 0; i < part.n; i++)
					text[at + i] = ascii_alpha((unsigned char)part.p[i]) ? (char)(part.p[i] ^ 0x20) : part.p[i];
				ROW_CHECK(bad, parts[k], str_ifind((struct str){ text, n }, part) == (long long)at);
				text[at + part.n - 1] = '~';
				ROW_CHECK(bad, parts[k], str_ifind((struct str){ text, n }, part) == -1);
			}
		}
	}
	assert_int_equal(bad, 0);
}

/* The bytes that are no ASCII at each place of texts of each length. */
static void ascii_ends(void **state)
{
	char text[40];
	int bad = 0;

	(void)state;
	for (size_t n = 0; n + 1 < sizeof text; n++) {
		memset(text, 'x', sizeof text);
		for (size_t at = 0; at < n; at++) {
			text[at] = (char)0x80;
			ROW_CHECK(bad, "ends", ascii_length((struct str){ text, n }) == at && !utf8_valid((struct str){ text, n }));
			text[at] = 'x';
		}
		text[n] = (char)0xff;   /* behind the end */
		ROW_CHECK(bad, "whole", ascii_length((struct str){ text, n }) == n && utf8_valid((struct str){ text, n }));
	}
	assert_int_equal(bad, 0);
}

static void buffer_caps(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 5);
	buf_z(&b, "abc");
	buf_z(&b, "def");
	assert_true(b.failed);
	assert_true(str_eq(buf_str(&b), STR("abc")));
	buf_z(&b, "d");
	assert_int_equal(b.n, 3);       /* sticky: nothing follows a failure */
	buf_clear(&b);
	buf_thousands(&b, 1072);
	assert_true(str_eq(buf_str(&b), STR("1,072")));
	buf_fini(&b);
}

static void thousands(void **state)
{
	static const struct { long long n; const char *text; } rows[] = {
		{ 0, "0" }, { 999, "999" }, { 1000, "1,000" }, { -1234567, "-1,234,567" }, { 100000, "100,000" },
	};
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct buf b;

		buf_init(&b, 64);
		buf_thousands(&b, rows[i].n);
		ROW_STR(bad, rows[i].text, buf_str(&b), rows[i].text);
		buf_fini(&b);
	}
	assert_int_equal(bad, 0);
}

static void json_is_valid(void **state)
{
	static const struct { struct str s; const char *json; } rows[] = {
		{ { "a\"b\\", 4 }, "\"a\\\"b\\\\\"" }, { { "\n\t\r", 3 }, "\"\\n\\t\\r\"" }, { { "a\0b", 3 }, "\"a\xEF\xBF\xBD" "b\"" },
		{ { "\xff", 1 }, "\"\xEF\xBF\xBD\"" }, { { "\xe3\x81", 2 }, "\"\xEF\xBF\xBD\xEF\xBF\xBD\"" },
		{ { "狼煙", 6 }, "\"狼煙\"" }, { { "\xed\xa0\x80", 3 }, "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"" },
		{ { NULL, 0 }, "null" }, { { "", 0 }, "\"\"" },
	};
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct buf b;
		struct jw w;

		buf_init(&b, 256);
		jw_init(&w, &b);
		jw_str(&w, rows[i].s);
		ROW_STR(bad, rows[i].json, buf_str(&b), rows[i].json);
		buf_fini(&b);
	}
	assert_int_equal(bad, 0);
}

static void json_nests(void **state)
{
	struct buf b;
	struct jw w;

	(void)state;
	buf_init(&b, 256);
	jw_init(&w, &b);
	jw_object(&w);
	jw_karray(&w, "a");
	jw_int(&w, 1);
	jw_object(&w);
	jw_end_object(&w);
	jw_end_array(&w);
	jw_ktime(&w, "t", 0);
	jw_ktime(&w, "n", TIME_NONE);
	jw_end_object(&w);
	assert_string_equal(b.p, "{\"a\":[1,{}],\"t\":\"1970-01-01T00:00:00Z\",\"n\":null}");
	buf_fini(&b);
}

static void times(void **state)
{
	static const struct { const char *text, *utc, *jst_date; } rows[] = {
		{ "2019-07-31", "2019-07-30T15:00:00Z", "2019/7/31" },
		{ "2019/7/1", "2019-06-30T15:00:00Z", "2019/7/1" },
		{ "2019-07-31T09:30:00+09:00", "2019-07-31T00:30:00Z", "2019/7/31" },
		{ "2019-07-31T23:59:60Z", "2019-07-31T23:59:59Z", "2019/8/1" },
		{ "2020-02-29", "2020-02-28T15:00:00Z", "2020/2/29" },
		{ "2019-07-31T00:00:00.250Z", "2019-07-31T00:00:00.250Z", "2019/7/31" },
		{ "2019-02-29", NULL, NULL }, { "2019-13-01", NULL, NULL }, { "2019-07", NULL, NULL },
		{ "2019-07-31T25:00:00Z", NULL, NULL }, { "gestern", NULL, NULL }, { "", NULL, NULL },
		{ "2019-07/01", NULL, NULL }, { "1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z", "1970/1/1" },
	};
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char text[TIME_TEXT];
		struct err e;
		long long ms;
		bool good = time_parse(str_of(rows[i].text), ZONE_JST, &ms, &e) == 0;

		ROW_CHECK(bad, rows[i].text, good == (rows[i].utc != NULL));
		if (!good || rows[i].utc == NULL)
			continue;
		ROW_STR(bad, rows[i].text, time_rfc3339(text, ms), rows[i].utc);
		ROW_STR(bad, rows[i].text, time_slashed(text, ms, ZONE_JST), rows[i].jst_date);
	}
	assert_int_equal(bad, 0);
}

static void civil_round_trip(void **state)
{
	(void)state;
	for (long long day = -200000; day < 200000; day += 37) {
		struct civil c = time_civil(day * MS_DAY + 12345678, 540);

		assert_true(time_of(&c, 540) == day * MS_DAY + 12345678);
	}
}

static void utf8(void **state)
{
	static const struct { struct str s; bool valid; } rows[] = {
		{ { "", 0 }, true }, { { "狼煙", 6 }, true }, { { "\xc0\x80", 2 }, false }, { { "\xed\xa0\x80", 3 }, false },
		{ { "\xf4\x90\x80\x80", 4 }, false }, { { "\xf0\x9f\x94\xa5", 4 }, true }, { { "a\xe3\x81", 3 }, false },
		{ { "\x80", 1 }, false }, { { "\xf8\x88\x80\x80\x80", 5 }, false },
	};
	struct arena *a = fresh();
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		ROW_CHECK(bad, rows[i].s.p, utf8_valid(rows[i].s) == rows[i].valid);
		ROW_CHECK(bad, rows[i].s.p, utf8_valid(utf8_repair(a, rows[i].s)));
	}
	ROW_STR(bad, "cut", utf8_cut(STR("a狼煙"), 5), "a狼");
	arena_free(a);
	assert_int_equal(bad, 0);
}

static void folding(void **state)
{
	static const struct { const char *in, *out; } rows[] = {
		{ "ABC", "abc" }, { "ＡＢＣ１２３", "abc123" }, { "ｶﾞｽ", "ガス" }, { "㈱電力", "(株)電力" }, { "①", "1" },
		{ "㌔", "キロ" }, { "Straße", "strasse" }, { "é", "é" }, { "e\xCC\x81", "é" }, { "か\xE3\x82\x99", "が" },
		{ "a\xE2\x80\x8B" "b", "ab" }, { "", "" },
	};
	struct arena *a = fresh();
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct folded f = text_fold_map(a, str_of(rows[i].in));

		ROW_STR(bad, rows[i].in, text_fold(a, str_of(rows[i].in)), rows[i].out);
		ROW_STR(bad, rows[i].in, f.text, rows[i].out);
		ROW_CHECK(bad, rows[i].in, f.map[f.text.n] == strlen(rows[i].in));
		for (size_t j = 1; j <= f.text.n; j++)
			ROW_CHECK(bad, rows[i].in, f.map[j] >= f.map[j - 1]);
	}
	arena_free(a);
	assert_int_equal(bad, 0);
}

/* Kana and kanji are passed over without asking ICU.  Before a letter with an accent it is asked: it must say the same. */
static void plain_kana_and_kanji_fold_to_themselves(void **state)
{
	struct arena *a = arena_new(8 << 20, arena_full_exit);
	int bad = 0;

	(void)state;
	for (uint32_t c = 0x3000; c < 0xa000; c++) {
		char z[8] = { (char)(0xe0 | c >> 12), (char)(0x80 | (c >> 6 & 0x3f)), (char)(0x80 | (c & 0x3f)), '\0' };
		struct str alone = text_fold(a, str_of(z)), asked;

		memcpy(z + 3, "\xc3\xa9", 3);
		asked = text_fold(a, str_of(z));
		ROW_CHECK(bad, z, str_eq(alone, str_at(asked, 0, asked.n - 2)));
	}
	/* a mark behind it joins */
	ROW_STR(bad, "ka and its mark", text_fold(a, STR("\u304b\u3099")), "\u304c");
	ROW_STR(bad, "kanji, ka and its mark", text_fold(a, STR("\u53e3\u304b\u3099\u53e3")), "\u53e3\u304c\u53e3");
	arena_free(a);
	assert_int_equal(bad, 0);
}

static void languages(void **state)
{
	static const struct { const char *text, *lang; } rows[] = {
		{ "Please find the revised invoice attached to this mail.", "en" },
		{ "書類を修正してすぐに送付します。よろしくお願いいたします。", "ja" },
		{ "Office 365 のボイスメールを受信しました。ダウンロードしてください", "ja" },
		{ "Hi,\n\nDid anybody from Harcourt Lindell contact you yet?", "en" },
		{ "Guten Tag, bitte zahlen Sie die Rechnung bis Freitag.", "" },
		{ "我们需要您的帮助来处理这份重要文件请尽快回复", "zh" }, { "1234", "" }, { "", "" },
	};
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		ROW_STR(bad, rows[i].text, text_language(str_of(rows[i].text)), rows[i].lang);
	assert_int_equal(bad, 0);
}

static void csv_both_ways(void **state)
{
	struct arena *a = fresh();
	struct csv c = csv_start(STR("\xEF\xBB\xBFid,name\r\n\r\n1,\"a \"\"b\"\", c\"\n2,\"two\nlines\"\n3,"));
	static const char *const wanted[][2] = { { "id", "name" }, { "1", "a \"b\", c" }, { "2", "two\nlines" }, { "3", "" } };
	static const int at[] = { 1, 3, 4, 6 };
	struct str *fields;
	struct err e;
	struct buf out;
	size_t n;
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(wanted); i++) {
		assert_int_equal(csv_next(&c, a, &fields, &n, &e), 1);
		assert_int_equal(n, 2);
		assert_int_equal(c.row, at[i]);
		ROW_STR(bad, wanted[i][0], fields[0], wanted[i][0]);
		ROW_STR(bad, wanted[i][0], fields[1], wanted[i][1]);
	}
	assert_int_equal(csv_next(&c, a, &fields, &n, &e), 0);
	c = csv_start(STR("a,\"b"));
	assert_int_equal(csv_next(&c, a, &fields, &n, &e), -1);
	buf_init_arena(&out, a, 1000);
	csv_field(&out, true, STR("=1+1"));
	csv_field(&out, false, STR("-5"));
	csv_field(&out, false, STR("a,b"));
	csv_field(&out, false, STR("@SUM"));
	csv_field(&out, false, STR("\uFF1Dcmd"));
	csv_field(&out, false, STR("\n=1"));
	csv_end(&out);
	ROW_STR(bad, "guard", buf_str(&out), "\"'=1+1\",-5,\"a,b\",\"'@SUM\",\"'\uFF1Dcmd\",\"'\n=1\"\r\n");
	arena_free(a);
	assert_int_equal(bad, 0);
}

static void seeded_draws_repeat(void **state)
{
	struct rng one = rng_seeded(7), two = rng_seeded(7), other = rng_seeded(8);
	struct arena *a = fresh();
	struct str id = rng_uuid(&one, a);

	(void)state;
	assert_true(str_eq(id, rng_uuid(&two, a)));
	assert_false(str_eq(id, rng_uuid(&other, a)));
	assert_int_equal(id.n, 36);
	assert_int_equal(id.p[14], '4');
	assert_true(strchr("89ab", id.p[19]) != NULL);
	arena_free(a);
}

static void hashes(void **state)
{
	struct arena *a = fresh();
	int bad = 0;

	(void)state;
	/* FIPS 180-4, example of SHA-256 */
	ROW_STR(bad, "abc", sha256_hex(a, STR("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	arena_free(a);
	assert_int_equal(bad, 0);
}

static void nearest_names(void **state)
{
	static const char *const names[] = { "--json", "--lang", "--thread" };

	(void)state;
	assert_string_equal(str_nearest(STR("--jsno"), names, 3), "--json");
	assert_null(str_nearest(STR("--zzzzzz"), names, 3));
	assert_int_equal(str_distance(STR("abcd"), STR("acbd")), 1);
}

static void arena_keeps_its_ceiling(void **state)
{
	struct arena *a = arena_new(1000, arena_full_exit);

	(void)state;
	arena_alloc(a, 900);
	assert_true(arena_left(a) < 100);
	arena_reset(a);
	assert_int_equal(arena_left(a), 1000);
	arena_free(a);
}

/* "1 mail", "2 mails"; a language without them has its own text. */
static void words_behind_a_number(void **state)
{
	static const struct { long long notices, hits; const char *text; } rows[] = {
		{ 0, 1, "0 notices, 1 hit!" }, { 1, 2, "1 notice, 2 hits!" }, { 21, 0, "21 notices, 0 hits!" },
	};
	enum lang before = tr_lang();
	int bad = 0;

	(void)state;
	tr_set(LANG_EN);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char text[100];

		snprintf(text, sizeof text, TR_N("%lld {notice|notices}, %lld {hit|hits}!", rows[i].notices, rows[i].hits), rows[i].notices, rows[i].hits);
		ROW_STR(bad, rows[i].text, str_of(text), rows[i].text);
	}
	assert_string_equal(TR_N("%lld {reminder|reminders}\n", 1), "%lld reminder\n");
	tr_set(LANG_JA);
	assert_null(strchr(TR_N("%lld {reminder|reminders}\n", 1), '{'));
	tr_set(before);
	assert_int_equal(bad, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers), cmocka_unit_test(searching), cmocka_unit_test(ifind_everywhere), cmocka_unit_test(ascii_ends),
		cmocka_unit_test(buffer_caps),
		cmocka_unit_test(thousands), cmocka_unit_test(json_is_valid), cmocka_unit_test(json_nests),
		cmocka_unit_test(times), cmocka_unit_test(civil_round_trip), cmocka_unit_test(utf8),
		cmocka_unit_test(folding), cmocka_unit_test(plain_kana_and_kanji_fold_to_themselves), cmocka_unit_test(languages), cmocka_unit_test(csv_both_ways),
		cmocka_unit_test(seeded_draws_repeat), cmocka_unit_test(hashes), cmocka_unit_test(nearest_names),
		cmocka_unit_test(arena_keeps_its_ceiling), cmocka_unit_test(words_behind_a_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
