/* The protected-term matcher: spellings, encodings, look-alikes, and what it must leave alone. */
#include "rows.h"

#include <openssl/evp.h>

#include "anonymise/gate.h"
#include "anonymise/leak.h"
#include "base/sha256.h"

static struct terms *dictionary(struct arena *a)
{
	struct terms *t = terms_new(a, NULL);

	terms_add_name(t, TERM_NAME, STR("青嶺重機械株式会社"));
	terms_add_name(t, TERM_NAME, STR("Aomine Heavy Industries, Ltd."));
	terms_add_name(t, TERM_NAME, STR("株式会社日本"));
	terms_add_name(t, TERM_NAME, STR("NEXO"));
	terms_add_name(t, TERM_SIG, STR("電力"));
	terms_add_domain(t, STR("mx.aomine-heavy.co.example"));
	terms_add_domain(t, STR("shiomi.example"));
	terms_add_person(t, STR("Alice Aoki"));
	terms_add_person(t, STR("香川 徹"));
	terms_add_person(t, STR("連絡 e"));
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
	{ "A.Aoki", true, "" },
	{ "what a random number decodes to: E.\xE9\x01", false, NULL },
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
	{ "http://x.example/%90%C2%97%E4%8F%64%8B%40%8A%42", true, "percent" },
	{ "http://x.example/%C0%C4%CE%E6%BD%C5%B5%A1%B3%A3", true, "percent" },
	{ "http://x.example/%1B%24%42%40%44%4E%66%3D%45%35%21%33%23%1B%28%42", true, "percent" },
	{ "http://xn--5qtx7v6jbu90g20f.example/", true, "idn" },
	{ "http://x.example/?q=kMKX5I9ki0CKQpds", true, "base64" },
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
		/* inside a longer run of digits, and broken by hyphens */
		hits = none;
		terms_find(t, a, arena_printf(a, "id=0fe" STR_FMT "77", STR_ARG(hex_of(a, out, n))), false, &hits);
		assert_int_equal(hits.count, 1);
		assert_int_equal(hits.list[0].offset, 6);
		assert_int_equal(hits.list[0].length, 2 * n);
		hits = none;
		terms_find(t, a, arena_printf(a, "%.8s-" STR_FMT, hex_of(a, out, n).p, STR_ARG(str_from(hex_of(a, out, n), 8))), false, &hits);
		assert_int_equal(hits.count, 1);
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
	/* what one alone has seen may have been made for it */
	{ "domain", "a7f3k2.evil.example", "malicious", 1, TREATMENT_GENERALISED, "<label>.evil.example" },
	{ "domain", "kenji.evil.example", "malicious", 1, TREATMENT_GENERALISED, "<label>.evil.example" },
	{ "domain", "kenji.evil.example", "malicious", 2, TREATMENT_KEPT, "kenji.evil.example" },
	{ "domain", "www2.evil.example", "malicious", 1, TREATMENT_KEPT, "www2.evil.example" },
	{ "url", "http://kenji.evil.example/login", "malicious", 1, TREATMENT_GENERALISED, "http://<label>.evil.example/login" },
	{ "url", "http://evil.example/u/x7Kp2q", "malicious", 1, TREATMENT_GENERALISED, "http://evil.example/u/{token}" },
	{ "url", "http://evil.example/get/DGQ2-5217", "malicious", 1, TREATMENT_GENERALISED, "http://evil.example/get/{token}" },
	{ "url", "http://evil.example/get/DGQ2-5217", "malicious", 2, TREATMENT_KEPT, "http://evil.example/get/DGQ2-5217" },
	{ "url", "http://evil.example/get/report-2019", "malicious", 1, TREATMENT_KEPT, "http://evil.example/get/report-2019" },
	{ "url", "http://evil.example/u/x7Kp2q", "malicious", 2, TREATMENT_KEPT, "http://evil.example/u/x7Kp2q" },
	{ "url", "http://evil.example/u?id=48213377", "malicious", 1, TREATMENT_GENERALISED, "http://evil.example/u?id={token}" },
	{ "url", "http://evil.example/u?user=kenji", "malicious", 1, TREATMENT_GENERALISED, "http://evil.example/u?user={token}" },
	{ "url", "http://evil.example/u?lang=ja", "malicious", 1, TREATMENT_KEPT, "http://evil.example/u?lang=ja" },
	{ "url", "http://evil.example/login#kenji", "malicious", 1, TREATMENT_GENERALISED, "http://evil.example/login#{token}" },
	{ "url", "http://evil.example/secure/office365/index_2.html", "malicious", 1, TREATMENT_KEPT, "http://evil.example/secure/office365/index_2.html" },
	{ "url", "http://198.51.100.77/a", "malicious", 3, TREATMENT_WITHHELD, "" },
	{ "url", "http://198.51.100.77:8080/a", "malicious", 3, TREATMENT_WITHHELD, "" },
	{ "url", "http://203.0.113.9:8080/a", "malicious", 3, TREATMENT_KEPT, "http://203.0.113.9:8080/a" },
	{ "email", "kenji.mori.jp@gmail.com", "malicious", 1, TREATMENT_GENERALISED, "<text>.<text>.<cc>@<freemail>" },
	{ "email", "kenji.mori.jp@gmail.com", "malicious", 2, TREATMENT_KEPT, "kenji.mori.jp@gmail.com" },
	{ "email", "bounce-8f7d9a21c4@evil.example", "malicious", 1, TREATMENT_GENERALISED, "<text>@evil.example" },
	{ "email", "sales@evil.example", "malicious", 1, TREATMENT_KEPT, "sales@evil.example" },
	{ "filename", "北浜商会_契約書.pdf", "malicious", 1, TREATMENT_GENERALISED, "<name>.pdf" },
	{ "filename", "北浜商会_契約書.pdf", "malicious", 2, TREATMENT_KEPT, "北浜商会_契約書.pdf" },
	{ "filename", "ご請求書_2019.xlsx", "malicious", 1, TREATMENT_KEPT, "ご請求書_2019.xlsx" },
	{ "filename", "Invoice_48213377.zip", "malicious", 1, TREATMENT_GENERALISED, "<name>.zip" },
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
	const struct str rules[] = { STR("<label>.evil.example"), STR("http://<label>.evil.example/{token}?a=1&b=2") };
	struct leak_hits none = { 0 }, some = { 0 }, more = { 0 }, fine = { 0 };

