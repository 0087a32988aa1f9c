/* The protected-term matcher: spellings, encodings, look-alikes, and what it must leave alone. */
#include "rows.h"

#include <openssl/evp.h>

#include "anonymise/gate.h"
#include "anonymise/leak.h"
#include "base/sha256.h"

static struct terms *dictionary(struct arena *a)
{
	struct terms *t = terms_new(a);

	terms_add_name(t, TERM_NAME, STR("青嶺重機械株式会社"));
	terms_add_name(t, TERM_NAME, STR("Aomine Heavy Industries, Ltd."));
	terms_add_name(t, TERM_NAME, STR("株式会社日本"));
	terms_add_name(t, TERM_NAME, STR("NEXO"));
	terms_add_name(t, TERM_SIG, STR("電力"));
	terms_add_domain(t, STR("mx.aomine-heavy.co.example"));
	terms_add_domain(t, STR("shiomi.example"));
	terms_add_person(t, STR("Alice Aoki"));
	terms_add_person(t, STR("香川 徹"));
	terms_add_address(t, STR("alice@shiomi.example"));
	terms_add_network(t, STR("198.51.100.0/25"));
	terms_seal(t);
	return t;
}

static const struct found_row {
	const char *text;
	bool found;
	const char *how;
} found_rows[] = {
	{ "青嶺重機械から届いた", true, "" },
	{ "㈱青嶺重機械", true, "" },
	{ "青 嶺 重 機 械", true, "" },
	{ "aomine heavy industries wrote", true, "" },
	{ "ＡＯＭＩＮＥ Ｈｅａｖｙ Industries", true, "" },
	{ "aomine-heavy", true, "" },
	{ "aomine_heavy.co.example", true, "" },
	{ "日本の企業", false, NULL },
	{ "株式会社日本の企業", true, "" },
	{ "a nexo b", true, "" },
	{ "annexorder", false, NULL },
	{ "電力の組織", true, "" },
	{ "a shiomi mail", true, "" },
	{ "Alice wrote", true, "" },
	{ "aliceville", false, NULL },
	{ "香川様へ", true, "" },
	{ "TEL 03-1234-5678", true, "" },
	{ "〒105-0001", true, "" },
	{ "from 10.20.30.40", true, "" },
	{ "山本太郎様", true, "" },
	{ "利用者様へ", false, NULL },
	{ "2018-12-14 to 2019-02-03, port 1433, 203.0.113.9", false, NULL },
	{ "http://x.example/?e=alice%40shiomi.example", true, "" },
	{ "http://x.example/?e=%2561lice%2540%2573hiomi%252eexample", true, "percent>percent" },
	{ "YWxpY2VAc2hpb21pLmV4YW1wbGU=", true, "base64" },
	{ "q1YWxpY2VAc2hpb21pLmV4YW1wbGU", true, "base64" },
	{ "WVd4cFkyVkFjMmhwYjIxcExtVjRZVzF3YkdVPQ==", true, "base64>base64" },
	{ "MFWGSY3FIBZWQ2LPNVUS4ZLYMFWXA3DF", true, "base32" },
	{ "616c696365407368696f6d692e", true, "hex" },
	{ "nyvpr@fuvbzv.rknzcyr", true, "rot13" },
	{ "elpmaxe.imoihs@ecila", true, "reversed" },
	{ "ordinary English words about an organisation and its supplier", false, NULL },
};

static void finds_every_spelling(void **state)
{
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(found_rows); i++) {
		const struct found_row *r = &found_rows[i];
		struct arena *a = arena_new(64 << 20, arena_full_exit);
		struct term_hits hits = { 0 };
		bool how = !r->found;

		terms_find_decoded(dictionary(a), a, str_of(r->text), false, &hits);
		for (size_t k = 0; k < hits.count; k++)
			how = how || strcmp(hits.list[k].how, r->how) == 0;
		ROW_CHECK(bad, r->text, (hits.count > 0) == r->found);
		ROW_CHECK(bad, r->text, how);
		arena_free(a);
	}
	assert_int_equal(bad, 0);
}

/* The hashes of a protected address are terms; those of another are not. */
static void finds_hashes(void **state)
{
	struct arena *a = arena_new(64 << 20, arena_full_exit);
	struct terms *t = dictionary(a);
	const EVP_MD *kinds[] = { EVP_md5(), EVP_sha1(), EVP_sha256() };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		unsigned char out[64];
		unsigned int n;
		struct term_hits hits = { 0 }, none = { 0 };

		assert_int_equal(EVP_Digest("alice@shiomi.example", 20, out, &n, kinds[i], NULL), 1);
		terms_find_decoded(t, a, arena_printf(a, "http://x.example/u/" STR_FMT, STR_ARG(hex_of(a, out, n))), false, &hits);
		assert_true(hits.count > 0);
		assert_int_equal(EVP_Digest("carol@other.example", 19, out, &n, kinds[i], NULL), 1);
		terms_find_decoded(t, a, arena_printf(a, "http://x.example/u/" STR_FMT, STR_ARG(hex_of(a, out, n))), false, &none);
		assert_int_equal(none.count, 0);
	}
	arena_free(a);
}