	(void)state;
	leak_check(t, a, STR("text/ja"), STR("hxxp://evil[.]example/a と 203[.]0[.]113[.]9。"), released, 2, &none);
	assert_int_equal(none.count, 0);
	leak_check(t, a, STR("text/ja"), STR("see bob[@]other[.]example, hxxp://other[.]example/x (203.0.113.10)"), released, 2, &some);
	assert_int_equal(some.count, 3);
	assert_true(str_eq(some.list[0].kind, STR("unreleased")));
	leak_check(t, a, STR("text/en"), STR("his firm is counterpart.example, see 2001:db8::17 or mx.partner.co.jp"), released, 2, &more);
	assert_int_equal(more.count, 3);
	leak_check(t, a, STR("html/en"), STR("<code>hxxp://&lt;label&gt;[.]evil[.]example/{token}?a=1&amp;b=2</code> invoice.pdf e.g. v1.2, Co., Ltd."),
	    rules, 2, &fine);
	assert_int_equal(fine.count, 0);
	arena_free(a);
}

/* A case's own parties lie over the dictionaries of all: both are found, and each only once sealed. */
static void lies_in_layers(void **state)
{
	struct arena *a = arena_new(64 << 20, arena_full_exit);
	struct terms *base = dictionary(a), *top = terms_new(a, base);
	struct term_hits hits = { 0 }, below = { 0 };
	struct str text = STR("北浜商会 and shiomi");

	(void)state;
	terms_add_name(top, TERM_NAME, STR("北浜商会"));
	terms_add_domain(top, STR("kitahama.example"));
	terms_seal(top);
	terms_find(top, a, text, false, &hits);
	terms_find(base, a, text, false, &below);
	assert_int_equal(hits.count, 2);
	assert_int_equal(below.count, 1);
	assert_true(terms_imitates(top, STR("kitaharna.example")));
	assert_false(terms_imitates(base, STR("kitaharna.example")));
	assert_true(terms_has_ip(top, STR("198.51.100.77")));
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
		cmocka_unit_test(lies_in_layers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