/* Offsets are those of the original, also behind characters that folding makes longer. */
static void maps_back(void **state)
{
	struct arena *a = arena_new(64 << 20, arena_full_exit);
	struct term_hits hits = { 0 };
	struct str text = STR("㌔㌔ ＡＯＭＩＮＥ Heavy Industries!");

	(void)state;
	terms_find(dictionary(a), a, text, false, &hits);
	assert_true(hits.count > 0);
	assert_int_equal(str_find(text, STR("Ａ")), hits.list[0].offset);
	assert_true(str_eq(hits.list[0].found, STR("ＡＯＭＩＮＥ Heavy Industries")));
	arena_free(a);
}

static const struct gate_row {
	const char *type, *value, *role;
	int organisations;
	enum treatment treatment;
	const char *shown;
} gate_rows[] = {
	{ "email", "alice.shiomi.jp@freemail.example", "malicious", 1, TREATMENT_GENERALISED, "<local>.<org>.<cc>@<freemail>" },
	{ "email", "alice-shiomi@mail.example", "malicious", 3, TREATMENT_GENERALISED, "<local>-<org>@<freemail>" },
	{ "email", "billing77@freemail.example", "malicious", 1, TREATMENT_KEPT, "billing77@freemail.example" },
	{ "email", "alice@shiomi.example", "malicious", 1, TREATMENT_WITHHELD, "" },
	{ "email", "bob@hijacked.example", "abused", 1, TREATMENT_WITHHELD, "" },
	{ "email", "zhang.foo.tw@mail.example", "victim-named", 1, TREATMENT_WITHHELD, "" },
	{ "domain", "evil.example", "malicious", 1, TREATMENT_KEPT, "evil.example" },
	{ "domain", "shiomi-pay.example", "malicious", 1, TREATMENT_GENERALISED, "<org>-pay.example" },
	{ "domain", "shiorni.example", "malicious", 1, TREATMENT_GENERALISED, "<look-alike>.example" },
	{ "domain", "shiomi.example", "malicious", 1, TREATMENT_WITHHELD, "" },
	{ "url", "http://evil.example/login/index.php", "malicious", 1, TREATMENT_KEPT, "http://evil.example/login/index.php" },
	{ "url", "http://evil.example/p/alice%40shiomi.example?x=1", "malicious", 1, TREATMENT_GENERALISED, "http://evil.example/p/{recipient}?x=1" },
	{ "url", "http://evil.example/#YWxpY2VAc2hpb21pLmV4YW1wbGU=", "malicious", 5, TREATMENT_GENERALISED, "http://evil.example/#{recipient}=" },
	{ "url", "http://evil.example/t?id=9f2c41be77aa0013", "malicious", 1, TREATMENT_GENERALISED, "http://evil.example/t?id={token}" },
	{ "url", "http://evil.example/t?id=9f2c41be77aa0013", "malicious", 2, TREATMENT_KEPT, "http://evil.example/t?id=9f2c41be77aa0013" },
	{ "url", "not a url", "malicious", 2, TREATMENT_WITHHELD, "" },
	{ "ipv4", "203.0.113.9", "malicious", 1, TREATMENT_KEPT, "203.0.113.9" },
	{ "ipv4", "198.51.100.77", "malicious", 1, TREATMENT_WITHHELD, "" },
	{ "ipv4", "192.168.0.4", "malicious", 1, TREATMENT_WITHHELD, "" },
	{ "sha256", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1", "malicious", 1, TREATMENT_WITHHELD, "" },
	{ "filename", "invoice.pdf", "malicious", 1, TREATMENT_KEPT, "invoice.pdf" },
	{ "filename", "青嶺重機械_請求書.pdf", "malicious", 1, TREATMENT_GENERALISED, "<name>.pdf" },
	{ "bank-account", "0011", "malicious", 3, TREATMENT_WITHHELD, "" },
	{ "unheard-of", "x", "malicious", 3, TREATMENT_WITHHELD, "" },
};

static void gates(void **state)
{
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(gate_rows); i++) {
		const struct gate_row *r = &gate_rows[i];
		struct arena *a = arena_new(64 << 20, arena_full_exit);
		const struct gate_question q = { str_of(r->type), str_of(r->value), str_of(r->role), r->organisations, false };
		struct gate_answer answer = gate_ask(dictionary(a), a, &q);

		ROW_CHECK(bad, r->value, answer.treatment == r->treatment);
		ROW_STR(bad, r->value, answer.shown, r->shown);
		arena_free(a);
	}
	assert_int_equal(bad, 0);
}

/* An address that nobody released is a hit, defanged or not; a released one is none. */
static void unreleased_addresses(void **state)
{
	struct arena *a = arena_new(64 << 20, arena_full_exit);
	struct terms *t = dictionary(a);
	const struct str released[] = { STR("http://evil.example/a"), STR("203.0.113.9") };
	struct leak_hits none = { 0 }, some = { 0 };

	(void)state;
	leak_check(t, a, STR("text/ja"), STR("hxxp://evil[.]example/a と 203[.]0[.]113[.]9。"), released, 2, &none);
	assert_int_equal(none.count, 0);
	leak_check(t, a, STR("text/ja"), STR("see bob[@]other[.]example, hxxp://other[.]example/x (203.0.113.10)"), released, 2, &some);
	assert_int_equal(some.count, 3);
	assert_true(str_eq(some.list[0].kind, STR("unreleased")));
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_every_spelling),
		cmocka_unit_test(finds_hashes),
		cmocka_unit_test(maps_back),
		cmocka_unit_test(gates),
		cmocka_unit_test(unreleased_addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
